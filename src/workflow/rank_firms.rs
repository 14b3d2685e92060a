//! Which firms can be asked for a case, in which order, and what stands against the others. The rules: `domain/ranking.rs` and
//! `domain/conflicts.rs`; here the facts are gathered.

use crate::base::error::Result;
use crate::base::id::{FirmId, LawyerId};
use crate::domain::assignment::Assignment;
use crate::domain::case::CaseFile;
use crate::domain::conflicts::{self, Conflict, Ties};
use crate::domain::firm::Firm;
use crate::domain::moment::Moment;
use crate::domain::ranking::{self, Candidate, Ranking};
use crate::domain::vocabulary::PracticeArea;
use crate::store::db::Conn;
use crate::store::{assignments, committees, firm_ties, firms, lawyers, mediators, pairings};
use chrono::{Duration, NaiveDate};
use std::collections::BTreeMap;

/// The firms within reach of a case.
#[derive(Clone, Debug)]
pub struct Choice {
    pub ranking: Ranking,
    /// Of each firm with a conflict, all that were found.
    pub conflicts: BTreeMap<FirmId, Vec<Conflict>>,
    pub firms: BTreeMap<FirmId, (Firm, Candidate)>,
}

/// Ranks the firms of the case's province and those that serve other areas.
pub fn rank(tx: &mut Conn, file: &CaseFile, by: &Moment) -> Result<Choice> {
    let reach = firms::in_reach(tx, file.case.region_code)?;
    let asked = assignments::of_case(tx, file.case.id)?;
    let found = candidates(tx, file, &asked, reach, by)?;
    let ties = ties(tx, file)?;
    let mut choice = Choice {
        ranking: Ranking { firms: Vec::new(), removed: BTreeMap::new() },
        conflicts: BTreeMap::new(),
        firms: BTreeMap::new(),
    };
    for (firm, mut candidate) in found {
        let conflicts = conflicts::of(firm.id, &ties);
        candidate.conflicted = !conflicts.is_empty();
        if candidate.conflicted {
            choice.conflicts.insert(firm.id, conflicts);
        }
        choice.firms.insert(firm.id, (firm, candidate));
    }
    let candidates: Vec<Candidate> = choice.firms.values().map(|(_, candidate)| *candidate).collect();
    choice.ranking = ranking::rank(file.case.region_code, &candidates);
    Ok(choice)
}

/// What stands between one firm and a case.
pub fn conflicts(tx: &mut Conn, file: &CaseFile, firm: FirmId) -> Result<Vec<Conflict>> {
    Ok(conflicts::of(firm, &ties(tx, file)?))
}

/// What each of the firms carries: open offers, accepted cases and pairings that are not over, counted together.
pub(super) fn loads(tx: &mut Conn, firms: &[FirmId], today: NaiveDate) -> Result<BTreeMap<FirmId, i64>> {
    let mut loads: BTreeMap<FirmId, i64> = assignments::loads(tx, firms)?.into_iter().collect();
    for (firm, count) in pairings::loads(tx, firms, today)? {
        *loads.entry(firm).or_default() += count;
    }
    Ok(loads)
}

fn candidates(
    tx: &mut Conn,
    file: &CaseFile,
    asked: &[Assignment],
    reach: Vec<Firm>,
    by: &Moment,
) -> Result<Vec<(Firm, Candidate)>> {
    let ids: Vec<FirmId> = reach.iter().map(|firm| firm.id).collect();
    let loads = loads(tx, &ids, by.today)?;
    let paired = match committees::get(tx, file.case.committee_id)?.chamber_id {
        Some(chamber) => pairings::firms_of(tx, chamber, by.today)?,
        None => Vec::new(),
    };
    let refusals = assignments::refusals(tx, &ids, by.now - Duration::days(365))?;
    let refusals: BTreeMap<FirmId, i64> = refusals.into_iter().collect();
    let areas = PracticeArea::of_category(file.case.category);
    let candidate = |firm: &Firm| Candidate {
        firm_id: firm.id,
        region: firm.region_code,
        accepting: firm.accepting,
        cross_region: firm.cross_region,
        capacity: firm.capacity,
        load: loads.get(&firm.id).copied().unwrap_or_default(),
        paired: paired.contains(&firm.id),
        practises: firm.areas.iter().any(|area| areas.contains(area)),
        refusals: refusals.get(&firm.id).copied().unwrap_or_default(),
        already_asked: asked.iter().any(|offer| offer.firm_id == firm.id),
        conflicted: false,
    };
    Ok(reach
        .into_iter()
        .map(|firm| {
            let facts = candidate(&firm);
            (firm, facts)
        })
        .collect())
}

fn ties(tx: &mut Conn, file: &CaseFile) -> Result<Ties> {
    let committee = file.case.committee_id;
    let roster = mediators::of_committee(tx, committee)?;
    let members = committees::members(tx, committee)?;
    let as_lawyer = |id| roster.iter().find(|mediator| mediator.id == id).and_then(|mediator| mediator.lawyer_id);
    let sitting: Vec<LawyerId> =
        members.iter().filter_map(|one| one.lawyer_id.or(one.mediator_id.and_then(as_lawyer))).collect();
    let mediating: Vec<LawyerId> = file.mediators.iter().filter_map(|one| as_lawyer(one.mediator_id)).collect();
    Ok(Ties {
        earlier: firm_ties::earlier_cases(tx, file)?,
        mandates: firm_ties::clients(tx, file)?,
        committee_lawyers: lawyers::firms_of(tx, &sitting)?,
        mediating_lawyers: lawyers::firms_of(tx, &mediating)?,
    })
}
