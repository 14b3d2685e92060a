//! The figures that were sent to people by themselves, who is still to get them, and who wants none.

use super::db::Conn;
use super::dialect::each;
use super::recipients::ABLE;
use super::schema::access::account;
use super::schema::packs::{pack, pack_refusal};
use crate::base::clock::Instant;
use crate::base::error::Result;
use crate::base::id::{AccountId, MailId};
use crate::domain::pack::{Pack, Span};
use crate::domain::policy::Role;
use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

/// Administrators of federations and chambers with an address who did not get the pack of a period and did not refuse all of them.
pub fn waiting(c: &mut Conn, span: Span, from: NaiveDate, most: i64) -> Result<Vec<AccountId>> {
    // A code and a date of our own: nothing here comes from outside.
    let open = format!(
        "NOT EXISTS (SELECT 1 FROM pack p WHERE p.account_id = account.id AND p.span = '{span}' AND p.from_on = '{from}')
        AND NOT EXISTS (SELECT 1 FROM pack_refusal r WHERE r.account_id = account.id)"
    );
    let reachable = account::table.filter(account::disabled_at.is_null()).filter(account::email.is_not_null());
    let admins = reachable.filter(account::role.eq_any([Role::FederationAdmin, Role::ChamberAdmin]));
    let waiting = admins.filter(sql::<Bool>(ABLE)).filter(sql::<Bool>(&open));
    Ok(waiting.select(account::id).order(account::id).limit(most).load(c)?)
}

/// Keeps a pack; `false` when another node was faster.
pub fn claim(tx: &mut Conn, new: &Pack) -> Result<bool> {
    let row = (
        pack::account_id.eq(new.account_id),
        pack::span.eq(new.span),
        pack::from_on.eq(new.from_on),
        pack::to_on.eq(new.to_on),
        pack::counts.eq(&new.counts),
        pack::before.eq(&new.before),
        pack::mail_id.eq(new.mail_id),
        pack::made_at.eq(new.made_at),
    );
    let kept = each!(tx, c => diesel::insert_into(pack::table).values(row).on_conflict_do_nothing().execute(c))?;
    Ok(kept == 1)
}

/// The pack that a mail brings.
pub fn of_mail(c: &mut Conn, mail: MailId) -> Result<Option<Pack>> {
    let one = pack::table.filter(pack::mail_id.eq(mail));
    Ok(each!(c, c => one.first(c).optional())?)
}

/// The latest packs of somebody.
pub fn of_account(c: &mut Conn, id: AccountId, most: i64) -> Result<Vec<Pack>> {
    let own = pack::table.filter(pack::account_id.eq(id));
    Ok(each!(c, c => own.order((pack::from_on.desc(), pack::span)).limit(most).load(c))?)
}

/// Whether somebody wants packs; everybody does until they say otherwise.
pub fn is_wanted(c: &mut Conn, id: AccountId) -> Result<bool> {
    let refused = pack_refusal::table.filter(pack_refusal::account_id.eq(id)).count().get_result::<i64>(c)?;
    Ok(refused == 0)
}

/// Notes whether somebody wants packs.
pub fn choose(tx: &mut Conn, id: AccountId, is_wanted: bool, now: Instant) -> Result<()> {
    if is_wanted {
        diesel::delete(pack_refusal::table.filter(pack_refusal::account_id.eq(id))).execute(tx)?;
    } else {
        let row = (pack_refusal::account_id.eq(id), pack_refusal::refused_at.eq(now));
        each!(tx, c => diesel::insert_into(pack_refusal::table).values(row).on_conflict_do_nothing().execute(c))?;
    }
    Ok(())
}
