//! Takes due mails from the queue and sends them, a few at a time. What a mail says lives in `mail`, when it is tried again
//! in `domain/mail_queue.rs`.

use super::Work;
use crate::base::clock::{Clock, Instant, china_day};
use crate::base::error::{Error, Result};
use crate::domain::mail_queue::{MailState, QueuedMail};
use crate::domain::notices::NoticeKind;
use crate::formats::ics::{self, Entry, Method, Span};
use crate::mail::digest::DigestMail;
use crate::mail::message::{StatusMail, Words};
use crate::mail::pack::PackMail;
use crate::mail::transport::{CalendarPart, Mailer, Outgoing, Undelivered};
use crate::store::db::Db;
use crate::store::{invitations, outbox, packs, reminders};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::channel;
use std::time::Duration;

/// Mails under way at once, and of these to one domain: a server that hangs holds up its own mails only.
const AT_ONCE: usize = 4;
const PER_DOMAIN: usize = 2;

/// What a sender needs.
#[derive(Clone)]
pub struct DeliverMail {
    pub db: Db,
    pub mailer: Mailer,
    pub clock: Clock,
    /// The address people use.
    pub base_url: String,
    /// How long a mail that becomes due while others are under way waits at most.
    pub tick: Duration,
    /// How long a new mail waits for others of its case.
    pub merge: chrono::Duration,
}

/// The job: sends what is due and says how many tries that took.
pub fn run(work: &Work) -> Result<usize> {
    let config = &work.config;
    DeliverMail {
        db: work.db.clone(),
        mailer: Mailer::open(config)?,
        clock: work.clock.clone(),
        base_url: config.server.base_url.clone(),
        tick: Duration::from_secs(config.jobs.tick_seconds),
        merge: chrono::Duration::seconds(config.mail.merge_seconds.into()),
    }
    .run_due()
}

impl DeliverMail {
    /// Sends what is due, and what becomes due meanwhile, until nothing is; returns how many tries that took. A mail that is
    /// being sent when the program ends keeps its lease, since nobody knows whether it arrived; it is tried again later.
    pub fn run_due(&self) -> Result<usize> {
        std::thread::scope(|scope| {
            let (land, landed) = channel();
            let (mut flying, mut tries) = (Vec::new(), 0);
            loop {
                while flying.len() < AT_ONCE {
                    match self.take(&flying) {
                        Ok(None) => break,
                        Ok(Some(mail)) => {
                            let (land, domain) = (land.clone(), mail.domain.clone());
                            flying.push(domain.clone());
                            tries += 1;
                            scope.spawn(move || {
                                self.deliver(mail);
                                drop(land.send(domain));
                            });
                        }
                        Err(cause) if flying.is_empty() => return Err(cause),
                        Err(cause) => {
                            tracing::error!(%cause, "the queue of mails cannot be read");
                            break;
                        }
                    }
                }
                if flying.is_empty() {
                    return Ok(tries);
                }
                if let Ok(domain) = landed.recv_timeout(self.tick)
                    && let Some(at) = flying.iter().position(|other| *other == domain)
                {
                    flying.swap_remove(at);
                }
            }
        })
    }

    /// The next mail for which there is room.
    fn take(&self, flying: &[String]) -> Result<Option<QueuedMail>> {
        let (now, merge) = (self.clock.now(), self.merge);
        if !self.db.read_now(|c| outbox::is_due(c, now, merge))? {
            return Ok(None);
        }
        let count = |domain: &String| flying.iter().filter(|other| *other == domain).count();
        let full: Vec<String> = flying.iter().filter(|domain| count(domain) >= PER_DOMAIN).cloned().collect();
        self.db.write_now(move |c| outbox::lease(c, now, merge, &full))
    }

    /// One try, and the note of what became of it.
    fn deliver(&self, mut mail: QueuedMail) {
        let outcome = attempt(|| self.send(&mail));
        let now = self.clock.now();
        note(&mut mail, outcome, now);
        tracing::info!(mail = %mail.id, kind = %mail.kind, state = %mail.state, attempts = mail.attempts,
            code = mail.last_code.as_deref().unwrap_or_default(), "mail");
        let id = mail.id;
        match self.db.write_now(move |c| outbox::settle(c, &mail)) {
            Ok(true) => {}
            Ok(false) => tracing::warn!(mail = %id, "the lease of a mail ran out while it was being sent"),
            Err(cause) => {
                tracing::error!(mail = %id, %cause, "what became of a mail cannot be noted; it is tried again")
            }
        }
    }

    fn send(&self, mail: &QueuedMail) -> Result<(), Undelivered> {
        let lasting = |cause: Error| Undelivered::lasting("words", cause);
        let words = self.words(mail).map_err(lasting)?;
        let calendar = self.calendar(mail).map_err(lasting)?;
        let (id, address, at) = (mail.id, mail.address.clone(), mail.created_at);
        self.mailer.send(&Outgoing { id, address, words, calendar, at })
    }

    fn words(&self, mail: &QueuedMail) -> Result<Words> {
        let (id, locale) = (mail.id, mail.locale);
        let lines = match mail.kind {
            NoticeKind::Digest => self.db.read_now(move |c| reminders::of_mail(c, id))?,
            _ => Vec::new(),
        };
        if !lines.is_empty() {
            let (link, today) = (self.link(mail.path.as_deref().unwrap_or_default()), china_day(mail.created_at));
            return DigestMail { lines, link, locale, today }.words();
        }
        if mail.kind == NoticeKind::Pack
            && let Some(pack) = self.db.read_now(move |c| packs::of_mail(c, id))?
        {
            let link = self.link(mail.path.as_deref().unwrap_or_default());
            return PackMail { pack, link, locale }.words();
        }
        let link = mail.path.as_deref().map(|path| self.link(path));
        let (kind, earlier, case_no) = (mail.kind, mail.earlier.0.clone(), mail.case_no.clone());
        let code = mail.code.clone().unwrap_or_default();
        StatusMail { kind, earlier, case_no, link, code, locale }.words()
    }

    /// The invitation that a mail about a session carries: title and link, no place and no name.
    fn calendar(&self, mail: &QueuedMail) -> Result<Option<CalendarPart>> {
        let id = mail.id;
        let Some(invited) = self.db.read_now(move |c| invitations::by_id(c, id))? else { return Ok(None) };
        let entry = Entry {
            uid: ics::uid(invited.plan_id.as_str(), &self.base_url),
            sequence: invited.sequence,
            span: Span::At(invited.starts_at, invited.minutes),
            title: mail.case_no.clone(),
            link: self.link(mail.path.as_deref().unwrap_or_default()),
            stamp: mail.created_at,
        };
        let method = if invited.cancelled { Method::Cancel } else { Method::Request };
        let text = ics::invitation(&entry, method, &self.mailer.organizer(), &mail.address);
        Ok(Some(CalendarPart { method: method.as_str(), text }))
    }

    fn link(&self, path: &str) -> String {
        format!("{}{path}", self.base_url.trim_end_matches('/'))
    }
}

/// A panic while sending is a failed try like any other: the mail library panics on some names.
fn attempt(send: impl FnOnce() -> Result<(), Undelivered>) -> Result<(), Undelivered> {
    catch_unwind(AssertUnwindSafe(send)).unwrap_or_else(|_| Err(Undelivered::passing("panic", "the sender panicked")))
}

/// Sets the mail to what follows from one try.
fn note(mail: &mut QueuedMail, outcome: Result<(), Undelivered>, now: Instant) {
    match outcome {
        Ok(()) => (mail.state, mail.sent_at, mail.last_code) = (MailState::Sent, Some(now), None),
        Err(cause) => {
            let again = if cause.lasting { None } else { mail.next_try(now) };
            mail.state = if again.is_some() { MailState::Retry } else { MailState::Dead };
            mail.next_at = again.unwrap_or(now);
            mail.last_code = Some(cause.code);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_failed_try() {
        assert_eq!(attempt(|| panic!("a poisoned name")).unwrap_err().code, "panic");
        assert!(attempt(|| Ok(())).is_ok());
    }
}
