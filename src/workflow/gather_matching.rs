//! Gathers what a matching run is computed from: the chambers of its region that want a firm, the firms of the province, and what is
//! known of both. The rules: `domain/matching/`.

use super::directory::check_region;
use super::firm_facts;
use crate::base::code::Code;
use crate::base::config::Matching;
use crate::base::error::{Error, Result};
use crate::base::id::{ChamberId, MatchingRunId};
use crate::domain::chamber::{Chamber, ChamberStatus};
use crate::domain::matching::facts::{ChamberFacts, Facts, PairConflicts};
use crate::domain::matching::history::{self, History};
use crate::domain::matching::request::{NewRun, PairWish, Parameters};
use crate::domain::moment::Moment;
use crate::domain::pairing::Pairing;
use crate::domain::place::{Place, reaches};
use crate::domain::policy::{Actor, Permission};
use crate::domain::region::{RegionCode, RegionPrefix};
use crate::store::db::Conn;
use crate::store::listing::Filter;
use crate::store::{chambers, firms, matching_facts, matching_runs};
use std::collections::BTreeSet;

/// What a run is asked, with the facts of today. `NotFound` for a region or a run to go on around beyond the actor's own.
pub fn gather(
    c: &mut Conn,
    actor: &Actor,
    new: NewRun,
    settings: &Matching,
    by: &Moment,
) -> Result<(Parameters, Facts)> {
    if !reaches(actor, Permission::ManagePairing, &Place::of_region(new.region)) {
        return Err(Error::NotFound);
    }
    check_region(c, new.region, by.now).map_err(|error| match error {
        Error::Invalid(_) => Error::field("region", Code::RegionUnknown),
        other => other,
    })?;
    let province = new.region.province().prefix();
    let known = firm_facts::known_pairings(c, province, by.today)?;
    let (standing, refused) = match new.around {
        Some(base) => answered(c, actor, base, new.region, &known, by)?,
        None => (BTreeSet::new(), Vec::new()),
    };
    let history = History::of(&known, by.today);
    let firms = firms::in_reach(c, province, &[])?;
    let facts = Facts {
        on: by.today,
        chambers: wanting(c, new.region, &history, &standing)?,
        firms: firm_facts::of(c, &firms, province, &history, by)?,
        conflicts: conflicts(c, new.region.prefix())?,
        paired: history.paired,
        linked: history.linked,
    };
    let facts = facts.of_those_present();
    Ok((Parameters::of(new, settings, refused, &facts)?, facts))
}

/// What became of the proposals of a published run, and of those it went on around.
fn answered(
    c: &mut Conn,
    actor: &Actor,
    base: MatchingRunId,
    region: RegionCode,
    known: &[Pairing],
    by: &Moment,
) -> Result<(BTreeSet<ChamberId>, Vec<PairWish>)> {
    let scope = actor.scope(Permission::ReadMatching);
    let mut run = matching_runs::get(c, &scope, base)?;
    run.check_base()?;
    if run.region_code != region {
        return Err(Error::field("around", Code::Invalid));
    }
    let mut chain = vec![run.id];
    while let Some(before) = run.around {
        run = matching_runs::get(c, &scope, before)?;
        chain.push(run.id);
    }
    let proposals = matching_runs::proposals(c, &chain)?;
    history::answered(&proposals, known, by.today)
}

/// Active chambers that want more firms than they have or have been proposed, without those whose proposal stands.
fn wanting(
    c: &mut Conn,
    region: RegionCode,
    history: &History,
    standing: &BTreeSet<ChamberId>,
) -> Result<Vec<ChamberFacts>> {
    let only = vec![("status", ChamberStatus::Active.code().to_owned())];
    let filter = Filter { area: Some(region.prefix()), only, limit: i64::MAX, ..Filter::default() };
    let wants = |chamber: &Chamber| {
        let has = history.under_way.get(&chamber.id).copied().unwrap_or_default();
        chamber.wanted_firms > has && !standing.contains(&chamber.id)
    };
    let active = chambers::list(c, &filter)?.into_iter().filter(wants);
    let mut facts: Vec<ChamberFacts> = active
        .map(|chamber| ChamberFacts {
            id: chamber.id,
            region: chamber.region_code,
            needs: chamber.needs.0,
            industry: chamber.industry,
            languages: chamber.languages.0,
        })
        .collect();
    facts.sort_by_key(|chamber| chamber.id);
    Ok(facts)
}

fn conflicts(c: &mut Conn, area: RegionPrefix) -> Result<Vec<PairConflicts>> {
    let mut pairs: Vec<PairConflicts> = Vec::new();
    for (chamber_id, firm_id, conflict) in matching_facts::conflicts(c, area)? {
        match pairs.last_mut() {
            Some(last) if (last.chamber_id, last.firm_id) == (chamber_id, firm_id) => last.conflicts.push(conflict),
            _ => pairs.push(PairConflicts { chamber_id, firm_id, conflicts: vec![conflict] }),
        }
    }
    Ok(pairs)
}
