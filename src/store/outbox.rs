//! The queue of mails. A row is written in the transaction of the step that causes it; several senders may take from it.

use super::db::Conn;
use super::dialect::each;
use super::record::record;
use super::schema::outbox::outbox;
use crate::base::clock::Instant;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::MailId;
use crate::domain::mail_queue::{DAILY_CAP, LEASE, MailState, QueuedMail};
use crate::domain::notices::NoticeKind;
use chrono::Duration;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

record!(outbox: QueuedMail {
    id: MailId, kind, case_id, case_no, region_code, path, locale, address, domain, state, attempts, next_at, lease_until,
    last_code, created_at, queued_at, sent_at, earlier, code
});

/// Not done with. In the words of the index `outbox_due`, which serves no other way of saying it.
const OPEN: &str = "outbox.state IN ('pending', 'retry', 'leased')";

/// Waiting, or taken by a sender that is no more. Never before an earlier mail of the same case to the same address, nor
/// beside an earlier one to that address that is just being sent.
const IN_TURN: &str = "NOT EXISTS (SELECT 1 FROM outbox earlier WHERE earlier.address = outbox.address
    AND earlier.id < outbox.id AND (earlier.state = 'leased'
    OR (earlier.case_id = outbox.case_id AND earlier.state IN ('pending', 'retry'))))";

/// Whether there is anything to take at `now`; spares an idle sender the write.
pub fn is_due(c: &mut Conn, now: Instant, merge: Duration) -> Result<bool> {
    Ok(due(c, now, merge, &[])?.is_some())
}

/// Takes the next mail that is due, for `LEASE`, passing by the domains in `full`. A mail over its address's daily cap is
/// put off by an hour instead. A new mail about a case is due after the time `merge`, and takes the others into it that came
/// for the same address meanwhile. `None` when nothing is due.
pub fn lease(c: &mut Conn, now: Instant, merge: Duration, full: &[String]) -> Result<Option<QueuedMail>> {
    while let Some(mut mail) = due(c, now, merge, full)? {
        // Another sender may have taken it since it was read.
        let seen = outbox::table
            .filter(outbox::id.eq(mail.id))
            .filter(outbox::state.eq(mail.state))
            .filter(outbox::attempts.eq(mail.attempts));
        if sent_today(c, &mail.address, now)? >= DAILY_CAP {
            let later = (outbox::state.eq(MailState::Retry), outbox::next_at.eq(now + Duration::hours(1)));
            diesel::update(seen).set(later).execute(c)?;
            continue;
        }
        let behind = if merge.is_zero() { Vec::new() } else { behind(c, &mail)? };
        behind.iter().for_each(|later| mail.absorb(later));
        (mail.state, mail.lease_until, mail.attempts) = (MailState::Leased, Some(now + LEASE), mail.attempts + 1);
        let taken = diesel::update(seen)
            .set((
                outbox::state.eq(mail.state),
                outbox::lease_until.eq(mail.lease_until),
                outbox::attempts.eq(mail.attempts),
                // A lease that runs out makes the mail due again.
                outbox::next_at.eq(now + LEASE),
                outbox::kind.eq(mail.kind),
                outbox::path.eq(&mail.path),
                outbox::earlier.eq(mail.earlier.to_string()),
            ))
            .execute(c)?;
        if taken == 1 {
            let merged =
                outbox::table.filter(outbox::id.eq_any(behind.iter().map(|later| later.id).collect::<Vec<_>>()));
            diesel::update(merged).set(outbox::state.eq(MailState::Merged)).execute(c)?;
            return Ok(Some(mail));
        }
    }
    Ok(None)
}

/// The mails that wait behind a new one for the same case and address, up to the first urgent one.
fn behind(c: &mut Conn, mail: &QueuedMail) -> Result<Vec<QueuedMail>> {
    let (Some(case), MailState::Pending, false) = (mail.case_id, mail.state, mail.kind.is_urgent()) else {
        return Ok(Vec::new());
    };
    let to_address =
        outbox::table.filter(outbox::address.eq(&mail.address)).filter(outbox::state.eq(MailState::Pending));
    let later = to_address.filter(outbox::case_id.assume_not_null().eq(case)).filter(outbox::id.gt(mail.id));
    let all: Vec<QueuedMail> = later.select(columns()).order(outbox::id).load(c)?;
    Ok(all.into_iter().take_while(|later| !later.kind.is_urgent()).collect())
}

/// What waits for no other mail: a further try, what is about no case, what is urgent, and what an urgent mail waits behind.
fn at_once() -> String {
    let urgent = NoticeKind::URGENT.map(|kind| format!("'{kind}'")).join(", ");
    format!(
        "(outbox.attempts > 0 OR outbox.case_id IS NULL OR outbox.kind IN ({urgent}) OR EXISTS (SELECT 1 FROM outbox behind
         WHERE behind.address = outbox.address AND behind.state = 'pending' AND behind.case_id = outbox.case_id
         AND behind.id > outbox.id AND behind.kind IN ({urgent})))"
    )
}

fn due(c: &mut Conn, now: Instant, merge: Duration, full: &[String]) -> Result<Option<QueuedMail>> {
    Ok(outbox::table
        .filter(sql::<Bool>(OPEN))
        .filter(outbox::next_at.le(now))
        .filter(outbox::next_at.le(now - merge).or(sql::<Bool>(&at_once())))
        .filter(outbox::domain.ne_all(full))
        .filter(sql::<Bool>(IN_TURN))
        .order((outbox::next_at, outbox::id))
        .select(columns())
        .first(c)
        .optional()?)
}

/// Mails that went, or are just going, to an address in the last 24 hours.
fn sent_today(c: &mut Conn, address: &str, now: Instant) -> Result<i64> {
    let of_address = outbox::table.filter(outbox::address.eq(address));
    let sent = of_address.filter(outbox::state.eq(MailState::Sent)).filter(outbox::sent_at.gt(now - Duration::days(1)));
    let going = of_address.filter(outbox::state.eq(MailState::Leased)).filter(outbox::next_at.gt(now));
    Ok(sent.count().get_result::<i64>(c)? + going.count().get_result::<i64>(c)?)
}

/// Writes what became of a try, unless the lease ran out meanwhile and another sender has the mail; `false` then.
pub fn settle(c: &mut Conn, mail: &QueuedMail) -> Result<bool> {
    let mine = outbox::table
        .filter(outbox::id.eq(mail.id))
        .filter(outbox::state.eq(MailState::Leased))
        .filter(outbox::lease_until.eq(mail.lease_until));
    let settled = diesel::update(mine)
        .set((
            outbox::state.eq(mail.state),
            outbox::next_at.eq(mail.next_at),
            outbox::lease_until.eq(None::<Instant>),
            outbox::last_code.eq(&mail.last_code),
            outbox::sent_at.eq(mail.sent_at),
            outbox::code.eq(mail.code.as_ref().filter(|_| mail.state == MailState::Retry)),
        ))
        .execute(c)?;
    Ok(settled == 1)
}

/// Mails from the newest on, before `before` if given.
pub fn list(c: &mut Conn, state: Option<MailState>, before: Option<MailId>, limit: i64) -> Result<Vec<QueuedMail>> {
    let mut mails = outbox::table.select(columns()).order(outbox::id.desc()).limit(limit).into_boxed();
    if let Some(state) = state {
        mails = mails.filter(outbox::state.eq(state));
    }
    if let Some(before) = before {
        mails = mails.filter(outbox::id.lt(before));
    }
    Ok(mails.load(c)?)
}

/// How many mails stand so.
pub fn count(c: &mut Conn, state: MailState) -> Result<i64> {
    Ok(each!(c, c => outbox::table.filter(outbox::state.eq(state)).count().get_result(c))?)
}

/// Puts a mail that was given up into the queue again; `NotFound`, or `Conflict` when it was not given up.
pub fn requeue(c: &mut Conn, id: MailId, now: Instant) -> Result<QueuedMail> {
    let mut mail = by_id(c, id)?.ok_or(Error::NotFound)?;
    if mail.state != MailState::Dead {
        return Err(Error::Conflict(Code::MailNotDead));
    }
    (mail.state, mail.attempts, mail.next_at, mail.queued_at) = (MailState::Pending, 0, now, now);
    save(c, &mail)?;
    Ok(mail)
}
