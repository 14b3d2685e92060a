//! Entries of the directory for a test, read from forms as the interface reads them. Other values: `Firm { capacity: 3, ..firm(…) }`.

use serde_json::{Value, json};
use wanlian::base::clock::Instant;
use wanlian::base::id::*;
use wanlian::domain::chamber::{Chamber, Federation};
use wanlian::domain::committee::{Committee, Mediator};
use wanlian::domain::firm::{Firm, Lawyer};
use wanlian::domain::form::{Fields, Stamp};
use wanlian::domain::vocabulary::PracticeArea;
use wanlian::domain::{chamber_form, committee_form, firm_form};

fn fields(form: Value) -> Fields {
    serde_json::from_value(form).unwrap()
}

pub fn federation(region: &str, name: &str, now: Instant) -> Federation {
    let form = fields(json!({"region_code": region, "name": name}));
    chamber_form::federation(&form, Stamp::new(FederationId::new(), now)).unwrap()
}

pub fn chamber(region: &str, name: &str, now: Instant) -> Chamber {
    let form = fields(json!({"region_code": region, "name": name, "kind": "general", "has_mediation": true}));
    chamber_form::chamber(&form, Stamp::new(ChamberId::new(), now)).unwrap()
}

/// The committee of a chamber, or of none.
pub fn committee(chamber: Option<ChamberId>, region: &str, name: &str, prefix: &str, now: Instant) -> Committee {
    let form = fields(json!({"chamber_id": chamber, "region_code": region, "name": name, "case_prefix": prefix}));
    committee_form::committee(&form, Stamp::new(CommitteeId::new(), now)).unwrap()
}

pub fn mediator(committee: &Committee, name: &str, now: Instant) -> Mediator {
    let form = fields(json!({"committee_id": committee.id, "name": name, "employment": "full_time"}));
    committee_form::mediator(&form, committee.region_code, Stamp::new(MediatorId::new(), now)).unwrap()
}

/// A firm that does everything and has room for ten cases.
pub fn firm(region: &str, name: &str, licence: &str, now: Instant) -> Firm {
    let form = fields(json!({
        "region_code": region, "name": name, "licence_no": licence, "form": "partnership", "lawyers": 8, "capacity": 10,
        "areas": PracticeArea::ALL,
    }));
    firm_form::firm(&form, Stamp::new(FirmId::new(), now)).unwrap()
}

pub fn lawyer(firm: &Firm, name: &str, now: Instant) -> Lawyer {
    let form = fields(json!({"firm_id": firm.id, "name": name}));
    firm_form::lawyer(&form, firm.region_code, Stamp::new(LawyerId::new(), now)).unwrap()
}
