//! An offer that waits for its answer when the case ends: it is withdrawn in the same transaction, and the firm is told.

use super::notify;
use crate::base::error::{Error, Result};
use crate::domain::assignment::{self, AssignmentStatus};
use crate::domain::case::CaseFile;
use crate::domain::moment::Moment;
use crate::domain::notices::NoticeKind;
use crate::store::assignments;
use crate::store::db::Conn;

/// Withdraws the open offer of a case that a step has just ended; a firm that has accepted stays on it.
pub(super) fn end_offers(tx: &mut Conn, before: &CaseFile, after: &CaseFile, by: &Moment) -> Result<()> {
    if !assignment::is_end_of_offers(before.case.status, after.case.status) {
        return Ok(());
    }
    let offers = assignments::of_case(tx, after.case.id)?;
    for mut offer in offers.into_iter().filter(|offer| offer.status == AssignmentStatus::Offered) {
        let version = offer.version;
        offer.release(by.now)?;
        assignments::advance(tx, version, &offer).map_err(Error::of_another)?;
        notify::queue_to_firm(tx, NoticeKind::FirmReleased, after, &offer, by)?;
    }
    Ok(())
}
