//! What is signed on a pairing, renewed and terminated: recorded once the rules hold, and both sides are told.

use super::tell_of_pairing;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{FirmId, LawyerId, PairingId};
use crate::domain::firm::LawyerStatus;
use crate::domain::moment::Moment;
use crate::domain::notices::NoticeKind;
use crate::domain::pairing::Pairing;
use crate::domain::pairing_term::{PairingRenewal, PairingSignature, PairingTerm, PairingTermination};
use crate::domain::policy::{Actor, Permission};
use crate::store::db::Conn;
use crate::store::{lawyers, pairings, services};

/// Records the signed agreement.
pub fn sign(
    tx: &mut Conn,
    actor: &Actor,
    id: PairingId,
    version: i64,
    input: PairingSignature,
    by: &Moment,
) -> Result<Pairing> {
    let mut pairing = held(tx, actor, Permission::SignPairing, id, version)?;
    let term = pairing.sign(input, by)?;
    record(tx, version, &pairing, &term, NoticeKind::PairingSigned, by)?;
    Ok(pairing)
}

/// Records the next agreement of a living pairing.
pub fn renew(
    tx: &mut Conn,
    actor: &Actor,
    id: PairingId,
    version: i64,
    input: PairingRenewal,
    by: &Moment,
) -> Result<Pairing> {
    let mut pairing = held(tx, actor, Permission::SignPairing, id, version)?;
    let terms = pairings::terms(tx, id)?;
    let last = terms.last().ok_or(Error::Conflict(Code::PairingNotLiving))?;
    let term = pairing.renew(last, input, by)?;
    record(tx, version, &pairing, &term, NoticeKind::PairingRenewed, by)?;
    Ok(pairing)
}

/// Ends a pairing before its time, or takes a proposal back.
pub fn terminate(
    tx: &mut Conn,
    actor: &Actor,
    id: PairingId,
    version: i64,
    input: PairingTermination,
    by: &Moment,
) -> Result<Pairing> {
    let mut pairing = held(tx, actor, Permission::ManagePairing, id, version)?;
    pairing.terminate(input, services::last_on(tx, id)?, by)?;
    pairings::advance(tx, version, &pairing)?;
    tell_of_pairing::everyone(tx, NoticeKind::PairingTerminated, &pairing, by)?;
    Ok(pairing)
}

fn record(
    tx: &mut Conn,
    version: i64,
    pairing: &Pairing,
    term: &PairingTerm,
    kind: NoticeKind,
    by: &Moment,
) -> Result<()> {
    must_practise(tx, pairing.firm_id, "contact_lawyers", &term.contact_lawyers)?;
    pairings::advance(tx, version, pairing)?;
    pairings::insert_term(tx, term)?;
    tell_of_pairing::everyone(tx, kind, pairing, by)
}

/// Lawyers who practise in the firm.
pub(super) fn must_practise(tx: &mut Conn, firm: FirmId, field: &str, named: &[LawyerId]) -> Result<()> {
    let practising: Vec<LawyerId> = lawyers::of_firm(tx, firm)?
        .into_iter()
        .filter(|lawyer| lawyer.status == LawyerStatus::Active)
        .map(|lawyer| lawyer.id)
        .collect();
    let all = named.iter().all(|lawyer| practising.contains(lawyer));
    if all { Ok(()) } else { Err(Error::field(field, Code::UnknownReference)) }
}

fn held(tx: &mut Conn, actor: &Actor, permission: Permission, id: PairingId, version: i64) -> Result<Pairing> {
    let pairing = pairings::get(tx, &actor.scope(permission), id)?;
    Error::unless_current(pairing.version, version)?;
    Ok(pairing)
}
