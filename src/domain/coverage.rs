//! How far chambers and law firms are paired on a day: pairs, chambers covered and firms involved are three numbers, and no rate
//! comes without the two counts it is made of. Counted in `store/coverage.rs`.

use super::measures::share;
use super::network_measures::{NetworkDefinition, NetworkMeasure};
use super::region::RegionCode;
use crate::text_enum;
use chrono::NaiveDate;
use serde::Serialize;

text_enum! {
    /// What coverage is broken down by.
    pub enum CoverageBy {
        Total = "total", "合计", "Total";
        Level = "level", "层级", "Level";
        Kind = "kind", "商会类别", "Kind of chamber";
        Region = "region", "地区", "Region";
    }
}

text_enum! {
    /// The level of an area, and of the chambers and federations that stand there.
    pub enum RegionLevel {
        Nation = "nation", "全国", "Nation";
        Province = "province", "省属", "Province";
        City = "city", "市属", "City";
        County = "county", "县（区）属", "County";
    }
}

/// What was counted for one item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CoverageCounts {
    /// Active chambers.
    pub chambers: i64,
    /// Of these, with an active mediation committee.
    pub with_committee: i64,
    /// Of these, with a living pairing.
    pub covered: i64,
    /// Living pairings of active chambers.
    pub pairs: i64,
    /// Firms in these pairings, each once.
    pub firms: i64,
    /// Of these pairings, those without a service for the set time.
    pub idle: i64,
    pub federations: i64,
    /// Of these, with a living pairing of their own.
    pub federations_covered: i64,
}

/// A share with both its counts, in basis points (10 000 is all), cut down; none when there is nothing to be covered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Share {
    /// Which counts: `chambers_covered / chambers`.
    pub formula: String,
    pub numerator: i64,
    pub denominator: i64,
    pub basis_points: Option<i64>,
}

/// One item: a level, a kind of chamber, a region; the whole when asked for `total`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct CoverageLine {
    /// Its code; empty for the whole.
    pub item: String,
    /// Its word or name in Chinese.
    pub name: String,
    /// Active chambers of the registry.
    pub chambers: i64,
    /// Pairings of these chambers that live on the day.
    pub pairs: i64,
    pub chambers_covered: i64,
    pub firms_involved: i64,
    /// Living pairings without a service for `idle_days`.
    pub idle_pairs: i64,
    pub chambers_with_committee: i64,
    pub federations: i64,
    /// Federations paired themselves; their pairings are in none of the other counts.
    pub federations_covered: i64,
    pub coverage: Share,
    /// Chambers with a mediation committee.
    pub mediation: Share,
    pub idle: Share,
    pub federation_coverage: Share,
}

/// The coverage of an area on a day.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct CoverageSheet {
    pub region: RegionCode,
    pub on: NaiveDate,
    pub by: CoverageBy,
    /// A pairing is idle when it had no service for so many days.
    pub idle_days: u16,
    pub items: Vec<CoverageLine>,
    /// What each count and rate means.
    pub definitions: Vec<NetworkDefinition>,
}

impl CoverageLine {
    /// A line with its rates.
    pub fn of(item: String, name: String, counts: &CoverageCounts) -> Self {
        let rate = |rate: NetworkMeasure, numerator, denominator| Share {
            formula: rate.formula().map(|(above, below)| format!("{above} / {below}")).unwrap_or_default(),
            numerator,
            denominator,
            basis_points: share(numerator, denominator),
        };
        Self {
            item,
            name,
            chambers: counts.chambers,
            pairs: counts.pairs,
            chambers_covered: counts.covered,
            firms_involved: counts.firms,
            idle_pairs: counts.idle,
            chambers_with_committee: counts.with_committee,
            federations: counts.federations,
            federations_covered: counts.federations_covered,
            coverage: rate(NetworkMeasure::Coverage, counts.covered, counts.chambers),
            mediation: rate(NetworkMeasure::Mediation, counts.with_committee, counts.chambers),
            idle: rate(NetworkMeasure::Idle, counts.idle, counts.pairs),
            federation_coverage: rate(
                NetworkMeasure::FederationCoverage,
                counts.federations_covered,
                counts.federations,
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_shows_both_counts_and_is_cut_down() {
        let counts = CoverageCounts { chambers: 4325, with_committee: 283, pairs: 3, idle: 2, ..Default::default() };
        let line = CoverageLine::of(String::new(), "合计".into(), &counts);
        assert_eq!((line.mediation.numerator, line.mediation.denominator), (283, 4325));
        assert_eq!(line.mediation.basis_points, Some(654), "6.5 percent");
        assert_eq!(line.idle.basis_points, Some(6666));
        assert_eq!(line.coverage.basis_points, Some(0));
        assert_eq!(line.federation_coverage.basis_points, None, "nothing to be covered");
    }
}
