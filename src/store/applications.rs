//! Applications of people without an account, and the links of chambers under which they come.

use super::db::Conn;
use super::dialect::each;
use super::record::record;
use super::schema::links::{application, intake_link};
use crate::base::error::{Error, Result};
use crate::base::id::{ApplicationId, CaseId, ChamberId, CommitteeId};
use crate::domain::application::{Application, ApplicationStatus, IntakeLink};
use crate::domain::contact::Text;
use diesel::prelude::*;

record!(application: Application {
    id: ApplicationId, committee_id, status, applicant_name, applicant_kind, applicant_phone, applicant_email,
    applicant_address, respondent_name, respondent_kind, respondent_phone, respondent_address, summary, wanted, category,
    amount_claimed, progress_sha256, received_at, decided_at, decided_by, outcome, reason, case_id, version,
});

/// Those of these committees, the newest first, before `before` if given.
pub fn list(
    c: &mut Conn,
    committees: &[CommitteeId],
    status: Option<ApplicationStatus>,
    before: Option<ApplicationId>,
    limit: i64,
) -> Result<Vec<Application>> {
    let statuses = status.map_or_else(|| ApplicationStatus::ALL.to_vec(), |one| vec![one]);
    let mut found = application::table
        .filter(application::committee_id.eq_any(committees))
        .filter(application::status.eq_any(statuses))
        .order(application::id.desc())
        .limit(limit)
        .into_boxed();
    if let Some(before) = before {
        found = found.filter(application::id.lt(before));
    }
    Ok(found.select(columns()).load(c)?)
}

/// How many of these committees stand so.
pub fn count(c: &mut Conn, committees: &[CommitteeId], status: ApplicationStatus) -> Result<i64> {
    let own =
        application::table.filter(application::committee_id.eq_any(committees)).filter(application::status.eq(status));
    Ok(each!(c, c => own.count().get_result(c))?)
}

/// The application of a progress code, by its SHA-256.
pub fn by_progress(c: &mut Conn, sha256: &str) -> Result<Option<Application>> {
    let own = application::table.filter(application::progress_sha256.eq(sha256));
    Ok(each!(c, c => own.select(columns()).first(c).optional())?)
}

/// What was asked for in the application that became this case, if one did.
pub fn wanted(c: &mut Conn, case: CaseId) -> Result<Option<Text>> {
    let own = application::table.filter(application::case_id.eq(case));
    Ok(each!(c, c => own.select(application::wanted).first(c).optional())?)
}

/// Others of the same applicant against the same respondent at this committee, the newest first, ten at most.
pub fn alike(c: &mut Conn, one: &Application) -> Result<Vec<ApplicationId>> {
    let same = application::table
        .filter(application::committee_id.eq(one.committee_id))
        .filter(application::applicant_name.eq(&one.applicant_name))
        .filter(application::respondent_name.eq(&one.respondent_name))
        .filter(application::id.ne(one.id));
    Ok(each!(c, c => same.order(application::id.desc()).limit(10).select(application::id).load(c))?)
}

/// Writes the decision on an application that was seen in the version before; `Stale` when it was decided meanwhile.
pub fn decide(c: &mut Conn, decided: &Application) -> Result<()> {
    let seen =
        application::table.filter(application::id.eq(decided.id)).filter(application::version.eq(decided.version - 1));
    if diesel::update(seen).set(application::version.eq(decided.version)).execute(c)? == 0 {
        return Err(Error::Stale { current: by_id(c, decided.id)?.map(|now| now.version) });
    }
    save(c, decided)
}

/// The links of chambers.
pub mod links {
    use super::*;
    use crate::base::id::IntakeLinkId;

    record!(intake_link: IntakeLink { id: IntakeLinkId, chamber_id, committee_id, code, made_by, made_at });

    /// The link of a chamber.
    pub fn of_chamber(c: &mut Conn, chamber: ChamberId) -> Result<Option<IntakeLink>> {
        let own = intake_link::table.filter(intake_link::chamber_id.eq(chamber));
        Ok(own.select(columns()).first(c).optional()?)
    }

    /// The link of a code.
    pub fn by_code(c: &mut Conn, code: &str) -> Result<Option<IntakeLink>> {
        Ok(intake_link::table.filter(intake_link::code.eq(code)).select(columns()).first(c).optional()?)
    }

    /// Takes the link of a chamber away; whether there was one.
    pub fn remove(c: &mut Conn, chamber: ChamberId) -> Result<bool> {
        Ok(diesel::delete(intake_link::table.filter(intake_link::chamber_id.eq(chamber))).execute(c)? == 1)
    }
}
