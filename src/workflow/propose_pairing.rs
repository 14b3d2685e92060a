//! A federation proposes that a chamber of its region, or a federation, and a law firm pair up; both are asked.

use super::directory::reach;
use super::rank_firms;
use super::{tell_of_pairing, tend_pairing};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{ChamberId, FederationId, FirmId};
use crate::domain::chamber::ChamberStatus;
use crate::domain::moment::Moment;
use crate::domain::notices::NoticeKind;
use crate::domain::pairing::{Pairing, Sides, answer_due_on};
use crate::domain::place::Placed;
use crate::domain::policy::{Actor, Permission};
use crate::domain::region::RegionCode;
use crate::store::db::Conn;
use crate::store::faults::unique;
use crate::store::{chambers, federations, firms, pairings};
use chrono::{Datelike, Days, NaiveDate};
use serde::Deserialize;

/// A pairing to be proposed: with a chamber, or with a federation.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPairing {
    pub chamber_id: Option<ChamberId>,
    pub federation_id: Option<FederationId>,
    pub firm_id: FirmId,
    /// The last day to answer, after today and within 90 days; as the settings say when it is not given.
    pub answer_due_on: Option<NaiveDate>,
}

/// Days to answer, at most.
const LONGEST: u64 = 90;

/// Proposes a pairing and asks both sides. `NotFound` beyond the actor's region; `Conflict` when the two have one under way, the
/// chamber is not active, or the firm takes no more.
pub fn propose(tx: &mut Conn, actor: &Actor, input: &NewPairing, answer_days: u16, by: &Moment) -> Result<Pairing> {
    let region = counterpart(tx, actor, input)?;
    let firm = firms::by_id(tx, input.firm_id)?.ok_or_else(|| Error::field("firm_id", Code::UnknownReference))?;
    let due_on = input.answer_due_on.unwrap_or_else(|| answer_due_on(by.today, answer_days));
    let latest = by.today.checked_add_days(Days::new(LONGEST)).unwrap_or(NaiveDate::MAX);
    if due_on <= by.today || due_on > latest {
        return Err(Error::field("answer_due_on", Code::OutOfRange));
    }
    let sides = Sides {
        region_code: region,
        chamber_id: input.chamber_id,
        federation_id: input.federation_id,
        firm_id: firm.id,
        firm_region_code: firm.region_code,
    };
    let mut new = Pairing::proposed(sides, actor.region().unwrap_or(RegionCode::NATION), due_on, by);
    if let Some(mut last) = pairings::under_way(tx, &new)?
        && !tend_pairing::settled(tx, &mut last, by)?
    {
        return Err(Error::Conflict(Code::PairingOpen));
    }
    let load = rank_firms::loads(tx, &[firm.id], by.today)?.get(&firm.id).copied().unwrap_or_default();
    if !firm.accepting || load >= firm.capacity {
        return Err(Error::Conflict(Code::FirmUnavailable));
    }
    new.pairing_no = pairings::next_number(tx, region, by.today.year())?;
    pairings::insert(tx, &new).map_err(|error| match unique(&error) {
        Some(_) => Error::Conflict(Code::PairingOpen),
        None => error,
    })?;
    tell_of_pairing::both_sides(tx, NoticeKind::PairingProposed, &new, by)?;
    Ok(new)
}

/// The region of the chamber or federation named, within the actor's reach.
fn counterpart(tx: &mut Conn, actor: &Actor, input: &NewPairing) -> Result<RegionCode> {
    match (input.chamber_id, input.federation_id) {
        (Some(id), None) => {
            let chamber = chambers::by_id(tx, id)?.ok_or_else(|| Error::field("chamber_id", Code::UnknownReference))?;
            reach(actor, Permission::ManagePairing, &chamber.place())?;
            let is_active = chamber.status == ChamberStatus::Active;
            if is_active { Ok(chamber.region_code) } else { Err(Error::Conflict(Code::ChamberInactive)) }
        }
        (None, Some(id)) => {
            let federation =
                federations::by_id(tx, id)?.ok_or_else(|| Error::field("federation_id", Code::UnknownReference))?;
            reach(actor, Permission::ManagePairing, &federation.place())?;
            Ok(federation.region_code)
        }
        _ => Err(Error::field("chamber_id", Code::CounterpartOne)),
    }
}
