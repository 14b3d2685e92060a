//! An application without an account: it comes in under the link of a chamber and waits for the committee. Who applied is told
//! nothing of other cases.

use crate::base::config::Intake;
use crate::base::error::{Error, Result};
use crate::base::id::{ApplicationId, ChamberId, CommitteeId, IntakeLinkId};
use crate::base::token;
use crate::domain::application::{Application, ApplicationStatus, IntakeLink, NewApplication};
use crate::domain::deadlines::Terms;
use crate::domain::mail_queue::{About, QueuedMail};
use crate::domain::moment::Moment;
use crate::domain::notices::NoticeKind;
use crate::domain::policy::{Actor, Permission, Scope};
use crate::domain::progress::{self, Progress};
use crate::store::applications::{self, links};
use crate::store::db::Conn;
use crate::store::{case_files, committees, outbox, recipients, throttle};
use crate::workflow::access;
use chrono::Duration;

/// The link of a chamber for its administrator; `NotFound` for those of another.
pub fn intake_link(c: &mut Conn, actor: &Actor, chamber: ChamberId) -> Result<IntakeLink> {
    of_own(actor, chamber)?;
    links::of_chamber(c, chamber)?.ok_or(Error::NotFound)
}

/// Makes the link of a chamber, in place of the one before, which no longer opens anything.
pub fn make_intake_link(
    tx: &mut Conn,
    actor: &Actor,
    chamber: ChamberId,
    committee: Option<CommitteeId>,
    by: &Moment,
) -> Result<IntakeLink> {
    use crate::base::code::Code;
    of_own(actor, chamber)?;
    let missing = if committee.is_some() { Code::UnknownReference } else { Code::Missing };
    let committee_id = access::committee(actor, committee).ok_or_else(|| Error::field("committee_id", missing))?;
    links::remove(tx, chamber)?;
    let link = IntakeLink {
        id: IntakeLinkId::new(),
        chamber_id: chamber,
        committee_id,
        code: token::letters(12)?,
        made_by: actor.account(),
        made_at: by.now,
    };
    links::insert(tx, &link)?;
    Ok(link)
}

/// Takes the link of a chamber away.
pub fn remove_intake_link(tx: &mut Conn, actor: &Actor, chamber: ChamberId) -> Result<()> {
    of_own(actor, chamber)?;
    if links::remove(tx, chamber)? { Ok(()) } else { Err(Error::NotFound) }
}

fn of_own(actor: &Actor, chamber: ChamberId) -> Result<()> {
    let is_own = actor.may(Permission::AssignCase) && (actor.recorded().is_none() || actor.chamber() == Some(chamber));
    if is_own { Ok(()) } else { Err(Error::NotFound) }
}

/// Takes an application in; its progress code, which is shown this once. `NotFound` when the link is none.
pub fn apply(tx: &mut Conn, code: &str, input: NewApplication, settings: &Intake, by: &Moment) -> Result<String> {
    let link = links::by_code(tx, &token::tidy(code))?.ok_or(Error::NotFound)?;
    input.check()?;
    let per_day = i64::from(settings.per_link_day);
    if let Some(wait) = throttle::count(tx, &format!("intake {}", link.id), per_day, Duration::days(1), by.now)? {
        return Err(Error::Throttled { retry_after_seconds: wait });
    }
    let progress = token::letters(16)?;
    let application = Application {
        id: ApplicationId::new(),
        committee_id: link.committee_id,
        status: ApplicationStatus::Waiting,
        applicant_name: input.applicant,
        applicant_kind: input.applicant_kind,
        applicant_phone: input.applicant_phone,
        applicant_email: input.applicant_email,
        applicant_address: input.applicant_address,
        respondent_name: input.respondent,
        respondent_kind: input.respondent_kind,
        respondent_phone: input.respondent_phone,
        respondent_address: input.respondent_address,
        summary: input.summary,
        wanted: input.wanted,
        category: input.category,
        amount_claimed: input.amount_claimed.unwrap_or_default(),
        progress_sha256: token::digest(progress.as_bytes()),
        received_at: by.now,
        decided_at: None,
        decided_by: None,
        outcome: None,
        reason: None,
        case_id: None,
        version: 1,
    };
    applications::insert(tx, &application)?;
    tell(tx, &application, by)?;
    Ok(progress)
}

/// The committee's administrators hear that something waits; the mail says no more.
fn tell(tx: &mut Conn, application: &Application, by: &Moment) -> Result<()> {
    let Some(committee) = committees::by_id(tx, application.committee_id)? else { return Ok(()) };
    let about = About {
        case_id: None,
        case_no: committee.case_prefix.into_string(),
        region_code: committee.region_code.to_string(),
    };
    for to in recipients::of_committee(tx, application.committee_id)? {
        let path = Some(format!("/applications/{}", application.id));
        let kind = NoticeKind::ApplicationReceived;
        outbox::insert(tx, &QueuedMail::new(kind, &about, path, &to.address, to.locale, by.now))?;
    }
    Ok(())
}

/// How the application of a progress code stands; `NotFound` when there is none.
pub fn progress(c: &mut Conn, code: &str, terms: &Terms, by: &Moment) -> Result<Progress> {
    let sha256 = token::digest(token::tidy(code).as_bytes());
    let application = applications::by_progress(c, &sha256)?.ok_or(Error::NotFound)?;
    let file = application.case_id.map(|id| case_files::load(c, &Scope::Everything, id)).transpose()?;
    Ok(progress::of_application(&application, file.as_ref(), by.today, &terms.calendar))
}

/// Whether a chamber takes applications under this code; `NotFound` when not.
pub fn is_open(c: &mut Conn, code: &str) -> Result<()> {
    links::by_code(c, &token::tidy(code))?.map(drop).ok_or(Error::NotFound)
}

/// A progress code as people read and write it: four times four letters.
pub fn in_quarters(letters: &str) -> String {
    let quarters = letters.chars().collect::<Vec<_>>();
    quarters.chunks(4).map(|quarter| quarter.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}
