//! Pairings and their terms: found by who looks, guarded by their version, numbered by region and year.

use super::db::Conn;
use super::dialect::each;
use super::record::{of_area, record, versioned};
use super::schema::pairings::{pairing, pairing_counter};
use crate::base::error::{Error, Result};
use crate::base::id::{ChamberId, FirmId, PairingId};
use crate::domain::pairing::{Pairing, PairingStatus};
use crate::domain::pairing_term::PairingTerm;
use crate::domain::policy::Scope;
use crate::domain::region::{RegionCode, RegionPrefix};
use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

record!(pairing: Pairing {
    id: PairingId, pairing_no, region_code, chamber_id, federation_id, firm_id, firm_region_code, proposed_region, proposed_by,
    proposed_at, answer_due_on, status, chamber_answered_at, firm_answered_at, refused_by, refusal, from_on, until_on,
    terminated_on, termination, version,
});
versioned!(pairing: Pairing);
of_area!(pairing);

/// While a side has not answered.
const WAITING: [PairingStatus; 3] =
    [PairingStatus::Proposed, PairingStatus::ChamberAccepted, PairingStatus::FirmAccepted];

/// Which pairings of a list, and which page of them.
#[derive(Clone, Debug, Default)]
pub struct PairingFilter {
    pub status: Option<PairingStatus>,
    pub chamber: Option<ChamberId>,
    pub firm: Option<FirmId>,
    pub area: Option<RegionPrefix>,
    pub before: Option<PairingId>,
    pub limit: i64,
}

/// The pairing of an id; `NotFound` outside the scope: of a region, of a chamber, of a firm.
pub fn get(c: &mut Conn, scope: &Scope, id: PairingId) -> Result<Pairing> {
    let found = within(scope).filter(pairing::id.eq(id)).select(columns()).first(c).optional()?;
    found.ok_or(Error::NotFound)
}

/// The pairings within a scope, latest first; the status is that of the day.
pub fn list(c: &mut Conn, scope: &Scope, filter: &PairingFilter, today: NaiveDate) -> Result<Vec<Pairing>> {
    let mut query = within(scope);
    if let Some(status) = filter.status {
        query = query.filter(sql::<Bool>(&stands(status, today)));
    }
    if let Some(chamber) = filter.chamber {
        query = query.filter(pairing::chamber_id.assume_not_null().eq(chamber));
    }
    if let Some(firm) = filter.firm {
        query = query.filter(pairing::firm_id.eq(firm));
    }
    if let Some(area) = filter.area {
        let (low, high) = area.range();
        query = query.filter(pairing::region_code.between(low, high));
    }
    if let Some(before) = filter.before {
        query = query.filter(pairing::id.lt(before));
    }
    Ok(query.select(columns()).order(pairing::id.desc()).limit(filter.limit).load(c)?)
}

/// How many pairings within a scope stand so on a day.
pub fn count(c: &mut Conn, scope: &Scope, status: PairingStatus, today: NaiveDate) -> Result<i64> {
    Ok(within(scope).filter(sql::<Bool>(&stands(status, today))).count().get_result(c)?)
}

/// What `Pairing::status_on` says, asked of the database. Codes and days of our own: nothing here comes from outside.
fn stands(status: PairingStatus, today: NaiveDate) -> String {
    use PairingStatus as S;
    let waiting = "pairing.status IN ('proposed', 'chamber_accepted', 'firm_accepted')";
    match status {
        S::Proposed | S::ChamberAccepted | S::FirmAccepted => {
            format!("(pairing.status = '{status}' AND pairing.answer_due_on >= '{today}')")
        }
        S::Lapsed => format!("(pairing.status = 'lapsed' OR ({waiting} AND pairing.answer_due_on < '{today}'))"),
        S::Signed => format!("(pairing.status = 'signed' AND pairing.from_on > '{today}')"),
        S::Living => format!("(pairing.status = 'signed' AND '{today}' BETWEEN pairing.from_on AND pairing.until_on)"),
        S::Ended => {
            format!("(pairing.status = 'ended' OR (pairing.status = 'signed' AND pairing.until_on < '{today}'))")
        }
        S::Agreed | S::Terminated | S::Declined => format!("(pairing.status = '{status}')"),
    }
}

/// What `Pairing::is_over` denies.
fn not_over(today: NaiveDate) -> String {
    use PairingStatus as S;
    let open = [S::Proposed, S::ChamberAccepted, S::FirmAccepted, S::Agreed, S::Signed, S::Living];
    format!("({})", open.map(|status| stands(status, today)).join(" OR "))
}

/// The pairing of the same two that is under way, as it is written down.
pub fn under_way(c: &mut Conn, new: &Pairing) -> Result<Option<Pairing>> {
    let of_firm = pairing::table.filter(pairing::firm_id.eq(new.firm_id)).into_boxed::<Backend>();
    let same = match (new.chamber_id, new.federation_id) {
        (Some(chamber), _) => of_firm.filter(pairing::chamber_id.assume_not_null().eq(chamber)),
        (None, Some(federation)) => of_firm.filter(pairing::federation_id.assume_not_null().eq(federation)),
        (None, None) => return Ok(None),
    };
    let open = WAITING.into_iter().chain([PairingStatus::Agreed, PairingStatus::Signed]);
    Ok(same.filter(pairing::status.eq_any(open.collect::<Vec<_>>())).select(columns()).first(c).optional()?)
}

/// The next number of a region in a year: 结〔2026〕330226-0001号.
pub fn next_number(c: &mut Conn, region: RegionCode, year: i32) -> Result<String> {
    use pairing_counter as counter;
    let last: i64 = each!(c, c => diesel::insert_into(counter::table)
        .values((counter::region_code.eq(region), counter::year.eq(year), counter::last.eq(1)))
        .on_conflict((counter::region_code, counter::year))
        .do_update()
        .set(counter::last.eq(counter::last + 1))
        .returning(counter::last)
        .get_result(c))?;
    Ok(format!("结〔{year}〕{region}-{last:04}号"))
}

/// How many pairings that are not over each of the firms has.
pub fn loads(c: &mut Conn, firms: &[FirmId], today: NaiveDate) -> Result<Vec<(FirmId, i64)>> {
    let is_answerable = pairing::status.eq_any(WAITING).and(pairing::answer_due_on.ge(today));
    let is_running = pairing::status.eq(PairingStatus::Signed).and(pairing::until_on.assume_not_null().ge(today));
    Ok(pairing::table
        .filter(pairing::firm_id.eq_any(firms))
        .filter(is_answerable.or(is_running).or(pairing::status.eq(PairingStatus::Agreed)))
        .group_by(pairing::firm_id)
        .select((pairing::firm_id, diesel::dsl::count_star()))
        .load(c)?)
}

/// How many pairings of a chamber are not over.
pub fn under_way_of(c: &mut Conn, chamber: ChamberId, today: NaiveDate) -> Result<i64> {
    let of_chamber = pairing::table.filter(pairing::chamber_id.assume_not_null().eq(chamber));
    Ok(of_chamber.filter(sql::<Bool>(&not_over(today))).count().get_result(c)?)
}

/// The firms with which a chamber has a living pairing.
pub fn firms_of(c: &mut Conn, chamber: ChamberId, today: NaiveDate) -> Result<Vec<FirmId>> {
    let of_chamber = pairing::table.filter(pairing::chamber_id.assume_not_null().eq(chamber));
    let living = of_chamber.filter(sql::<Bool>(&stands(PairingStatus::Living, today)));
    Ok(living.select(pairing::firm_id).order(pairing::firm_id).load(c)?)
}

/// Pairings that have lapsed or ended without its being written down.
pub fn overdue(c: &mut Conn, today: NaiveDate, most: i64) -> Result<Vec<PairingId>> {
    let lapsed = pairing::status.eq_any(WAITING).and(pairing::answer_due_on.lt(today));
    let ended = pairing::status.eq(PairingStatus::Signed).and(pairing::until_on.assume_not_null().lt(today));
    Ok(pairing::table.filter(lapsed.or(ended)).select(pairing::id).order(pairing::id).limit(most).load(c)?)
}

/// The agreements of a pairing, the first one first. The caller has the pairing in scope.
pub fn terms(c: &mut Conn, of: PairingId) -> Result<Vec<PairingTerm>> {
    terms::of(c, of)
}

/// Writes a new agreement.
pub fn insert_term(c: &mut Conn, new: &PairingTerm) -> Result<()> {
    terms::insert(c, new)
}

mod terms {
    use super::*;
    use crate::base::id::PairingTermId;
    use crate::store::schema::pairings::pairing_term;

    record!(pairing_term: PairingTerm {
        id: PairingTermId, pairing_id, region_code, no, signed_on, from_on, until_on, promised, contact_lawyers, document_no,
        recorded_by, recorded_at,
    });

    pub(super) fn of(c: &mut Conn, id: PairingId) -> Result<Vec<PairingTerm>> {
        let own = pairing_term::table.filter(pairing_term::pairing_id.eq(id));
        Ok(own.select(columns()).order(pairing_term::no).load(c)?)
    }
}

type Backend = <Conn as diesel::Connection>::Backend;

/// A federation sees the pairings of its region, a chamber and a firm their own.
fn within<'a>(scope: &Scope) -> pairing::BoxedQuery<'a, Backend> {
    let all = pairing::table.into_boxed();
    match scope {
        Scope::Chamber(chamber) => all.filter(pairing::chamber_id.assume_not_null().eq(*chamber)),
        Scope::Firm { firm, .. } => all.filter(pairing::firm_id.eq(*firm)),
        _ => of_area(scope),
    }
}
