//! Takes due mails from the queue and sends them, a few at a time. What a mail says lives in `mail`, when it is tried again
//! in `domain/mail_queue.rs`.

use super::Work;
use crate::base::clock::{Clock, Instant};
use crate::base::error::Result;
use crate::domain::mail_queue::{MailState, QueuedMail};
use crate::mail::message::StatusMail;
use crate::mail::transport::{Mailer, Outgoing, Undelivered};
use crate::store::db::Db;
use crate::store::outbox;
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
        let words = StatusMail {
            kind: mail.kind,
            earlier: mail.earlier.0.clone(),
            case_no: mail.case_no.clone(),
            link: mail.path.as_ref().map(|path| format!("{}{path}", self.base_url.trim_end_matches('/'))),
            code: mail.code.clone().unwrap_or_default(),
            locale: mail.locale,
        }
        .words()
        .map_err(|cause| Undelivered::lasting("words", cause))?;
        self.mailer.send(&Outgoing { id: mail.id, address: mail.address.clone(), words, at: mail.created_at })
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
