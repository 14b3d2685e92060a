//! Sends the figures of a period to somebody, once: the same read as on the screen.

use super::read_statistics::{self, Asked};
use crate::base::clock::Instant;
use crate::base::error::Result;
use crate::base::id::AccountId;
use crate::base::text_list::TextList;
use crate::domain::figures::Figures;
use crate::domain::mail_queue::{About, QueuedMail};
use crate::domain::measures::Dimension;
use crate::domain::notices::NoticeKind;
use crate::domain::pack::{Counted, Pack, Span};
use crate::domain::period::{Comparison, Period};
use crate::domain::policy::{Actor, Permission, Scope};
use crate::store::db::Conn;
use crate::store::{accounts, outbox, packs};

/// Where the mail leads.
const PAGE: &str = "/packs";

/// Queues the pack of a period for an account; `false` when there is nobody to be told, or another node was faster. That nothing
/// happened is told too.
pub fn send(tx: &mut Conn, id: AccountId, (span, period): (Span, Period), now: Instant) -> Result<bool> {
    let Some(account) = accounts::by_id(tx, id)? else { return Ok(false) };
    let Some(address) = account.email.as_ref().filter(|_| account.disabled_at.is_none()) else { return Ok(false) };
    let actor = accounts::actor(tx, &account)?;
    let (counts, before) = figures(tx, &actor, period, now)?;
    let region_code = account.region_code.map(|region| region.to_string()).unwrap_or_default();
    let case_no = crate::domain::pack::label(span, period.from);
    let about = About { case_id: None, case_no, region_code };
    let path = Some(PAGE.to_owned());
    let mail = QueuedMail::new(NoticeKind::Pack, &about, path, address.as_str(), account.locale, now);
    let (account_id, from_on, to_on, mail_id) = (id, period.from, period.to, mail.id);
    let pack = Pack { account_id, span, from_on, to_on, counts, before, mail_id, made_at: now };
    if !packs::claim(tx, &pack)? {
        return Ok(false);
    }
    outbox::insert(tx, &mail)?;
    Ok(true)
}

/// What the account sees of the period and of the one before.
fn figures(
    tx: &mut Conn,
    actor: &Actor,
    period: Period,
    now: Instant,
) -> Result<(TextList<Counted>, TextList<Counted>)> {
    let scope = actor.scope(Permission::ReadStatistics);
    let region = match &scope {
        Scope::Regions { prefix, .. } => Some(prefix.code()),
        _ => None,
    };
    let (by, compare) = (Dimension::Total, Some(Comparison::Previous));
    let asked = Asked { region, period, by, and: Dimension::Total, compare, as_of: None, is_operator: false };
    let sheet = read_statistics::sheet(tx, &scope, &asked, now)?;
    let whole = sheet.items.first();
    let told = |figures: Option<&Figures>| -> TextList<Counted> {
        let counts = figures.into_iter().flat_map(|figures| &figures.counts);
        counts.filter(|(_, count)| **count != 0).map(|(counter, count)| Counted(*counter, *count)).collect()
    };
    let before = whole.and_then(|line| line.before.as_ref()).map(|before| &before.figures);
    Ok((told(whole.map(|line| &line.figures)), told(before)))
}
