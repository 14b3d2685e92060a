//! Which firms can be asked for a case, in which order, and what stands against the others. The rules: `domain/ranking.rs` and
//! `domain/conflicts.rs`; here the facts are gathered.

use super::firm_facts;
use crate::base::error::Result;
use crate::base::id::{FirmId, LawyerId};
use crate::domain::case::CaseFile;
use crate::domain::chamber::Chamber;
use crate::domain::conflicts::{self, Conflict, Ties};
use crate::domain::firm::Firm;
use crate::domain::matching::facts::{FirmFacts, Wanted};
use crate::domain::matching::history::History;
use crate::domain::matching::score::Scale;
use crate::domain::matching::weights::Weights;
use crate::domain::moment::Moment;
use crate::domain::ranking::{self, Candidate, Ranking};
use crate::domain::vocabulary::PracticeArea;
use crate::store::db::Conn;
use crate::store::{assignments, chambers, committees, firm_ties, firms, lawyers, mediators, pairings};
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

/// Ranks the firms of the case's province, and those paired with the chamber of its committee wherever they are.
pub fn rank(tx: &mut Conn, file: &CaseFile, weights: &Weights, by: &Moment) -> Result<Choice> {
    let chamber = committees::get(tx, file.case.committee_id)?.chamber_id;
    let chamber = chamber.map(|id| chambers::by_id(tx, id)).transpose()?.flatten();
    let mut choice = Choice { ranking: Ranking::default(), conflicts: BTreeMap::new(), firms: BTreeMap::new() };
    let ties = ties(tx, file)?;
    for (firm, mut candidate) in candidates(tx, file, chamber.as_ref(), by)? {
        let conflicts = conflicts::of(firm.id, &ties);
        candidate.conflicted = !conflicts.is_empty();
        if candidate.conflicted {
            choice.conflicts.insert(firm.id, conflicts);
        }
        choice.firms.insert(firm.id, (firm, candidate));
    }
    let wanted = Wanted {
        region: file.case.region_code,
        needs: PracticeArea::of_category(file.case.category),
        industry: None,
        languages: chamber.as_ref().map_or(&[], |chamber| &chamber.languages.0),
    };
    let candidates = choice.firms.values().map(|(_, candidate)| candidate);
    choice.ranking = ranking::rank(&wanted, candidates, &Scale::of(weights), by.today);
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

/// What one firm carries: open offers, accepted cases and pairings that are not over.
pub fn load(c: &mut Conn, firm: FirmId, today: NaiveDate) -> Result<i64> {
    Ok(loads(c, &[firm], today)?.get(&firm).copied().unwrap_or_default())
}

fn candidates(
    tx: &mut Conn,
    file: &CaseFile,
    chamber: Option<&Chamber>,
    by: &Moment,
) -> Result<Vec<(Firm, Candidate)>> {
    let paired = chamber.map(|chamber| pairings::firms_of(tx, chamber.id, by.today)).transpose()?.unwrap_or_default();
    let province = file.case.region_code.province().prefix();
    let firms = firms::in_reach(tx, province, &paired)?;
    let history = History::of(&firm_facts::known_pairings(tx, province, by.today)?, by.today);
    let facts = firm_facts::of(tx, &firms, province, &history, by)?;
    let ids: Vec<FirmId> = firms.iter().map(|firm| firm.id).collect();
    let refusals = assignments::refusals(tx, &ids, by.now - Duration::days(365))?;
    let refusals: BTreeMap<FirmId, i64> = refusals.into_iter().collect();
    let asked = assignments::of_case(tx, file.case.id)?;
    let candidate = |facts: FirmFacts| Candidate {
        paired: paired.contains(&facts.id),
        linked: chamber.is_some_and(|chamber| history.linked.contains(&(chamber.id, facts.id))),
        refusals: refusals.get(&facts.id).copied().unwrap_or_default(),
        already_asked: asked.iter().any(|offer| offer.firm_id == facts.id),
        conflicted: false,
        facts,
    };
    Ok(firms.into_iter().zip(facts.into_iter().map(candidate)).collect())
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
