//! Which firm to ask next for a case: hard filters that say how many they removed, then a score with visible parts.

use crate::base::id::FirmId;
use crate::domain::region::RegionCode;
use crate::text_enum;
use serde::Serialize;
use std::collections::BTreeMap;

text_enum! {
    /// Why a firm is not asked at all.
    pub enum Removal {
        NotAccepting = "not_accepting", "暂停承接", "Not accepting";
        AlreadyAsked = "already_asked", "本案已邀约过", "Asked for this case before";
        OutOfArea = "out_of_area", "不承接该地区", "Does not serve the area";
        Full = "full", "已满额", "At capacity";
        Conflict = "conflict", "存在利益冲突", "Conflict of interest";
    }
}

/// What the store knows of a firm, as far as the ranking asks.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    pub firm_id: FirmId,
    pub region: RegionCode,
    pub accepting: bool,
    pub cross_region: bool,
    pub capacity: i64,
    /// Open offers, accepted cases and pairings.
    pub load: i64,
    /// It has a living pairing with the chamber of the committee.
    pub paired: bool,
    /// It practises the area of the case.
    pub practises: bool,
    /// Offers it declined or let lapse in the last year.
    pub refusals: i64,
    pub already_asked: bool,
    pub conflicted: bool,
}

/// The parts of a firm's score, each with its highest value; the sum is at most 100, or 225 for a paired firm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Score {
    /// 125 for a firm paired with the chamber: more than all the rest together, so that it is asked first.
    pub pairing: i64,
    /// 40 when it practises the area.
    pub practice: i64,
    /// 30 in the county, 20 in the city, 10 in the province.
    pub region: i64,
    /// Up to 30, in proportion to its free room.
    pub room: i64,
    /// 5 less for each offer refused in the last year, 20 at most.
    pub refusals: i64,
    pub total: i64,
}

/// A firm that can be asked, and why it stands where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Ranked {
    pub firm_id: FirmId,
    pub score: Score,
}

/// The firms in the order in which they are asked, and how many each filter removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranking {
    pub firms: Vec<Ranked>,
    pub removed: BTreeMap<Removal, usize>,
}

/// Ranks the firms for a case of a region; equal scores stand by lower id, so that the order is one.
pub fn rank(region: RegionCode, candidates: &[Candidate]) -> Ranking {
    let mut ranking = Ranking { firms: vec![], removed: BTreeMap::new() };
    for candidate in candidates {
        match removal(region, candidate) {
            Some(why) => *ranking.removed.entry(why).or_default() += 1,
            None => ranking.firms.push(Ranked { firm_id: candidate.firm_id, score: score(region, candidate) }),
        }
    }
    ranking.firms.sort_by_key(|ranked| (-ranked.score.total, ranked.firm_id));
    ranking
}

fn removal(region: RegionCode, firm: &Candidate) -> Option<Removal> {
    let near = nearness(region, firm.region) >= 20;
    [
        (!firm.accepting, Removal::NotAccepting),
        (firm.already_asked, Removal::AlreadyAsked),
        (!near && !firm.cross_region, Removal::OutOfArea),
        (firm.load >= firm.capacity, Removal::Full),
        (firm.conflicted, Removal::Conflict),
    ]
    .into_iter()
    .find_map(|(removed, why)| removed.then_some(why))
}

fn score(region: RegionCode, firm: &Candidate) -> Score {
    let pairing = if firm.paired { 125 } else { 0 };
    let practice = if firm.practises { 40 } else { 0 };
    let region = nearness(region, firm.region);
    let room = 30 * (firm.capacity - firm.load).max(0) / firm.capacity.max(1);
    let refusals = -(5 * firm.refusals).min(20);
    Score { pairing, practice, region, room, refusals, total: pairing + practice + region + room + refusals }
}

/// 30 in the same county, 20 in the same city, 10 in the same province, else 0.
fn nearness(case: RegionCode, firm: RegionCode) -> i64 {
    let (case, firm) = (case.as_str(), firm.as_str());
    [(6, 30), (4, 20), (2, 10)]
        .into_iter()
        .find(|(digits, _)| case.get(..*digits) == firm.get(..*digits))
        .map_or(0, |(_, near)| near)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn firm(region: &str) -> Candidate {
        Candidate {
            firm_id: FirmId::new(),
            region: RegionCode::parse(region).unwrap(),
            accepting: true,
            cross_region: false,
            capacity: 3,
            load: 0,
            paired: false,
            practises: true,
            refusals: 0,
            already_asked: false,
            conflicted: false,
        }
    }

    fn ninghai() -> RegionCode {
        RegionCode::parse("330226").unwrap()
    }

    #[test]
    fn nearer_freer_more_willing_firms_come_first() {
        let here = firm("330226");
        let city = firm("330200");
        let loaded = Candidate { load: 2, ..firm("330226") };
        let unwilling = Candidate { refusals: 9, ..firm("330226") };
        let abroad = Candidate { cross_region: true, ..firm("420100") };
        let order: Vec<_> = rank(ninghai(), &[abroad, unwilling, loaded, city, here])
            .firms
            .into_iter()
            .map(|r| (r.firm_id, r.score.total))
            .collect();
        let expected = [(here, 100), (city, 90), (loaded, 80), (unwilling, 80), (abroad, 70)];
        assert_eq!(order, expected.map(|(firm, total)| (firm.firm_id, total)));
    }

    #[test]
    fn the_paired_firm_comes_first_whatever_else_speaks_for_the_others() {
        let best = firm("330226");
        let paired =
            Candidate { paired: true, practises: false, load: 2, refusals: 9, cross_region: true, ..firm("420100") };
        let ranking = rank(ninghai(), &[best, paired]);
        let order: Vec<_> = ranking.firms.iter().map(|r| (r.firm_id, r.score.pairing, r.score.total)).collect();
        assert_eq!(order, [(paired.firm_id, 125, 115), (best.firm_id, 0, 100)]);
        let full = Candidate { load: 3, ..paired };
        assert_eq!(
            rank(ninghai(), &[full]).removed,
            BTreeMap::from([(Removal::Full, 1)]),
            "its room counts all the same"
        );
    }

    #[test]
    fn each_filter_says_how_many_it_removed() {
        let candidates = [
            Candidate { accepting: false, ..firm("330226") },
            Candidate { already_asked: true, ..firm("330226") },
            firm("330100"),
            Candidate { load: 3, ..firm("330226") },
            Candidate { conflicted: true, ..firm("330226") },
        ];
        let ranking = rank(ninghai(), &candidates);
        assert!(ranking.firms.is_empty());
        assert_eq!(ranking.removed, Removal::ALL.iter().map(|why| (*why, 1)).collect());
    }

    #[test]
    fn equal_firms_stand_by_lower_id() {
        let (first, second) = (firm("330226"), firm("330226"));
        let ranked = rank(ninghai(), &[second, first]);
        assert_eq!(ranked.firms.iter().map(|r| r.firm_id).collect::<Vec<_>>(), [first.firm_id, second.firm_id]);
    }
}
