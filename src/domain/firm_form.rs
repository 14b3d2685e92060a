//! Law firms, lawyers and clients as they are entered: what each field must be.

use super::chamber_form::Stamp;
use super::contact::{Email, Name, Phone, Text};
use super::firm::{Firm, FirmForm, Lawyer, LawyerKind, LawyerStatus, licence_warning};
use super::form::{Fields, Form, Warning, code};
use super::region::RegionCode;
use super::uscc::Uscc;
use super::vocabulary::{Language, PracticeArea};
use crate::base::code::Code;
use crate::base::error::Fault;
use crate::base::id::{FirmId, LawyerId};

/// A firm from its form, or all faults. A licence number whose check digit does not fit needs a reason to be kept.
pub fn firm(fields: &Fields, stamp: Stamp<FirmId>) -> Result<Firm, Vec<Fault>> {
    let mut f = Form::new(fields);
    let (region_code, name) = (f.needed("region_code", RegionCode::parse), f.needed("name", Name::parse));
    let (licence_no, form) = (f.needed("licence_no", Uscc::parse), f.needed("form", code(FirmForm::from_code)));
    let licence_reason = f.maybe("licence_reason", Text::parse);
    if licence_reason.is_none() && licence_no.as_ref().is_some_and(|licence| !licence.checksum_ok()) {
        f.fault("licence_no", Code::UsccChecksum);
    }
    let lawyers = f.whole("lawyers", 0..=100_000).unwrap_or(0);
    let areas = f.list("areas", PracticeArea::from_code);
    let languages = f.list("languages", Language::from_code);
    let capacity = f.whole("capacity", 0..=10_000).unwrap_or(1);
    let (cross_region, accepting) = (f.flag("cross_region", false), f.flag("accepting", true));
    let (contact_name, phone) = (f.maybe("contact_name", Name::parse), f.maybe("phone", Phone::parse));
    let email = f.maybe("email", Email::parse);
    let faults = f.close();
    let (Some(region_code), Some(name), Some(licence_no), Some(form), true) =
        (region_code, name, licence_no, form, faults.is_empty())
    else {
        return Err(faults);
    };
    let Stamp { id, version, created_at, updated_at } = stamp;
    Ok(Firm {
        id,
        region_code,
        name,
        licence_no,
        licence_reason,
        form,
        lawyers,
        areas,
        languages,
        capacity,
        cross_region,
        accepting,
        contact_name,
        phone,
        email,
        version,
        created_at,
        updated_at,
    })
}

/// What should be looked at in a firm that is kept.
pub fn firm_warnings(firm: &Firm) -> Vec<Warning> {
    let misfit = !firm.licence_no.checksum_ok();
    misfit.then(|| Warning::new("licence_no", Code::UsccChecksum)).into_iter().collect()
}

/// A lawyer of a firm from its form, or all faults. The region is the firm's.
pub fn lawyer(fields: &Fields, firm: &Firm, stamp: Stamp<LawyerId>) -> Result<Lawyer, Vec<Fault>> {
    let mut f = Form::new(fields);
    let name = f.needed("name", Name::parse);
    let licence_no = f.maybe("licence_no", Name::parse).map(Name::into_string);
    let kind = f.maybe("kind", code(LawyerKind::from_code)).unwrap_or(LawyerKind::FullTime);
    let (phone, email) = (f.maybe("phone", Phone::parse), f.maybe("email", Email::parse));
    let status = f.maybe("status", code(LawyerStatus::from_code)).unwrap_or(LawyerStatus::Active);
    let faults = f.close();
    let (Some(name), true) = (name, faults.is_empty()) else { return Err(faults) };
    let Stamp { id, version, created_at, updated_at } = stamp;
    let (firm_id, region_code) = (firm.id, firm.region_code);
    Ok(Lawyer {
        id,
        firm_id,
        region_code,
        name,
        licence_no,
        kind,
        phone,
        email,
        status,
        version,
        created_at,
        updated_at,
    })
}

/// What should be looked at in a lawyer that is kept: older licences have 12 digits.
pub fn lawyer_warnings(lawyer: &Lawyer) -> Vec<Warning> {
    let code = lawyer.licence_no.as_deref().and_then(licence_warning);
    code.map(|code| Warning::new("licence_no", code)).into_iter().collect()
}
