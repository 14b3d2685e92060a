//! Law firms, lawyers and clients as they are entered: what each field must be.

use super::contact::{Email, Name, Phone, Text};
use super::firm::{Firm, FirmForm, Lawyer, LawyerKind, LawyerStatus, Mandate, licence_warning};
use super::form::{Entered, Fields, Form, Stamp, Warning, code, id};
use super::id_number::IdNumber;
use super::region::RegionCode;
use super::uscc::Uscc;
use super::vocabulary::{Language, PracticeArea};
use crate::base::code::Code;
use crate::base::error::Fault;
use crate::base::id::{FirmId, LawyerId, MandateId};

impl Entered for Firm {
    const OWN: &'static [&'static str] = &["id", "version", "created_at", "updated_at"];
    const NEEDED: &'static [&'static str] = &["region_code", "name", "licence_no", "form"];
}

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

impl Entered for Lawyer {
    const OWN: &'static [&'static str] = &["id", "region_code", "version", "created_at", "updated_at"];
    const NEEDED: &'static [&'static str] = &["firm_id", "name"];
}

/// A lawyer of a firm from its form, or all faults. The region, that of the firm, comes from outside.
pub fn lawyer(fields: &Fields, region_code: RegionCode, stamp: Stamp<LawyerId>) -> Result<Lawyer, Vec<Fault>> {
    let mut f = Form::new(fields);
    let (firm_id, name) = (f.needed("firm_id", id), f.needed("name", Name::parse));
    let licence_no = f.maybe("licence_no", Name::parse).map(Name::into_string);
    let kind = f.maybe("kind", code(LawyerKind::from_code)).unwrap_or(LawyerKind::FullTime);
    let (phone, email) = (f.maybe("phone", Phone::parse), f.maybe("email", Email::parse));
    let status = f.maybe("status", code(LawyerStatus::from_code)).unwrap_or(LawyerStatus::Active);
    let faults = f.close();
    let (Some(firm_id), Some(name), true) = (firm_id, name, faults.is_empty()) else { return Err(faults) };
    let Stamp { id, version, created_at, updated_at } = stamp;
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

impl Entered for Mandate {
    const OWN: &'static [&'static str] = &["id", "firm_id"];
    const NEEDED: &'static [&'static str] = &["client_name", "from_on"];
}

/// A client of a firm from its form, or all faults. The number is an identity number or a credit code.
pub fn mandate(fields: &Fields, firm_id: FirmId) -> Result<Mandate, Vec<Fault>> {
    let mut f = Form::new(fields);
    let client_name = f.needed("client_name", Name::parse);
    let document_no = f.maybe("document_no", document);
    let (from_on, until_on) = (f.needed_day("from_on"), f.day("until_on"));
    if from_on.zip(until_on).is_some_and(|(from, until)| until < from) {
        f.fault("until_on", Code::DateOrder);
    }
    let faults = f.close();
    let (Some(client_name), Some(from_on), true) = (client_name, from_on, faults.is_empty()) else {
        return Err(faults);
    };
    Ok(Mandate { id: MandateId::new(), firm_id, client_name, document_no, from_on, until_on })
}

/// An identity number or a credit code in its normal form. Both have 18 characters; the check digits tell them apart.
fn document(text: &str) -> Result<String, Code> {
    match (IdNumber::parse(text), Uscc::parse(text)) {
        (Ok(number), _) => Ok(number.into_string()),
        (_, Ok(code)) if code.checksum_ok() => Ok(code.into_string()),
        (Err(Code::IdNumberChecksum), _) => Err(Code::IdNumberChecksum),
        (_, Ok(_)) => Err(Code::UsccChecksum),
        (_, Err(code)) => Err(code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_is_known_by_an_identity_number_or_a_credit_code() {
        for (text, expected) in [
            ("360426199101010071", Ok("360426199101010071")),
            ("91350100m000100y43", Ok("91350100M000100Y43")),
            ("360426199101010072", Err(Code::IdNumberChecksum)),
            ("91310115MA1H8R7C6D", Err(Code::UsccChecksum)),
            ("17", Err(Code::UsccFormat)),
        ] {
            assert_eq!(document(text), expected.map(str::to_owned), "{text}");
        }
    }
}
