//! What in one's own records deserves a second look before figures are sent up: signs, never proofs, each with both of its counts. Shown
//! to the committee alone.

use super::contribution::Counter;
use super::contribution::Tally;
use super::money::Fen;
use super::search_terms::marks;
use crate::base::clock::Instant;
use crate::base::id::CaseId;
use crate::text_enum;
use chrono::{NaiveDate, Timelike};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

text_enum! {
    /// What was noticed.
    pub enum Sign {
        AlikeWords = "alike_words", "事实描述几乎相同", "Nearly the same facts in several cases";
        SameMinute = "same_minute", "同一分钟内结案多件", "Several cases closed within one minute";
        RoundAmounts = "round_amounts", "协议金额全部为整千元", "All amounts agreed are whole thousands of yuan";
        AllSatisfied = "all_satisfied", "满意率百分之百而回访率低", "All satisfied, and few were asked";
        AllAgreed = "all_agreed", "成功率百分之百", "Every case was agreed";
    }
}

/// Narratives with so many of a hundred terms in common are nearly the same.
const ALIKE_PERCENT: usize = 90;
/// Shorter narratives are alike by nature.
const LEAST_TERMS: usize = 8;
/// So many closings in a minute are not worked one by one.
const CLOSED_AT_ONCE: usize = 3;
/// Fewer than this say nothing about habits.
const ENOUGH: i64 = 10;
/// All of this many were agreed: worth a look, at rates from 38 % to 99.85 % elsewhere (domain.md 6.4).
const MANY: i64 = 30;
/// A thousand yuan in fen.
const ROUND: i64 = 100_000;

/// One thing that was noticed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Oddity {
    pub sign: Sign,
    pub zh: &'static str,
    pub en: &'static str,
    /// So many …
    pub numerator: i64,
    /// … of so many.
    pub denominator: i64,
    /// The cases to look at, where it is about single ones.
    pub cases: Vec<CaseId>,
}

/// What is looked at of a case.
#[derive(Clone, Debug)]
pub struct Looked {
    pub id: CaseId,
    /// The dispute it is of: its mother case where it is one of a group, else itself.
    pub dispute: CaseId,
    pub summary: String,
    /// Of a case that was agreed in the period.
    pub agreed: Option<Fen>,
    /// When its closing was recorded; not of a case taken over from a ledger.
    pub closed_at: Option<Instant>,
}

/// What deserves a look among the cases and the figures of a period. The files of one dispute of many people are registered, agreed and
/// closed together by design: one of them stands for all.
pub fn oddities(cases: &[Looked], whole: &Tally) -> Vec<Oddity> {
    let mut seen = BTreeSet::new();
    let disputes: Vec<&Looked> = cases.iter().filter(|case| seen.insert(case.dispute)).collect();
    let mut found = alike(&disputes);
    found.extend(at_once(&disputes));
    found.extend(round(&disputes));
    found.extend(rates(whole));
    found
}

fn oddity(sign: Sign, numerator: i64, denominator: i64, cases: Vec<CaseId>) -> Oddity {
    Oddity { sign, zh: sign.zh(), en: sign.en(), numerator, denominator, cases }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Groups of cases each of which is nearly the same as the first of its group.
fn alike(cases: &[&Looked]) -> Vec<Oddity> {
    let mut groups: Vec<(Vec<u64>, Vec<CaseId>)> = Vec::new();
    for case in cases {
        let marks = marks(&case.summary);
        if marks.len() < LEAST_TERMS {
            continue;
        }
        match groups.iter_mut().find(|(first, _)| is_alike(first, &marks)) {
            Some((_, group)) => group.push(case.id),
            None => groups.push((marks, vec![case.id])),
        }
    }
    let several = groups.into_iter().map(|(_, group)| group).filter(|group| group.len() > 1);
    several.map(|group| oddity(Sign::AlikeWords, count(group.len()), count(cases.len()), group)).collect()
}

/// Whether so many of a hundred terms are common. Walks both lists and stops where too many differ.
fn is_alike(one: &[u64], other: &[u64]) -> bool {
    let all = one.len() + other.len();
    let least_common = (all * ALIKE_PERCENT).div_ceil(100 + ALIKE_PERCENT);
    let Some(bearable) = all.checked_sub(2 * least_common) else { return false };
    let (mut left, mut right) = (one.iter().peekable(), other.iter().peekable());
    let mut differing = 0;
    while differing <= bearable {
        match (left.peek(), right.peek()) {
            (Some(a), Some(b)) if a == b => {
                left.next();
                right.next();
            }
            (Some(a), Some(b)) => {
                if a < b {
                    left.next()
                } else {
                    right.next()
                };
                differing += 1;
            }
            _ => return differing + left.len() + right.len() <= bearable,
        }
    }
    false
}

fn at_once(cases: &[&Looked]) -> Vec<Oddity> {
    let mut minutes: BTreeMap<(NaiveDate, u32, u32), Vec<CaseId>> = BTreeMap::new();
    for (id, at) in cases.iter().filter_map(|case| Some((case.id, case.closed_at?))) {
        minutes.entry((at.date(), at.hour(), at.minute())).or_default().push(id);
    }
    let closed = count(minutes.values().map(Vec::len).sum());
    let many = minutes.into_values().filter(|group| group.len() >= CLOSED_AT_ONCE);
    many.map(|group| oddity(Sign::SameMinute, count(group.len()), closed, group)).collect()
}

fn round(cases: &[&Looked]) -> Option<Oddity> {
    let amounts: Vec<i64> = cases.iter().filter_map(|case| Some(case.agreed?.get())).filter(|fen| *fen > 0).collect();
    let all = count(amounts.len());
    let is_round = all >= ENOUGH && amounts.iter().all(|fen| fen % ROUND == 0);
    is_round.then(|| oddity(Sign::RoundAmounts, all, all, Vec::new()))
}

fn rates(whole: &Tally) -> Vec<Oddity> {
    let of = |counter| whole.get(counter);
    let mut found = Vec::new();
    let (due, answered) = (of(Counter::CallbacksDue), of(Counter::CallbacksAnswered));
    let said = of(Counter::Satisfied) + of(Counter::Fair) + of(Counter::Dissatisfied);
    if due >= ENOUGH && said > 0 && of(Counter::Dissatisfied) == 0 && answered * 2 < due {
        found.push(oddity(Sign::AllSatisfied, answered, due, Vec::new()));
    }
    let (agreed, concluded) = (of(Counter::Agreed), of(Counter::Concluded));
    if concluded >= MANY && agreed >= concluded {
        found.push(oddity(Sign::AllAgreed, agreed, concluded, Vec::new()));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looked(summary: &str, agreed: Option<i64>, closed_at: Option<&str>) -> Looked {
        Looked {
            id: CaseId::new(),
            dispute: CaseId::new(),
            summary: summary.to_owned(),
            agreed: agreed.map(|fen| Fen::new(fen).unwrap()),
            closed_at: closed_at.map(|at| at.parse().unwrap()),
        }
    }

    #[test]
    fn the_files_of_one_dispute_are_one() {
        let facts = "四十名工人共同反映被申请人以资金周转困难为由拖欠工资未付，经多次催讨无果，要求一并处理";
        let mut files: Vec<Looked> =
            (0..12).map(|_| looked(facts, Some(500_000), Some("2026-03-01T08:15:00"))).collect();
        assert_eq!(signs(&files).len(), 3);
        let mother = files[11].id;
        files.iter_mut().for_each(|file| file.dispute = mother);
        assert_eq!(signs(&files), []);
        // Beside two other closings of that minute it is a third.
        files.extend((0..2).map(|_| looked("乙", None, Some("2026-03-01T08:15:30"))));
        assert_eq!(signs(&files), [(Sign::SameMinute, 3, 3)]);
    }

    fn signs(cases: &[Looked]) -> Vec<(Sign, i64, i64)> {
        oddities(cases, &Tally::default()).iter().map(|one| (one.sign, one.numerator, one.denominator)).collect()
    }

    #[test]
    fn copied_facts_are_seen_and_others_are_not() {
        let facts = |days: u8| {
            format!("申请人在被申请人处做工{days}天，被申请人以资金周转困难为由拖欠工资未付，经多次催讨无果")
        };
        let other = "双方因货物质量发生争议，被申请人认为面料缩水超过约定，拒付尾款，申请人不同意退货";
        let cases = [
            looked(&facts(3), None, None),
            looked(other, None, None),
            looked(&facts(9), None, None),
            looked("欠薪", None, None),
            looked("欠薪", None, None),
        ];
        assert_eq!(signs(&cases), [(Sign::AlikeWords, 2, 5)]);
        assert_eq!(oddities(&cases, &Tally::default())[0].cases, [cases[0].id, cases[2].id]);
    }

    #[test]
    fn nine_of_ten_terms_in_common_are_alike_and_fewer_are_not() {
        let words = |from: u64, to: u64| (from..to).collect::<Vec<_>>();
        assert!(is_alike(&words(0, 10), &words(0, 10)) && is_alike(&words(0, 10), &words(0, 9)));
        assert!(is_alike(&words(0, 19), &words(1, 20)), "18 of 20");
        assert!(!is_alike(&words(0, 10), &words(1, 11)), "9 of 11");
        assert!(!is_alike(&words(0, 10), &words(0, 8)) && !is_alike(&words(0, 10), &words(20, 30)));
    }

    #[test]
    fn three_closings_in_a_minute_are_seen() {
        let at = |second: &str| looked("甲", None, Some(&format!("2026-03-01T08:15:{second}")));
        assert_eq!(signs(&[at("00"), at("59")]), []);
        assert_eq!(
            signs(&[at("00"), at("30"), at("59"), looked("乙", None, Some("2026-03-01T08:16:00"))]),
            [(Sign::SameMinute, 3, 4)]
        );
    }

    #[test]
    fn round_amounts_count_only_when_all_are() {
        let cases = |last: i64| -> Vec<Looked> {
            (1..10).map(|n| looked("甲", Some(n * 500_000), None)).chain([looked("乙", Some(last), None)]).collect()
        };
        assert_eq!(signs(&cases(300_000)), [(Sign::RoundAmounts, 10, 10)]);
        assert_eq!(signs(&cases(312_300)), []);
        assert_eq!(signs(&cases(300_000)[1..]), []);
    }

    #[test]
    fn a_rate_of_all_is_looked_at_with_its_counts() {
        let tally = |counts: &[(Counter, i64)]| {
            let mut tally = Tally::default();
            counts.iter().for_each(|(counter, by)| tally.add(*counter, *by));
            oddities(&[], &tally).iter().map(|one| (one.sign, one.numerator, one.denominator)).collect::<Vec<_>>()
        };
        use Counter as C;
        let few_asked = [(C::CallbacksDue, 20), (C::CallbacksAnswered, 9), (C::Satisfied, 9)];
        assert_eq!(tally(&few_asked), [(Sign::AllSatisfied, 9, 20)]);
        assert_eq!(tally(&[(C::CallbacksDue, 20), (C::CallbacksAnswered, 10), (C::Satisfied, 10)]), []);
        assert_eq!(tally(&[few_asked[0], few_asked[1], few_asked[2], (C::Dissatisfied, 1)]), []);
        assert_eq!(tally(&[(C::Agreed, 30), (C::Concluded, 30)]), [(Sign::AllAgreed, 30, 30)]);
        assert_eq!(tally(&[(C::Agreed, 29), (C::Concluded, 30)]), []);
    }
}
