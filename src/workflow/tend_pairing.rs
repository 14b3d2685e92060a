//! What time does to a pairing: it lapses, it ends, and what comes near is told of once.

use super::tell_of_pairing;
use crate::base::error::{Error, Result};
use crate::base::id::PairingId;
use crate::domain::moment::Moment;
use crate::domain::notices::NoticeKind;
use crate::domain::pairing::{Pairing, PairingStatus};
use crate::store::db::Conn;
use crate::store::pairing_reminders::{self, PairingDay};
use crate::store::pairings;

/// Writes down that a pairing has lapsed or ended and tells of it; `false` when neither, or written down before.
pub fn settle(tx: &mut Conn, id: PairingId, by: &Moment) -> Result<bool> {
    let mut pairing = pairings::by_id(tx, id)?.ok_or(Error::NotFound)?;
    settled(tx, &mut pairing, by)
}

pub(super) fn settled(tx: &mut Conn, pairing: &mut Pairing, by: &Moment) -> Result<bool> {
    let was = pairing.version;
    if !pairing.settle(by.today) {
        return Ok(false);
    }
    pairings::advance(tx, was, pairing)?;
    let lapsed = pairing.status == PairingStatus::Lapsed;
    let kind = if lapsed { NoticeKind::PairingLapsed } else { NoticeKind::PairingEnded };
    tell_of_pairing::everyone(tx, kind, pairing, by)?;
    Ok(true)
}

/// Tells both sides of a day of their pairing; `false` when they were told before.
pub fn remind(tx: &mut Conn, kind: NoticeKind, due: &PairingDay, by: &Moment) -> Result<bool> {
    let pairing = pairings::by_id(tx, due.pairing_id)?.ok_or(Error::NotFound)?;
    if !pairing_reminders::note(tx, &pairing, kind, due.day_on, by.now)? {
        return Ok(false);
    }
    tell_of_pairing::both_sides(tx, kind, &pairing, by)?;
    Ok(true)
}
