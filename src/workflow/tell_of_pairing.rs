//! Queues the mails about a pairing, in the transaction of what causes them. They carry its number and a link, and no names.

use crate::base::error::Result;
use crate::domain::mail_queue::{About, QueuedMail};
use crate::domain::moment::Moment;
use crate::domain::notices::{self, NoticeKind, Recipient};
use crate::domain::pairing::Pairing;
use crate::store::db::Conn;
use crate::store::{outbox, recipients};

/// Tells both sides.
pub(super) fn both_sides(tx: &mut Conn, kind: NoticeKind, pairing: &Pairing, by: &Moment) -> Result<()> {
    let all = sides(tx, pairing)?;
    put(tx, kind, pairing, all, by)
}

/// Tells both sides and the federation that proposed it.
pub(super) fn everyone(tx: &mut Conn, kind: NoticeKind, pairing: &Pairing, by: &Moment) -> Result<()> {
    let mut all = sides(tx, pairing)?;
    all.extend(recipients::of_federation(tx, pairing.proposed_region)?);
    put(tx, kind, pairing, all, by)
}

/// The administrators of the chamber, or of the federation in its place, and of the firm.
fn sides(tx: &mut Conn, pairing: &Pairing) -> Result<Vec<Recipient>> {
    let mut all = match pairing.chamber_id {
        Some(chamber) => recipients::of_chamber(tx, chamber)?,
        None => recipients::of_federation(tx, pairing.region_code)?,
    };
    all.extend(recipients::of_firm(tx, pairing.firm_id, &[])?);
    Ok(all)
}

fn put(tx: &mut Conn, kind: NoticeKind, pairing: &Pairing, to: Vec<Recipient>, by: &Moment) -> Result<()> {
    let about =
        About { case_id: None, case_no: pairing.pairing_no.clone(), region_code: pairing.region_code.to_string() };
    for one in notices::once_each(to, by.account) {
        let path = Some(format!("/pairings/{}", pairing.id));
        outbox::insert(tx, &QueuedMail::new(kind, &about, path, &one.address, one.locale, by.now))?;
    }
    Ok(())
}
