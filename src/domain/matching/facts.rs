//! What a run knows of chambers and firms on its day. Ids, codes and counts, no names: this is what is stored with the run and what
//! it can be repeated from.

use crate::base::id::{ChamberId, FirmId};
use crate::domain::conflicts::Conflict;
use crate::domain::region::RegionCode;
use crate::domain::vocabulary::{Industry, Language, PracticeArea};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A chamber and a firm.
pub type Pair = (ChamberId, FirmId);

/// Everything a run depends on, beside what was asked of it. Each list stands in the order of its ids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// The day of the run.
    pub on: NaiveDate,
    pub chambers: Vec<ChamberFacts>,
    pub firms: Vec<FirmFacts>,
    /// Pairs with a pairing under way: proposed, agreed, signed or living.
    pub paired: BTreeSet<Pair>,
    /// Pairs whose signed pairing came to its end in its time.
    pub linked: BTreeSet<Pair>,
    pub conflicts: Vec<PairConflicts>,
}

/// What somebody wants of a firm: a chamber for a pairing, a committee for a case.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    pub region: RegionCode,
    pub needs: &'a [PracticeArea],
    pub industry: Option<Industry>,
    pub languages: &'a [Language],
}

/// A chamber that wants one firm more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChamberFacts {
    pub id: ChamberId,
    pub region: RegionCode,
    pub needs: Vec<PracticeArea>,
    pub industry: Option<Industry>,
    pub languages: Vec<Language>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FirmFacts {
    pub id: FirmId,
    pub region: RegionCode,
    pub areas: Vec<PracticeArea>,
    pub languages: Vec<Language>,
    pub lawyers: i64,
    /// How many cases and pairings it can carry at once, and how many it carries.
    pub capacity: i64,
    pub load: i64,
    pub accepting: bool,
    pub cross_region: bool,
    /// How often its service was judged, in callbacks and by the end of a pairing, and how often well.
    pub judged: i64,
    pub praised: i64,
    /// The day its latest pairing was proposed.
    pub last_paired_on: Option<NaiveDate>,
}

/// What stands between a chamber and a firm, with the files it comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PairConflicts {
    pub chamber_id: ChamberId,
    pub firm_id: FirmId,
    pub conflicts: Vec<Conflict>,
}

impl Facts {
    /// A chamber that takes part.
    pub fn chamber(&self, id: ChamberId) -> Option<&ChamberFacts> {
        self.chambers.binary_search_by_key(&id, |one| one.id).ok().and_then(|at| self.chambers.get(at))
    }

    /// A firm that takes part.
    pub fn firm(&self, id: FirmId) -> Option<&FirmFacts> {
        self.firms.binary_search_by_key(&id, |one| one.id).ok().and_then(|at| self.firms.get(at))
    }

    /// The conflicts of a pair; none, where there are none.
    pub fn conflicts_of(&self, (chamber, firm): Pair) -> &[Conflict] {
        let found = self.conflicts.binary_search_by_key(&(chamber, firm), |one| (one.chamber_id, one.firm_id));
        found.ok().and_then(|at| self.conflicts.get(at)).map_or(&[], |one| &one.conflicts)
    }

    /// Without pairs of which a side takes no part.
    pub fn of_those_present(mut self) -> Self {
        let chambers: BTreeSet<ChamberId> = self.chambers.iter().map(|one| one.id).collect();
        let firms: BTreeSet<FirmId> = self.firms.iter().map(|one| one.id).collect();
        let is_present = |(chamber, firm): Pair| chambers.contains(&chamber) && firms.contains(&firm);
        self.paired.retain(|pair| is_present(*pair));
        self.linked.retain(|pair| is_present(*pair));
        self.conflicts.retain(|one| is_present((one.chamber_id, one.firm_id)));
        self
    }

    /// Whether the two had a pairing that came to its end in its time.
    pub fn is_linked(&self, pair: Pair) -> bool {
        self.linked.contains(&pair)
    }

    /// Whether the chamber had a firm before that a pair with this one would replace.
    pub fn changes_link(&self, (chamber, firm): Pair) -> bool {
        let mut before = self.linked.iter().filter(|(linked, _)| *linked == chamber).peekable();
        before.peek().is_some() && before.all(|(_, linked)| *linked != firm)
    }
}

impl ChamberFacts {
    /// What it wants of a firm.
    pub fn wanted(&self) -> Wanted<'_> {
        Wanted { region: self.region, needs: &self.needs, industry: self.industry, languages: &self.languages }
    }
}

impl FirmFacts {
    /// How many chambers more it can carry.
    pub fn room(&self) -> u32 {
        u32::try_from((self.capacity - self.load).max(0)).unwrap_or(u32::MAX)
    }

    /// It serves its city, the areas around it that it lies in, and the areas within its own.
    pub fn is_at_home_in(&self, region: RegionCode) -> bool {
        self.shares(region, 4) || region.prefix().contains(self.region) || self.region.prefix().contains(region)
    }

    /// Across the cities of its province it serves when it works across regions.
    pub fn serves(&self, region: RegionCode) -> bool {
        self.is_at_home_in(region) || (self.cross_region && self.shares(region, 2))
    }

    fn shares(&self, region: RegionCode, digits: usize) -> bool {
        region.as_str().get(..digits) == self.region.as_str().get(..digits)
    }
}
