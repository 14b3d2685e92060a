//! A mail in the queue: its states and when it is tried again. Sending lives in `mail`, the row in `store/outbox.rs`.

use super::notices::NoticeKind;
use crate::base::clock::Instant;
use crate::base::id::{CaseId, MailId};
use crate::base::locale::Locale;
use crate::base::text_list::TextList;
use chrono::Duration;

crate::text_enum! {
    /// Where a mail stands.
    pub enum MailState {
        Pending = "pending", "待发送", "waiting";
        Leased = "leased", "发送中", "being sent";
        Retry = "retry", "待重试", "to be tried again";
        Sent = "sent", "已发送", "sent";
        Dead = "dead", "发送失败", "given up";
        Merged = "merged", "已并入另一封", "merged into another";
    }
}

/// A mail to one address. Its id is its Message-ID, the same at every try.
#[derive(Clone, Debug, PartialEq, Eq, diesel::Queryable)]
pub struct QueuedMail {
    pub id: MailId,
    pub kind: NoticeKind,
    /// Mails of one case reach one address in order.
    pub case_id: Option<CaseId>,
    pub case_no: String,
    pub region_code: String,
    /// The page it links to, below the base address; none for a person without an account.
    pub path: Option<String>,
    pub locale: Locale,
    pub address: String,
    /// The part of the address behind the @, in small letters.
    pub domain: String,
    pub state: MailState,
    pub attempts: i64,
    pub next_at: Instant,
    /// Until when the sender that took it has it to itself; also tells one taking from the next.
    pub lease_until: Option<Instant>,
    /// Why the last try failed: `smtp_550`, `timeout`; no sentence of a server.
    pub last_code: Option<String>,
    pub created_at: Instant,
    /// When it was last put into the queue: at first, or by hand after it was given up.
    pub queued_at: Instant,
    pub sent_at: Option<Instant>,
    /// What the mails said that were merged into this one, the first one first.
    pub earlier: TextList<NoticeKind>,
    /// The six digits it brings, until it is sent or given up.
    pub code: Option<String>,
}

/// What a mail is about: enough for its words and its order, and no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    pub case_id: Option<CaseId>,
    pub case_no: String,
    pub region_code: String,
}

/// How many mails one address gets in 24 hours.
pub const DAILY_CAP: i64 = 20;

/// Longer than the longest conversation with a server: 30 s for each of some six replies and 10 min for the last.
pub const LEASE: Duration = Duration::minutes(20);

/// A mail is given up after this time (RFC 5321 section 4.5.4.1: at least 4 to 5 days).
const GIVE_UP: Duration = Duration::days(5);

/// Minutes to wait after each failed try; the last is repeated.
const WAITS: [i64; 9] = [1, 5, 15, 30, 60, 120, 240, 480, 720];

impl QueuedMail {
    /// A new mail, due at once. `path` is given to people with an account.
    pub fn new(
        kind: NoticeKind,
        about: &About,
        path: Option<String>,
        address: &str,
        locale: Locale,
        now: Instant,
    ) -> Self {
        let domain = address.rsplit('@').next().unwrap_or_default().to_lowercase();
        Self {
            id: MailId::new(),
            kind,
            case_id: about.case_id,
            case_no: about.case_no.clone(),
            region_code: about.region_code.clone(),
            path,
            locale,
            address: address.to_owned(),
            domain,
            state: MailState::Pending,
            attempts: 0,
            next_at: now,
            lease_until: None,
            last_code: None,
            created_at: now,
            queued_at: now,
            sent_at: None,
            earlier: TextList::default(),
            code: None,
        }
    }

    /// Says what a later mail of its case says, and that it said something else before.
    pub fn absorb(&mut self, later: &Self) {
        if self.kind != later.kind {
            self.earlier.0.push(self.kind);
        }
        self.earlier.0.extend_from_slice(&later.earlier);
        (self.kind, self.path) = (later.kind, later.path.clone());
    }

    /// When to try again after a failure at `now`, or `None` when it has been tried for five days. The jitter of up to a tenth
    /// keeps mails that failed together from coming back together; it follows from the id, so that nothing is left to chance.
    pub fn next_try(&self, now: Instant) -> Option<Instant> {
        if now - self.queued_at >= GIVE_UP {
            return None;
        }
        let step = usize::try_from(self.attempts - 1).unwrap_or_default().min(WAITS.len() - 1);
        let wait = Duration::minutes(WAITS.get(step).copied().unwrap_or(720));
        let seed = self.id.as_str().bytes().fold(self.attempts, |sum, byte| (sum * 31 + i64::from(byte)) % 9_973);
        Some(now + wait + wait * i32::try_from(seed % 201 - 100).unwrap_or_default() / 1000)
    }
}

/// The address as a list shows it: `z***@b.example`.
pub fn masked(address: &str) -> String {
    let (local, domain) = address.split_once('@').unwrap_or((address, ""));
    let first: String = local.chars().take(1).collect();
    format!("{first}***@{domain}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    fn at(minutes: i64) -> Instant {
        NaiveDate::from_ymd_opt(2026, 3, 2).unwrap().and_hms_opt(0, 0, 0).unwrap() + Duration::minutes(minutes)
    }

    fn mail(attempts: i64) -> QueuedMail {
        let about = About { case_id: None, case_no: "1".into(), region_code: "330226".into() };
        let new = QueuedMail::new(NoticeKind::Closed, &about, None, "a@B.example", Locale::Zh, at(0));
        assert_eq!(new.domain, "b.example");
        QueuedMail { attempts, ..new }
    }

    #[test]
    fn waits_grow_and_stray_by_a_tenth_at_most() {
        for (attempts, minutes) in
            [(1, 1), (2, 5), (3, 15), (4, 30), (5, 60), (6, 120), (7, 240), (8, 480), (9, 720), (40, 720)]
        {
            let strays: std::collections::BTreeSet<i64> = (0..50)
                .map(|_| (mail(attempts).next_try(at(60)).unwrap() - at(60)).num_seconds() - minutes * 60)
                .collect();
            assert!(strays.iter().all(|stray| stray.abs() <= minutes * 6), "{attempts}: {strays:?}");
            assert!(strays.len() > 1, "no jitter at {attempts}");
        }
    }

    #[test]
    fn four_retries_come_within_the_hour_and_the_last_within_five_days() {
        let mut mail = mail(0);
        let (mut now, mut tries) = (at(0), Vec::new());
        loop {
            mail.attempts += 1;
            let Some(next) = mail.next_try(now) else { break };
            now = next;
            tries.push(now - at(0));
        }
        assert!(tries[3] < Duration::minutes(60), "{tries:?}");
        assert!(*tries.last().unwrap() >= GIVE_UP && *tries.last().unwrap() < GIVE_UP + Duration::hours(14));
    }

    #[test]
    fn a_list_shows_the_first_letter_and_the_domain() {
        for (address, shown) in
            [("zhang@b.example", "z***@b.example"), ("张三@b.example", "张***@b.example"), ("", "***@")]
        {
            assert_eq!(masked(address), shown);
        }
    }
}
