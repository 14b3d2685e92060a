//! Federations and chambers as they are entered: what each field must be.

use super::chamber::{Chamber, ChamberKind, ChamberStatus, Federation};
use super::contact::{Email, Name, Phone, Text};
use super::form::{Entered, Fields, Form, Stamp, Warning, code};
use super::region::RegionCode;
use super::uscc::Uscc;
use super::vocabulary::{Industry, Language, PracticeArea};
use crate::base::code::Code;
use crate::base::error::Fault;
use crate::base::id::{ChamberId, FederationId};

impl Entered for Federation {
    const OWN: &'static [&'static str] = &["id", "version", "created_at", "updated_at"];
    const NEEDED: &'static [&'static str] = &["region_code", "name"];
}

/// A federation from its form, or all faults.
pub fn federation(fields: &Fields, stamp: Stamp<FederationId>) -> Result<Federation, Vec<Fault>> {
    let mut f = Form::new(fields);
    let (region_code, name) = (f.needed("region_code", RegionCode::parse), f.needed("name", Name::parse));
    let (contact_name, phone) = (f.maybe("contact_name", Name::parse), f.maybe("phone", Phone::parse));
    let email = f.maybe("email", Email::parse);
    let faults = f.close();
    let (Some(region_code), Some(name), true) = (region_code, name, faults.is_empty()) else { return Err(faults) };
    let Stamp { id, version, created_at, updated_at } = stamp;
    Ok(Federation { id, region_code, name, contact_name, phone, email, version, created_at, updated_at })
}

impl Entered for Chamber {
    const OWN: &'static [&'static str] = &["id", "version", "created_at", "updated_at"];
    const NEEDED: &'static [&'static str] = &["region_code", "name", "kind"];
}

/// A chamber from its form, or all faults. A credit code whose check digit does not fit needs a reason to be kept.
pub fn chamber(fields: &Fields, stamp: Stamp<ChamberId>) -> Result<Chamber, Vec<Fault>> {
    let mut f = Form::new(fields);
    let (region_code, name) = (f.needed("region_code", RegionCode::parse), f.needed("name", Name::parse));
    let kind = f.needed("kind", code(ChamberKind::from_code));
    let (uscc, uscc_reason) = (f.maybe("uscc", Uscc::parse), f.maybe("uscc_reason", Text::parse));
    if uscc_reason.is_none() && uscc.as_ref().is_some_and(|uscc| !uscc.checksum_ok()) {
        f.fault("uscc", Code::UsccChecksum);
    }
    let industry = f.maybe("industry", code(Industry::from_code));
    let members = f.whole("members", 0..=10_000_000);
    let (contact_name, phone) = (f.maybe("contact_name", Name::parse), f.maybe("phone", Phone::parse));
    let email = f.maybe("email", Email::parse);
    let needs = f.list("needs", PracticeArea::from_code);
    let languages = f.list("languages", Language::from_code);
    let has_mediation = f.flag("has_mediation", false);
    let wanted_firms = f.whole("wanted_firms", 0..=100).unwrap_or(1);
    let status = f.maybe("status", code(ChamberStatus::from_code)).unwrap_or(ChamberStatus::Active);
    let faults = f.close();
    let (Some(region_code), Some(name), Some(kind), true) = (region_code, name, kind, faults.is_empty()) else {
        return Err(faults);
    };
    let Stamp { id, version, created_at, updated_at } = stamp;
    Ok(Chamber {
        id,
        region_code,
        name,
        uscc,
        uscc_reason,
        kind,
        industry,
        members,
        contact_name,
        phone,
        email,
        needs,
        languages,
        has_mediation,
        wanted_firms,
        status,
        version,
        created_at,
        updated_at,
    })
}

/// What should be looked at in a chamber that is kept; `code_is_shared`: another chamber has its credit code.
pub fn warnings(chamber: &Chamber, code_is_shared: bool) -> Vec<Warning> {
    let misfit = chamber.uscc.as_ref().is_some_and(|uscc| !uscc.checksum_ok());
    [(misfit, Code::UsccChecksum), (code_is_shared, Code::UsccOtherName)]
        .into_iter()
        .filter(|(wrong, _)| *wrong)
        .map(|(_, code)| Warning::new("uscc", code))
        .collect()
}
