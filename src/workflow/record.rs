//! What every step leaves behind, in one transaction: the case, its event, the figures it moves, the mails it causes, and the offer
//! it ends.

use super::end_offers::end_offers;
use super::notify;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::domain::case::CaseFile;
use crate::domain::contribution;
use crate::domain::event::Event;
use crate::domain::moment::Moment;
use crate::store::db::Conn;
use crate::store::faults::unique;
use crate::store::{case_files, statistics};

/// Keeps what a step made of a file. `before` is the file as it was loaded, none for a new case.
pub fn record(
    tx: &mut Conn,
    before: Option<&CaseFile>,
    after: &mut CaseFile,
    event: &Event,
    by: &Moment,
) -> Result<()> {
    case_files::save(tx, before, after, std::slice::from_ref(event), by).map_err(taken)?;
    statistics::add(tx, by.today, before.map(contribution::of).as_ref(), &contribution::of(after))?;
    notify::queue(tx, after, event, by)?;
    before.map_or(Ok(()), |before| end_offers(tx, before, after, by))
}

fn taken(error: Error) -> Error {
    match unique(&error).as_deref() {
        Some("cases_committee_id_source_external_no_key") => Error::Conflict(Code::ExternalNoTaken),
        _ => error,
    }
}
