//! Queues the mails that a step causes, in the transaction of the step. Who hears of what: `domain/notices.rs`.

use crate::base::error::Result;
use crate::base::locale::Locale;
use crate::domain::case::CaseFile;
use crate::domain::event::Event;
use crate::domain::mail_queue::{About, QueuedMail};
use crate::domain::moment::Moment;
use crate::domain::notices::{self, Audience, NoticeKind, Recipient};
use crate::store::db::Conn;
use crate::store::outbox;

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

fn find(tx: &mut Conn, file: &CaseFile, audience: Audience) -> Result<Vec<Recipient>> {
    let _ = tx;
    Ok(match audience {
        Audience::Parties => parties(file),
        _ => Vec::new(),
    })
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
