//! What is known of the law firms around a region: a matching run is computed from it, and the firms for a case are ranked by it.

use super::rank_firms;
use crate::base::error::Result;
use crate::base::id::FirmId;
use crate::domain::firm::Firm;
use crate::domain::matching::facts::FirmFacts;
use crate::domain::matching::history::History;
use crate::domain::moment::Moment;
use crate::domain::pairing::Pairing;
use crate::domain::policy::Scope;
use crate::domain::region::RegionPrefix;
use crate::store::db::Conn;
use crate::store::matching_facts;
use crate::store::pairings::{self, PairingFilter};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Every pairing of a province that was ever proposed.
pub(super) fn known_pairings(c: &mut Conn, province: RegionPrefix, today: NaiveDate) -> Result<Vec<Pairing>> {
    let all = PairingFilter { area: Some(province), limit: i64::MAX, ..PairingFilter::default() };
    pairings::list(c, &Scope::Everything, &all, today)
}

/// The facts of these firms, in their order.
pub(super) fn of(
    c: &mut Conn,
    firms: &[Firm],
    province: RegionPrefix,
    history: &History,
    by: &Moment,
) -> Result<Vec<FirmFacts>> {
    let ids: Vec<FirmId> = firms.iter().map(|firm| firm.id).collect();
    let loads = rank_firms::loads(c, &ids, by.today)?;
    let judged = matching_facts::judged(c, province)?;
    let judged: BTreeMap<FirmId, (i64, i64)> = judged.into_iter().map(|(id, all, good)| (id, (all, good))).collect();
    let facts = |firm: &Firm| {
        let past = history.firms.get(&firm.id).copied().unwrap_or_default();
        let (answers, good) = judged.get(&firm.id).copied().unwrap_or_default();
        FirmFacts {
            id: firm.id,
            region: firm.region_code,
            areas: firm.areas.0.clone(),
            languages: firm.languages.0.clone(),
            lawyers: firm.lawyers,
            capacity: firm.capacity,
            load: loads.get(&firm.id).copied().unwrap_or_default(),
            accepting: firm.accepting,
            cross_region: firm.cross_region,
            judged: past.judged + answers,
            praised: past.praised + good,
            last_paired_on: past.last_paired_on,
        }
    };
    Ok(firms.iter().map(facts).collect())
}
