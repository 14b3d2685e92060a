//! What waits for somebody beside the days of cases: applications, pairings to answer or to sign, a run and a report to publish. Each is
//! counted, with the way there.

use super::frame::Frame;
use super::visit::Visit;
use super::work_words;
use crate::base::error::Result;
use crate::domain::application::ApplicationStatus;
use crate::domain::mail_queue::MailState;
use crate::domain::matching::run::{MatchingRun, RunStatus};
use crate::domain::pairing::PairingStatus;
use crate::domain::period::Period;
use crate::domain::policy::{Actor, Permission, Role};
use crate::store::db::Conn;
use crate::store::{applications, matching_runs, outbox, pairings, reports, services};
use crate::workflow::read_statistics::area_of;
use chrono::NaiveDate;

/// Runs and reports that are looked through, the last ones.
const LAST: i64 = 50;

/// A kind of thing that waits.
pub(super) struct Line {
    pub what: String,
    /// None where there is always one alone.
    pub count: Option<i64>,
    pub href: String,
}

/// The part of a page; nothing where nothing waits.
#[derive(Default)]
pub(super) struct Waiting {
    pub title: &'static str,
    pub lines: Vec<Line>,
}

/// What was found for somebody.
pub(super) struct Found {
    applications: i64,
    services: i64,
    mails: i64,
    pairings: Vec<(PairingStatus, i64)>,
    run: Option<MatchingRun>,
    report: Option<Period>,
}

/// What waits for whoever asks.
pub(super) fn read(c: &mut Conn, actor: &Actor, today: NaiveDate) -> Result<Found> {
    let applications = match actor.may(Permission::RegisterCase) {
        true => applications::count(c, actor.committees(), ApplicationStatus::Waiting)?,
        false => 0,
    };
    let services = match actor.role() {
        Role::ChamberAdmin => services::unconfirmed(c, &actor.scope(Permission::ConfirmService), today)?,
        _ => 0,
    };
    let mails = if actor.may(Permission::ReadMail) { outbox::count(c, MailState::Dead)? } else { 0 };
    let scope = actor.scope(Permission::ReadPairings);
    let mut pairings = Vec::new();
    for status in waits_for(actor.role()) {
        pairings.push((*status, pairings::count(c, &scope, *status, today)?));
    }
    pairings.retain(|(_, count)| *count > 0);
    let run = match actor.may(Permission::ManagePairing) {
        true => matching_runs::list(c, &actor.scope(Permission::ReadMatching), None, LAST)?,
        false => Vec::new(),
    };
    // A later run stands in the place of those before it.
    let run = run.into_iter().find(|run| !run.what_if).filter(|run| run.status == RunStatus::Computed);
    let report = if actor.role() == Role::FederationAdmin { unpublished(c, actor, today)? } else { None };
    Ok(Found { applications, services, mails, pairings, run, report })
}

/// The pairings that wait for a role, by where they stand.
const fn waits_for(role: Role) -> &'static [PairingStatus] {
    use PairingStatus as S;
    match role {
        Role::ChamberAdmin => &[S::Proposed, S::FirmAccepted, S::Agreed],
        Role::FirmAdmin => &[S::Proposed, S::ChamberAccepted],
        Role::FederationAdmin => &[S::Agreed],
        _ => &[],
    }
}

/// The month that is over, where no report of one's own area covers it.
fn unpublished(c: &mut Conn, actor: &Actor, today: NaiveDate) -> Result<Option<Period>> {
    let scope = actor.scope(Permission::ReadStatistics);
    let Some((region, month)) = area_of(&scope, None)?.zip(Period::of_months_before(today, 1)) else { return Ok(None) };
    let covers = |from: NaiveDate, to: NaiveDate| from <= month.from && month.to <= to;
    let all = reports::list(c, &scope, None, LAST)?;
    let is_there = all.iter().any(|one| one.region_code == region && covers(one.from_on, one.to_on));
    Ok((!is_there).then_some(month))
}

/// What was found as it is shown, the most pressing first.
pub(super) fn of(visit: &Visit, f: &Frame, found: Found) -> Waiting {
    let w = work_words::of(visit.locale);
    let mut lines = Vec::new();
    if found.applications > 0 {
        let href = format!("/applications?status={}", ApplicationStatus::Waiting);
        lines.push(Line { what: w.applications.to_owned(), count: Some(found.applications), href });
    }
    lines.extend(found.pairings.into_iter().map(|(status, count)| Line {
        what: format!("{}{}{}", w.pairings, f.w.colon, f.say(status)),
        count: Some(count),
        href: format!("/pairings?status={status}"),
    }));
    if found.services > 0 {
        let href = format!("/pairings?status={}", PairingStatus::Living);
        lines.push(Line { what: w.services_open.to_owned(), count: Some(found.services), href });
    }
    if found.mails > 0 {
        let href = format!("/mails?state={}", MailState::Dead);
        lines.push(Line { what: w.mails.to_owned(), count: Some(found.mails), href });
    }
    lines.extend(found.run.map(|run| Line {
        what: format!("{}{}{} {}{}", w.run, f.w.paren, w.run_of, f.time(run.created_at), f.w.unparen),
        count: None,
        href: format!("/matching/{}", run.id),
    }));
    lines.extend(found.report.map(|month| Line {
        what: format!("{}{}{}", w.report, f.w.colon, f.days(month.from, month.to)),
        count: None,
        href: "/reports".to_owned(),
    }));
    Waiting { title: w.waiting, lines }
}
