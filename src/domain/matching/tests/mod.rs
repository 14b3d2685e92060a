//! What the tests of matching runs share: small markets.

mod advice;
mod candidates;
mod records;
mod scores;

use super::compare::compare;
use super::explain::{Bench, ChangeKind, UnmatchedReason};
use super::facts::{ChamberFacts, Facts, FirmFacts, PairConflicts};
use super::filter::{PairRemoval, removal};
use super::history::{self, History};
use super::market::Market;
use super::request::{FirmLimits, MatchingPolicy, NewRun, PairWish, Parameters};
use super::run::{Proposal, RunFile};
use super::score::Scale;
use super::seal::{self, Run, RunFlaw};
use super::weights::Criterion;
use super::why_not::{FirmStanding, explain};
use crate::base::code::Code;
use crate::base::config::{Config, Matching};
use crate::base::error::Error;
use crate::base::id::{CaseId, ChamberId, FirmId, MatchingRunId};
use crate::domain::conflicts::{Conflict, ConflictKind};
use crate::domain::contact::Text;
use crate::domain::moment::Moment;
use crate::domain::pairing::tests::{at, day, proposed};
use crate::domain::pairing::{Pairing, PairingRefusal, PairingSide, PairingStatus, TerminationReason};
use crate::domain::region::RegionCode;
use crate::domain::vocabulary::{Industry, Language, PracticeArea};
use std::collections::{BTreeMap, BTreeSet};

fn settings() -> Matching {
    let none = figment::providers::Serialized::defaults(serde_json::json!({}));
    Config::layered(None, none).unwrap().matching
}

fn chamber(region: &str) -> ChamberFacts {
    let region = RegionCode::parse(region).unwrap();
    let needs = vec![PracticeArea::Labour, PracticeArea::Contract];
    ChamberFacts { id: ChamberId::new(), region, needs, industry: None, languages: vec![Language::Chinese] }
}

fn firm(region: &str, room: i64) -> FirmFacts {
    FirmFacts {
        id: FirmId::new(),
        region: RegionCode::parse(region).unwrap(),
        areas: vec![PracticeArea::Labour],
        languages: vec![Language::Chinese],
        lawyers: 20,
        capacity: room,
        load: 0,
        accepting: true,
        cross_region: false,
        judged: 0,
        praised: 0,
        last_paired_on: None,
    }
}

fn facts(chambers: Vec<ChamberFacts>, firms: Vec<FirmFacts>) -> Facts {
    let (paired, linked) = (BTreeSet::new(), BTreeSet::new());
    Facts { on: day("2026-03-01"), chambers, firms, paired, linked, conflicts: vec![] }
}

fn new(policy: MatchingPolicy) -> NewRun {
    serde_json::from_value(serde_json::json!({"region": "330200", "policy": policy})).unwrap()
}

fn asked(policy: MatchingPolicy, facts: &Facts) -> Parameters {
    Parameters::of(new(policy), &settings(), vec![], facts).unwrap()
}

fn wish(chamber_id: ChamberId, firm_id: FirmId) -> PairWish {
    PairWish { chamber_id, firm_id, reason: Text::parse("由").unwrap() }
}

/// Small markets made up by chance, from a seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    fn facts(&mut self) -> Facts {
        let regions = ["330203", "330226", "330200", "330100", "330110"];
        let region = |chance: &mut Self, most: u64| regions[usize::try_from(chance.below(most)).unwrap()];
        let chambers = (0..3 + self.below(4)).map(|_| chamber(region(self, 4))).collect();
        let firms = (0..2 + self.below(3))
            .map(|_| FirmFacts {
                accepting: self.below(5) > 0,
                cross_region: self.below(4) == 0,
                lawyers: i64::try_from(self.below(40)).unwrap(),
                areas: PracticeArea::ALL.iter().copied().filter(|_| self.below(2) == 0).collect(),
                ..firm(region(self, 5), i64::try_from(self.below(3)).unwrap())
            })
            .collect();
        facts(chambers, firms)
    }
}
