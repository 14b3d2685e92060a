//! Who was told of which days, and who has had today's digest.

use super::db::Conn;
use super::dialect::each;
use super::recipients::ABLE;
use super::schema::access::account;
use super::schema::reminders::{digest, reminder};
use crate::base::error::Result;
use crate::base::id::{AccountId, MailId};
use crate::domain::account::Account;
use crate::domain::digest::Told;
use crate::domain::policy::Role;
use crate::domain::work::WorkKind;
use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use std::collections::BTreeSet;

/// Those with work and an address who were not looked at today.
pub fn undigested(c: &mut Conn, today: NaiveDate, most: i64) -> Result<Vec<AccountId>> {
    const ROLES: [Role; 5] = [Role::ChamberAdmin, Role::Mediator, Role::FirmAdmin, Role::Lawyer, Role::FederationAdmin];
    // A date of our own: nothing here comes from outside.
    let had = format!("NOT EXISTS (SELECT 1 FROM digest d WHERE d.account_id = account.id AND d.told_on >= '{today}')");
    let reachable = account::table.filter(account::disabled_at.is_null()).filter(account::email.is_not_null());
    let due = reachable.filter(account::role.eq_any(ROLES)).filter(sql::<Bool>(ABLE)).filter(sql::<Bool>(&had));
    Ok(due.select(account::id).order(account::id).limit(most).load(c)?)
}

/// Notes that somebody has had today's digest, if there was one; `false` when another node did before.
pub fn claim(c: &mut Conn, who: &Account, today: NaiveDate) -> Result<bool> {
    let before = digest::table.filter(digest::account_id.eq(who.id)).filter(digest::told_on.lt(today));
    if diesel::update(before).set(digest::told_on.eq(today)).execute(c)? == 1 {
        return Ok(true);
    }
    let row = (digest::account_id.eq(who.id), digest::told_on.eq(today));
    let new = each!(c, c => diesel::insert_into(digest::table).values(row).on_conflict_do_nothing().execute(c))?;
    Ok(new == 1)
}

/// What tells one telling from another.
pub type Mark = (String, WorkKind, NaiveDate, i32);

/// What somebody was told of days from `first` on.
pub fn told(c: &mut Conn, who: AccountId, first: NaiveDate) -> Result<BTreeSet<Mark>> {
    let own = reminder::table.filter(reminder::account_id.eq(who)).filter(reminder::due_on.ge(first));
    let columns = (reminder::subject_id, reminder::kind, reminder::due_on, reminder::mark);
    Ok(own.select(columns).load(c)?.into_iter().collect())
}

/// Keeps the lines of a mail.
pub fn note(c: &mut Conn, lines: &[Told]) -> Result<()> {
    let row = |one: &Told| {
        (
            reminder::account_id.eq(one.account_id),
            reminder::subject_id.eq(one.subject_id.clone()),
            reminder::kind.eq(one.kind),
            reminder::due_on.eq(one.due_on),
            reminder::mark.eq(one.mark),
            reminder::label.eq(one.label.clone()),
            reminder::mail_id.eq(one.mail_id),
            reminder::told_at.eq(one.told_at),
        )
    };
    let rows: Vec<_> = lines.iter().map(row).collect();
    each!(c, c => diesel::insert_into(reminder::table).values(&rows).execute(c))?;
    Ok(())
}

/// The lines of a mail, the earliest day first.
pub fn of_mail(c: &mut Conn, mail: MailId) -> Result<Vec<Told>> {
    let lines = reminder::table.filter(reminder::mail_id.eq(mail));
    Ok(lines.order((reminder::due_on, reminder::label, reminder::kind)).load(c)?)
}
