//! One side of a proposed pairing answers; the federation and the other side are told.

use super::tell_of_pairing;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::PairingId;
use crate::domain::moment::Moment;
use crate::domain::notices::NoticeKind;
use crate::domain::pairing::{Pairing, PairingRefusal, PairingReply, PairingSide, PairingStatus};
use crate::domain::policy::{Actor, Permission, Role};
use crate::store::db::Conn;
use crate::store::pairings;
use serde::Deserialize;

/// What one side says.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PairingAnswer {
    pub reply: PairingReply,
    /// Needed to decline, and only then.
    pub reason: Option<PairingRefusal>,
}

/// Answers for the side the actor stands on.
pub fn answer(
    tx: &mut Conn,
    actor: &Actor,
    id: PairingId,
    version: i64,
    input: PairingAnswer,
    by: &Moment,
) -> Result<Pairing> {
    let mut pairing = pairings::get(tx, &actor.scope(Permission::AnswerPairing), id)?;
    let side = side(actor, &pairing)?;
    Error::unless_current(pairing.version, version)?;
    match (input.reply, input.reason) {
        (PairingReply::Decline, None) => return Err(Error::field("reason", Code::Missing)),
        (PairingReply::Accept, Some(_)) => return Err(Error::field("reason", Code::Invalid)),
        _ => {}
    }
    pairing.answer(side, input.reason, by)?;
    pairings::advance(tx, version, &pairing)?;
    let kind = match pairing.status {
        PairingStatus::Agreed => NoticeKind::PairingAgreed,
        PairingStatus::Declined => NoticeKind::PairingDeclined,
        _ => NoticeKind::PairingAccepted,
    };
    tell_of_pairing::everyone(tx, kind, &pairing, by)?;
    Ok(pairing)
}

/// The side an actor speaks for. A federation speaks where it is paired itself, and never for its chambers (自愿).
pub(super) fn side(actor: &Actor, pairing: &Pairing) -> Result<PairingSide> {
    match actor.role() {
        Role::ChamberAdmin => Ok(PairingSide::Chamber),
        Role::FirmAdmin => Ok(PairingSide::Firm),
        Role::FederationAdmin if pairing.federation_id.is_some() && actor.region() == Some(pairing.region_code) => {
            Ok(PairingSide::Chamber)
        }
        _ => Err(Error::Forbidden),
    }
}
