//! Takes due mails from the queue and sends them, a few at a time. What a mail says lives in `mail`, when it is tried again
//! in `domain/mail_queue.rs`.

use crate::base::clock::Clock;
use crate::base::error::{Error, Result};
use crate::domain::mail_queue::{MailState, QueuedMail};
use crate::mail::message::StatusMail;
use crate::mail::transport::{Mailer, Outgoing, Undelivered};
use crate::store::db::Db;
use crate::store::outbox;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;
use tokio::task::JoinSet;

/// Mails under way at once, and of these to one domain: a server that hangs holds up its own mails only.
const AT_ONCE: usize = 4;
const PER_DOMAIN: usize = 2;

/// What a sender needs.
#[derive(Clone)]
pub struct DeliverMail {
    pub db: Db,
    pub mailer: Mailer,
    pub clock: Clock,
    /// The address people use, without a slash at the end.
    pub base_url: String,
}

/// The mails under way, by domain.
#[derive(Default)]
struct Flight {
    sending: JoinSet<()>,
    domains: Vec<(tokio::task::Id, String)>,
}

impl DeliverMail {
    /// Sends what is due until nothing is, and returns how many tries that took.
    pub async fn run_due(&self) -> Result<usize> {
        let (mut flight, mut tries) = (Flight::default(), 0);
        loop {
            tries += self.fill(&mut flight).await?;
            if flight.sending.is_empty() {
                return Ok(tries);
            }
            flight.land().await;
        }
    }

    /// Looks at the queue every `tick`, and whenever a mail is done, for as long as it is polled. A mail that is being sent
    /// when the program stops keeps its lease, since nobody knows whether it arrived; it is tried again afterwards.
    pub async fn run(&self, tick: Duration) {
        let mut flight = Flight::default();
        let mut ticks = tokio::time::interval(tick);
        loop {
            if let Err(cause) = self.fill(&mut flight).await {
                tracing::error!(%cause, "the queue of mails cannot be read");
            }
            tokio::select! {
                _ = ticks.tick() => {}
                () = flight.land(), if !flight.sending.is_empty() => {}
            }
        }
    }

    /// Takes mails while there is room, and returns how many.
    async fn fill(&self, flight: &mut Flight) -> Result<usize> {
        let mut taken = 0;
        while flight.sending.len() < AT_ONCE {
            let (now, full) = (self.clock.now(), flight.full());
            if !self.db.read(move |c| outbox::is_due(c, now)).await? {
                break;
            }
            let Some(mail) = self.db.write(move |c| outbox::lease(c, now, &full)).await? else { break };
            let (sender, domain) = (self.clone(), mail.domain.clone());
            let task = flight.sending.spawn_blocking(move || sender.deliver(mail));
            flight.domains.push((task.id(), domain));
            taken += 1;
        }
        Ok(taken)
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
            case_no: mail.case_no.clone(),
            link: mail.path.as_ref().map(|path| format!("{}{path}", self.base_url)),
            locale: mail.locale,
        }
        .words()
        .map_err(|cause: Error| Undelivered::lasting("words", cause))?;
        self.mailer.send(&Outgoing { id: mail.id, address: mail.address.clone(), words, at: mail.created_at })
    }
}

impl Flight {
    /// The domains that may get no further mail for now.
    fn full(&self) -> Vec<String> {
        let count = |domain: &str| self.domains.iter().filter(|(_, other)| other == domain).count();
        self.domains.iter().map(|(_, domain)| domain.clone()).filter(|domain| count(domain) >= PER_DOMAIN).collect()
    }

    /// Waits for the next mail that is done.
    async fn land(&mut self) {
        let id = match self.sending.join_next_with_id().await {
            Some(Ok((id, ()))) => id,
            Some(Err(cause)) => cause.id(),
            None => return,
        };
        self.domains.retain(|(task, _)| *task != id);
    }
}

/// A panic while sending is a failed try like any other: the mail library panics on some names.
fn attempt(send: impl FnOnce() -> Result<(), Undelivered>) -> Result<(), Undelivered> {
    catch_unwind(AssertUnwindSafe(send)).unwrap_or_else(|_| Err(Undelivered::passing("panic", "the sender panicked")))
}

/// Sets the mail to what follows from one try.
fn note(mail: &mut QueuedMail, outcome: Result<(), Undelivered>, now: crate::base::clock::Instant) {
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
