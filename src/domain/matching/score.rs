//! How well a chamber and a firm fit, in the eyes of each: whole points, part by part, 0 to 1,000,000 in all.

use super::facts::{ChamberFacts, Facts, FirmFacts, Wanted};
use super::weights::{Criterion, Weights};
use crate::domain::region::RegionCode;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Points by criterion; their sum is the score.
pub type Parts = BTreeMap<Criterion, i32>;

/// All of a thing, in thousandths.
const ALL: i64 = 1000;
/// Lawyers beyond which a firm is not larger for a chamber.
const LARGE: i64 = 40;
/// Days after which waiting longer counts no more.
const LONG: i64 = 730;

/// How the two sides weigh the parts.
pub struct Scale {
    chamber: Side,
    firm: Side,
}

struct Side {
    weights: Vec<(Criterion, i64)>,
    sum: i64,
}

impl Scale {
    /// The weights of each side with their sum.
    pub fn of(weights: &Weights) -> Self {
        Self { chamber: Side::of(Criterion::OF_CHAMBER, weights), firm: Side::of(Criterion::OF_FIRM, weights) }
    }

    /// The score of the chamber for the firm, and of the firm for the chamber.
    pub fn scores(&self, facts: &Facts, chamber: &ChamberFacts, firm: &FirmFacts) -> (i32, i32) {
        let values = Values::of(&chamber.wanted(), firm, facts.is_linked((chamber.id, firm.id)), facts.on);
        (self.chamber.parts(&values).map(|part| part.1).sum(), self.firm.parts(&values).map(|part| part.1).sum())
    }

    /// The parts of both scores.
    pub fn parts(&self, facts: &Facts, chamber: &ChamberFacts, firm: &FirmFacts) -> (Parts, Parts) {
        self.parts_for(&chamber.wanted(), firm, facts.is_linked((chamber.id, firm.id)), facts.on)
    }

    /// The parts of both scores, for whoever wants a firm; `is_linked` when they had a pairing before.
    pub fn parts_for(&self, wanted: &Wanted<'_>, firm: &FirmFacts, is_linked: bool, on: NaiveDate) -> (Parts, Parts) {
        let values = Values::of(wanted, firm, is_linked, on);
        (self.chamber.parts(&values).collect(), self.firm.parts(&values).collect())
    }
}

impl Side {
    fn of(criteria: [Criterion; 6], weights: &Weights) -> Self {
        let weights: Vec<_> = criteria.into_iter().map(|one| (one, weights.of(one))).collect();
        Self { sum: weights.iter().map(|(_, weight)| weight).sum(), weights }
    }

    /// Weights are at most 1000 and so are values: no part is above a million, and cut down, neither is their sum.
    fn parts(&self, values: &Values) -> impl Iterator<Item = (Criterion, i32)> {
        self.weights.iter().map(|&(criterion, weight)| {
            let points = (ALL * weight * values.of_criterion(criterion)).checked_div(self.sum).unwrap_or_default();
            (criterion, i32::try_from(points).unwrap_or_default())
        })
    }
}

/// How far each part holds, in thousandths.
struct Values {
    practice: i64,
    nearness: i64,
    language: i64,
    size: i64,
    satisfaction: i64,
    load: i64,
    rotation: i64,
    link: i64,
}

impl Values {
    fn of(wanted: &Wanted<'_>, firm: &FirmFacts, is_linked: bool, on: NaiveDate) -> Self {
        let free = (firm.capacity - firm.load).max(0);
        Self {
            practice: practice(wanted, firm),
            nearness: nearness(wanted.region, firm.region),
            language: share(wanted.languages, &firm.languages).unwrap_or(ALL),
            size: ALL * firm.lawyers.clamp(0, LARGE) / LARGE,
            // As if it had been judged once well and once badly: who is unknown stands in the middle.
            satisfaction: ALL * (firm.praised + 1) / (firm.judged + 2),
            load: (ALL * free).checked_div(firm.capacity).unwrap_or_default(),
            rotation: rotation(firm.last_paired_on, on),
            link: if is_linked { ALL } else { 0 },
        }
    }

    fn of_criterion(&self, criterion: Criterion) -> i64 {
        match criterion {
            Criterion::Practice => self.practice,
            Criterion::Nearness => self.nearness,
            Criterion::Language => self.language,
            Criterion::Size => self.size,
            Criterion::Satisfaction => self.satisfaction,
            Criterion::Load => self.load,
            Criterion::Rotation => self.rotation,
            Criterion::Link => self.link,
        }
    }
}

/// Two thirds for the needs, one for what the industry usually asks for; of what is unknown, nothing is asked.
fn practice(wanted: &Wanted<'_>, firm: &FirmFacts) -> i64 {
    let industry = wanted.industry.map_or(&[][..], crate::domain::vocabulary::PracticeArea::of_industry);
    match (share(wanted.needs, &firm.areas), share(industry, &firm.areas)) {
        (Some(needs), Some(industry)) => (2 * needs + industry) / 3,
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => ALL,
    }
}

/// The share of what is wanted that is there; none, when nothing is wanted.
fn share<T: PartialEq>(wanted: &[T], there: &[T]) -> Option<i64> {
    let count = |found: usize| i64::try_from(found).unwrap_or(i64::MAX);
    let found = wanted.iter().filter(|one| there.contains(one)).count();
    (ALL * count(found)).checked_div(count(wanted.len()))
}

/// All in the same county, 700 in the city, 300 in the province.
fn nearness(wanted: RegionCode, firm: RegionCode) -> i64 {
    let (wanted, firm) = (wanted.as_str(), firm.as_str());
    [(6, ALL), (4, 700), (2, 300)]
        .into_iter()
        .find(|(digits, _)| wanted.get(..*digits) == firm.get(..*digits))
        .map_or(0, |(_, near)| near)
}

/// All for a firm that never had a pairing.
fn rotation(last: Option<NaiveDate>, on: NaiveDate) -> i64 {
    last.map_or(ALL, |last| ALL * (on - last).num_days().clamp(0, LONG) / LONG)
}
