//! Committees, their members and mediators as they are entered: what each field must be.

use super::committee::{
    self, Committee, CommitteeMember, CommitteeStatus, Employment, Gender, Mediator, MediatorStatus, MemberRole,
};
use super::contact::{Email, Name, Phone};
use super::form::{Entered, Fields, Form, Stamp, Warning, code, id};
use super::region::RegionCode;
use super::vocabulary::{Language, PracticeArea};
use crate::base::code::Code;
use crate::base::error::Fault;
use crate::base::id::{CommitteeId, CommitteeMemberId, MediatorId};
use chrono::NaiveDate;

impl Entered for Committee {
    const OWN: &'static [&'static str] = &["id", "version", "created_at", "updated_at"];
    const NEEDED: &'static [&'static str] = &["region_code", "name", "case_prefix"];
}

/// A committee from its form, or all faults.
pub fn committee(fields: &Fields, stamp: Stamp<CommitteeId>) -> Result<Committee, Vec<Fault>> {
    let mut f = Form::new(fields);
    let chamber_id = f.maybe("chamber_id", id);
    let (region_code, name) = (f.needed("region_code", RegionCode::parse), f.needed("name", Name::parse));
    let case_prefix = f.needed("case_prefix", prefix);
    let (term_start_on, term_end_on) = (f.day("term_start_on"), f.day("term_end_on"));
    if term_start_on.zip(term_end_on).is_some_and(|(start, end)| end <= start) {
        f.fault("term_end_on", Code::DateOrder);
    }
    let status = f.maybe("status", code(CommitteeStatus::from_code)).unwrap_or(CommitteeStatus::Active);
    let faults = f.close();
    let (Some(region_code), Some(name), Some(case_prefix), true) = (region_code, name, case_prefix, faults.is_empty())
    else {
        return Err(faults);
    };
    let Stamp { id, version, created_at, updated_at } = stamp;
    Ok(Committee {
        id,
        chamber_id,
        region_code,
        name,
        case_prefix,
        term_start_on,
        term_end_on,
        status,
        version,
        created_at,
        updated_at,
    })
}

/// What a case number begins with: at most ten characters, and no bracket, for the year follows in brackets.
fn prefix(text: &str) -> Result<Name, Code> {
    let name = Name::parse(text)?;
    let is_short = name.as_str().chars().count() <= 10;
    let is_plain = name.as_str().chars().all(char::is_alphanumeric);
    if is_short && is_plain { Ok(name) } else { Err(Code::Invalid) }
}

/// What a committee should put right (People's Mediation Law arts 8-9).
pub fn warnings(committee: &Committee, members: &[CommitteeMember], today: NaiveDate) -> Vec<Warning> {
    let field = |code: &Code| match code {
        Code::CommitteeTermOver | Code::CommitteeTermLong => "term_end_on",
        _ => "members",
    };
    committee::warnings(committee, members, today).into_iter().map(|code| Warning::new(field(&code), code)).collect()
}

impl Entered for CommitteeMember {
    const OWN: &'static [&'static str] = &["id", "committee_id"];
    const NEEDED: &'static [&'static str] = &["name", "gender"];
}

/// A member of a committee from its form, or all faults.
pub fn member(fields: &Fields, committee_id: CommitteeId) -> Result<CommitteeMember, Vec<Fault>> {
    let mut f = Form::new(fields);
    let (name, gender) = (f.needed("name", Name::parse), f.needed("gender", code(Gender::from_code)));
    let role = f.maybe("role", code(MemberRole::from_code)).unwrap_or(MemberRole::Member);
    let (mediator_id, lawyer_id) = (f.maybe("mediator_id", id), f.maybe("lawyer_id", id));
    let faults = f.close();
    let (Some(name), Some(gender), true) = (name, gender, faults.is_empty()) else { return Err(faults) };
    let id = CommitteeMemberId::new();
    Ok(CommitteeMember { id, committee_id, name, gender, role, mediator_id, lawyer_id })
}

impl Entered for Mediator {
    const OWN: &'static [&'static str] = &["id", "region_code", "version", "created_at", "updated_at"];
    const NEEDED: &'static [&'static str] = &["committee_id", "name"];
}

/// A mediator from its form, or all faults. The region, that of the committee, comes from outside.
pub fn mediator(fields: &Fields, region_code: RegionCode, stamp: Stamp<MediatorId>) -> Result<Mediator, Vec<Fault>> {
    let mut f = Form::new(fields);
    let (committee_id, name) = (f.needed("committee_id", id), f.needed("name", Name::parse));
    let gender = f.maybe("gender", code(Gender::from_code));
    let employment = f.maybe("employment", code(Employment::from_code)).unwrap_or(Employment::PartTime);
    let status = f.maybe("status", code(MediatorStatus::from_code)).unwrap_or(MediatorStatus::Active);
    let skills = f.list("skills", PracticeArea::from_code);
    let languages = f.list("languages", Language::from_code);
    let (phone, email) = (f.maybe("phone", Phone::parse), f.maybe("email", Email::parse));
    let lawyer_id = f.maybe("lawyer_id", id);
    let faults = f.close();
    let (Some(committee_id), Some(name), true) = (committee_id, name, faults.is_empty()) else { return Err(faults) };
    let Stamp { id, version, created_at, updated_at } = stamp;
    Ok(Mediator {
        id,
        committee_id,
        region_code,
        name,
        gender,
        employment,
        status,
        skills,
        languages,
        phone,
        email,
        lawyer_id,
        version,
        created_at,
        updated_at,
    })
}
