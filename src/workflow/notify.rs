//! Queues the mails that a step causes, in the transaction of the step. Who hears of what: `domain/notices.rs`.

use crate::base::error::Result;
use crate::base::id::FirmId;
use crate::base::locale::Locale;
use crate::domain::assignment::{Assignment, AssignmentStatus};
use crate::domain::case::CaseFile;
use crate::domain::event::Event;
use crate::domain::mail_queue::{About, QueuedMail};
use crate::domain::moment::Moment;
use crate::domain::notices::{self, Audience, NoticeKind, Recipient};
use crate::store::db::Conn;
use crate::store::{assignments, outbox, recipients};

/// Queues the mails of a step that left the case as it is now. The actor gets none, an address only one.
pub fn queue(tx: &mut Conn, file: &CaseFile, event: &Event, by: &Moment) -> Result<()> {
    match notices::of(event.action, file) {
        Some(notice) => queue_to(tx, notice.kind, file, notice.audiences, by),
        None => Ok(()),
    }
}

/// Queues a mail about a case that no step of it causes, such as a callback that is due.
pub fn queue_to(tx: &mut Conn, kind: NoticeKind, file: &CaseFile, audiences: &[Audience], by: &Moment) -> Result<()> {
    let mut recipients = Vec::new();
    for audience in audiences {
        recipients.extend(find(tx, file, *audience)?);
    }
    put(tx, kind, file, &format!("/cases/{}", file.case.id), recipients, by)
}

/// Queues a mail to the firm of an offer; it links to the offer, not to the case.
pub fn queue_to_firm(tx: &mut Conn, kind: NoticeKind, file: &CaseFile, offer: &Assignment, by: &Moment) -> Result<()> {
    let firm = recipients::of_firm(tx, offer.firm_id, offer.lawyer_id.as_slice())?;
    put(tx, kind, file, &format!("/assignments/{}", offer.id), firm, by)
}

fn find(tx: &mut Conn, file: &CaseFile, audience: Audience) -> Result<Vec<Recipient>> {
    let working = file.mediators.iter().filter(|mediator| mediator.released_on.is_none());
    match audience {
        Audience::Committee => recipients::of_committee(tx, file.case.committee_id),
        Audience::LeadMediator => {
            let lead: Vec<_> = working.filter(|mediator| mediator.lead).map(|mediator| mediator.mediator_id).collect();
            recipients::of_mediators(tx, &lead)
        }
        Audience::Mediators => {
            let all: Vec<_> = working.map(|mediator| mediator.mediator_id).collect();
            recipients::of_mediators(tx, &all)
        }
        Audience::Registrar => {
            file.case.registered_by.map_or(Ok(Vec::new()), |account| recipients::of_account(tx, account))
        }
        Audience::AssignedFirm => file.case.firm_id.map_or(Ok(Vec::new()), |firm| assigned(tx, file, firm)),
        Audience::Parties => Ok(parties(file)),
    }
}

/// The firm at work on the case, with the lawyers it named.
fn assigned(tx: &mut Conn, file: &CaseFile, firm: FirmId) -> Result<Vec<Recipient>> {
    let offers = assignments::of_case(tx, file.case.id)?;
    let accepted = offers.iter().filter(|one| one.firm_id == firm && one.status == AssignmentStatus::Accepted);
    let lawyers: Vec<_> = accepted.filter_map(|one| one.lawyer_id).collect();
    recipients::of_firm(tx, firm, &lawyers)
}

/// The parties that confirmed their address (L4 art 17).
fn parties(file: &CaseFile) -> Vec<Recipient> {
    let confirmed = file.parties.iter().filter(|party| party.email_confirmed_on.is_some());
    let addresses = confirmed.filter_map(|party| party.email.as_ref());
    addresses.map(|email| Recipient { account: None, address: email.as_str().into(), locale: Locale::Zh }).collect()
}

fn put(
    tx: &mut Conn,
    kind: NoticeKind,
    file: &CaseFile,
    path: &str,
    recipients: Vec<Recipient>,
    by: &Moment,
) -> Result<()> {
    let case = &file.case;
    let about =
        About { case_id: Some(case.id), case_no: case.case_no.clone(), region_code: case.region_code.to_string() };
    for to in notices::once_each(recipients, by.account) {
        let path = to.account.map(|_| path.to_owned());
        outbox::insert(tx, &QueuedMail::new(kind, &about, path, &to.address, to.locale, by.now))?;
    }
    Ok(())
}
