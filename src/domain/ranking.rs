//! Which firm to ask next for a case: hard filters that say how many they removed, then the firm paired with the chamber, then those
//! of the region, then the others, each group by the scores of a matching run (`matching/score.rs`).

use crate::base::id::FirmId;
use crate::domain::matching::facts::{FirmFacts, Wanted};
use crate::domain::matching::score::{Parts, Scale};
use crate::text_enum;
use chrono::NaiveDate;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Points a firm loses for each offer it declined or let lapse in the last year, and how many at most.
const REFUSAL: i64 = 50_000;
const REFUSALS: i64 = 4 * REFUSAL;

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

text_enum! {
    /// The group in which a firm is asked; an earlier one comes first whatever the scores.
    pub enum OfferGroup {
        Paired = "paired", "与该商会结对", "Paired with the chamber";
        Region = "region", "本地区", "Of the region";
        Beyond = "beyond", "跨区域", "From beyond the region";
    }
}

/// What is known of a firm, as far as the ranking asks.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub facts: FirmFacts,
    /// It has a living pairing with the chamber of the committee, or had one that ended in its time.
    pub paired: bool,
    pub linked: bool,
    /// Offers it declined or let lapse in the last year.
    pub refusals: i64,
    pub already_asked: bool,
    pub conflicted: bool,
}

/// What a firm's place follows from: the parts of both scores as in a matching run, 0 to 1,000,000 points each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Score {
    pub group: OfferGroup,
    /// How the firm fits the case.
    #[schema(value_type = Object)]
    pub chamber_parts: Parts,
    /// How the case fits the firm, and how much it is its turn.
    #[schema(value_type = Object)]
    pub firm_parts: Parts,
    /// 50,000 points less for each offer refused in the last year, 200,000 at most.
    pub refusals: i64,
    /// The sum of it all.
    pub total: i64,
}

/// A firm that can be asked, and why it stands where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Ranked {
    pub firm_id: FirmId,
    pub score: Score,
}

/// The firms in the order in which they are asked, and how many each filter removed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ranking {
    pub firms: Vec<Ranked>,
    pub removed: BTreeMap<Removal, usize>,
}

/// Ranks the firms for what a case wants; equal scores stand by lower id, so that the order is one.
pub fn rank<'a>(
    wanted: &Wanted<'_>,
    candidates: impl IntoIterator<Item = &'a Candidate>,
    scale: &Scale,
    on: NaiveDate,
) -> Ranking {
    let mut ranking = Ranking::default();
    for candidate in candidates {
        match removal(wanted, candidate) {
            Some(why) => *ranking.removed.entry(why).or_default() += 1,
            None => {
                let score = score(wanted, candidate, scale, on);
                ranking.firms.push(Ranked { firm_id: candidate.facts.id, score });
            }
        }
    }
    ranking.firms.sort_by_key(|ranked| (ranked.score.group, Reverse(ranked.score.total), ranked.firm_id));
    ranking
}

fn removal(wanted: &Wanted<'_>, firm: &Candidate) -> Option<Removal> {
    [
        (!firm.facts.accepting, Removal::NotAccepting),
        (firm.already_asked, Removal::AlreadyAsked),
        (!firm.paired && !firm.facts.serves(wanted.region), Removal::OutOfArea),
        (firm.facts.room() == 0, Removal::Full),
        (firm.conflicted, Removal::Conflict),
    ]
    .into_iter()
    .find_map(|(removed, why)| removed.then_some(why))
}

fn score(wanted: &Wanted<'_>, firm: &Candidate, scale: &Scale, on: NaiveDate) -> Score {
    let group = match (firm.paired, firm.facts.is_at_home_in(wanted.region)) {
        (true, _) => OfferGroup::Paired,
        (false, true) => OfferGroup::Region,
        (false, false) => OfferGroup::Beyond,
    };
    let (chamber_parts, firm_parts) = scale.parts_for(wanted, &firm.facts, firm.linked, on);
    let refusals = -firm.refusals.saturating_mul(REFUSAL).min(REFUSALS);
    let points: i64 = chamber_parts.values().chain(firm_parts.values()).copied().map(i64::from).sum();
    Score { group, chamber_parts, firm_parts, refusals, total: points + refusals }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::config::{Config, Matching};
    use crate::domain::matching::weights::Weights;
    use crate::domain::region::RegionCode;
    use crate::domain::vocabulary::PracticeArea;

    const CONTRACT: &[PracticeArea] = &[PracticeArea::Contract];

    fn region(code: &str) -> RegionCode {
        RegionCode::parse(code).unwrap()
    }

    fn firm(code: &str) -> Candidate {
        let facts = FirmFacts {
            id: FirmId::new(),
            region: region(code),
            areas: CONTRACT.to_vec(),
            languages: vec![],
            lawyers: 20,
            capacity: 3,
            load: 0,
            accepting: true,
            cross_region: false,
            judged: 0,
            praised: 0,
            last_paired_on: None,
        };
        Candidate { facts, paired: false, linked: false, refusals: 0, already_asked: false, conflicted: false }
    }

    fn with(mut firm: Candidate, change: impl FnOnce(&mut Candidate)) -> Candidate {
        change(&mut firm);
        firm
    }

    /// The ranking for a contract case of 宁海县, with the weights that come with the program.
    fn ranked(candidates: &[Candidate]) -> Ranking {
        let none = figment::providers::Serialized::defaults(serde_json::json!({}));
        let settings: Matching = Config::layered(None, none).unwrap().matching;
        let wanted = Wanted { region: region("330226"), needs: CONTRACT, industry: None, languages: &[] };
        let day = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        rank(&wanted, candidates, &Scale::of(&Weights::from(&settings.weights)), day)
    }

    fn order(ranking: &Ranking) -> Vec<FirmId> {
        ranking.firms.iter().map(|ranked| ranked.firm_id).collect()
    }

    #[test]
    fn each_part_of_the_scores_can_decide_and_refusals_count_against() {
        let best = firm("330226");
        let worse: [fn(&mut Candidate); 7] = [
            |one| one.facts.areas = vec![PracticeArea::Labour],
            |one| one.facts.region = region("330200"),
            |one| one.facts.lawyers = 2,
            |one| one.facts.judged = 2,
            |one| one.facts.load = 1,
            |one| one.facts.last_paired_on = NaiveDate::from_ymd_opt(2026, 11, 1),
            |one| one.refusals = 1,
        ];
        for (at, change) in worse.into_iter().enumerate() {
            let lesser = with(firm("330226"), change);
            assert_eq!(order(&ranked(&[lesser.clone(), best.clone()])), [best.facts.id, lesser.facts.id], "{at}");
        }
        let refused = |times| ranked(&[with(firm("330226"), |one| one.refusals = times)]).firms[0].score.clone();
        assert_eq!([0, 1, 4, 9].map(|times| refused(times).refusals), [0, -50_000, -200_000, -200_000]);
        let score = refused(1);
        let points: i32 = score.chamber_parts.values().chain(score.firm_parts.values()).sum();
        assert_eq!(score.total, i64::from(points) - 50_000, "the parts shown are all there is");
    }

    #[test]
    fn the_paired_firm_comes_first_then_those_of_the_region_whatever_their_scores() {
        let from_afar = with(firm("330100"), |one| one.facts.cross_region = true);
        let unwilling = with(firm("330203"), |one| {
            one.facts.areas.clear();
            (one.facts.load, one.facts.judged, one.refusals) = (2, 9, 9);
        });
        let paired = with(firm("420100"), |one| (one.paired, one.facts.load, one.refusals) = (true, 2, 9));
        let ranking = ranked(&[from_afar.clone(), unwilling.clone(), paired.clone()]);
        assert_eq!(order(&ranking), [paired.facts.id, unwilling.facts.id, from_afar.facts.id]);
        assert!(ranking.firms[2].score.total > ranking.firms[1].score.total, "their scores say otherwise");
        assert_eq!(ranking.firms.iter().map(|one| one.score.group).collect::<Vec<_>>(), OfferGroup::ALL);
        let full = ranked(&[with(paired, |one| one.facts.load = 3)]);
        assert_eq!(full.removed, BTreeMap::from([(Removal::Full, 1)]), "its room counts all the same");
    }

    #[test]
    fn each_filter_says_how_many_it_removed() {
        let candidates = [
            with(firm("330226"), |one| one.facts.accepting = false),
            with(firm("330226"), |one| one.already_asked = true),
            firm("330100"),
            with(firm("330226"), |one| one.facts.load = 3),
            with(firm("330226"), |one| one.conflicted = true),
        ];
        let ranking = ranked(&candidates);
        assert!(ranking.firms.is_empty());
        assert_eq!(ranking.removed, Removal::ALL.iter().map(|why| (*why, 1)).collect());
    }

    #[test]
    fn equal_firms_stand_by_lower_id() {
        let (first, second) = (firm("330226"), firm("330226"));
        assert_eq!(order(&ranked(&[second.clone(), first.clone()])), [first.facts.id, second.facts.id]);
    }
}
