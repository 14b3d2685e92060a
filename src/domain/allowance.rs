//! 以案定补: what a place pays its mediators for a case, by the case's grade and what was reached. Which cases a sheet takes and what it
//! comes to is in allowance_sheet.rs. Places differ in all of it (domain.md 6.3), so it is data of the federation.

use super::case::Difficulty;
use super::contact::Text;
use super::money::Fen;
use super::region::RegionCode;
use crate::base::clock::Instant;
use crate::base::code::Code;
use crate::base::error::{Faults, Result};
use crate::base::id::{AllowanceRuleId, MediatorId};
use crate::base::text_list::TextList;
use crate::text_enum;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use utoipa::ToSchema;

text_enum! {
    /// What a rate asks of a case beside its grade.
    pub enum Condition {
        Agreed = "agreed", "调解成功", "An agreement was reached";
        Performed = "performed", "协议已履行", "The agreement was performed";
        Dossier = "dossier", "卷宗齐全", "The dossier holds every paper it must";
    }
}

text_enum! {
    /// Who gets what a case pays, where several mediate it.
    pub enum Sharing {
        Equal = "equal", "参与调解员均分", "All mediators of the case alike; a fen that cannot be divided goes to the lead first";
        Lead = "lead", "归主持调解员", "The lead mediator alone";
    }
}

text_enum! {
    /// Why a case is not paid.
    pub enum UnpaidReason {
        PaidBefore = "paid_before", "已在此前的补贴表中发放", "Paid by an earlier sheet";
        NotClosed = "not_closed", "案件已重新办理，尚未结案", "Reopened and not closed again";
        InGroup = "in_group", "群体案件合并计为一件，由母案计发", "Counted in the mother case of its group";
        NoRule = "no_rule", "当地当年没有补贴标准", "No rule of its place and year";
        RuleClosed = "rule_closed", "结案时补贴标准已停用", "Closed after the rule had ended";
        GradeUnpaid = "grade_unpaid", "标准中没有该等级", "The rule has no rate for its grade";
        NotAgreed = "not_agreed", "未达成协议", "No agreement was reached";
        NotPerformed = "not_performed", "协议未履行", "The agreement was not performed";
        DossierIncomplete = "dossier_incomplete", "卷宗不齐", "The dossier lacks a paper";
        NoMediator = "no_mediator", "没有调解员", "No mediator is on the case";
    }
}

/// One line of a rule: what a case of a grade that meets every condition pays. Of several that fit, the highest counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AllowanceRate {
    pub grade: Difficulty,
    /// All of these; none for a case of the grade however it ended.
    pub conditions: Vec<Condition>,
    /// In fen, more than 0.
    pub amount: Fen,
}

/// What the cases that closed in a year pay in a place. A smaller place's rule goes before that of the places around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, diesel::Queryable, ToSchema)]
pub struct AllowanceRule {
    pub id: AllowanceRuleId,
    pub region_code: RegionCode,
    pub year: i32,
    /// The document it follows.
    pub basis: Text,
    pub sharing: Sharing,
    #[schema(value_type = Vec<AllowanceRate>)]
    pub rates: TextList<AllowanceRate>,
    /// The last day of the year for which it pays; none while it holds for the whole year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_on: Option<NaiveDate>,
    pub version: i64,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Instant,
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Instant,
}

/// What a rule says: all that can be amended of it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AllowanceTerms {
    /// The document it follows.
    pub basis: Text,
    pub sharing: Sharing,
    /// 1 to 32; each pair of grade and conditions once.
    #[schema(min_items = 1, max_items = 32)]
    pub rates: Vec<AllowanceRate>,
}

/// What is asked of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    pub grade: Difficulty,
    pub is_closed: bool,
    pub is_agreed: bool,
    pub is_performed: bool,
    pub has_dossier: bool,
    /// The group it belongs to counts as one case, and this is not the mother case.
    pub is_in_group: bool,
    pub has_mediator: bool,
    /// It closed while the rule of its place still paid.
    pub is_in_time: bool,
}

const MOST_RATES: usize = 32;

impl AllowanceTerms {
    /// The rates as they are kept, in their order. Conditions in the order of the list, each once.
    pub fn checked(self) -> Result<(Text, Sharing, TextList<AllowanceRate>)> {
        let mut faults = Faults::default();
        faults.check(!self.rates.is_empty(), "rates", Code::Missing);
        faults.check(self.rates.len() <= MOST_RATES, "rates", Code::OutOfRange);
        let mut rates: Vec<AllowanceRate> = Vec::new();
        for (at, rate) in self.rates.into_iter().enumerate() {
            let conditions = Condition::ALL.iter().copied().filter(|one| rate.conditions.contains(one)).collect();
            let rate = AllowanceRate { conditions, ..rate };
            faults.check(rate.amount > Fen::ZERO, &format!("rates[{at}].amount"), Code::BadAmount);
            let is_known = |other: &AllowanceRate| (other.grade, &other.conditions) == (rate.grade, &rate.conditions);
            faults.check(!rates.iter().any(is_known), &format!("rates[{at}]"), Code::RepeatedRate);
            rates.push(rate);
        }
        faults.done()?;
        Ok((self.basis, self.sharing, TextList(rates)))
    }
}

impl AllowanceRule {
    /// Whether it pays for what closes on a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        day.year() == self.year && self.closed_on.is_none_or(|last| day <= last)
    }

    /// Whether a case of this grade has to show its dossier.
    pub fn asks_dossier(&self, grade: Difficulty) -> bool {
        self.rates.iter().any(|rate| rate.grade == grade && rate.conditions.contains(&Condition::Dossier))
    }

    /// The highest rate that a case meets, or what it lacks for the one it is nearest to.
    fn rate(&self, facts: &Facts) -> Result<Fen, Vec<UnpaidReason>> {
        let of_grade = || self.rates.iter().filter(|rate| rate.grade == facts.grade);
        let lacks = |rate: &AllowanceRate| -> Vec<UnpaidReason> {
            rate.conditions.iter().filter_map(|one| facts.lacks(*one)).collect()
        };
        let met = of_grade().filter(|rate| lacks(rate).is_empty()).map(|rate| rate.amount).max();
        let nearest = || of_grade().map(lacks).min_by_key(Vec::len);
        met.ok_or_else(|| nearest().unwrap_or_else(|| vec![UnpaidReason::GradeUnpaid]))
    }
}

impl Facts {
    fn lacks(&self, condition: Condition) -> Option<UnpaidReason> {
        let (is_met, reason) = match condition {
            Condition::Agreed => (self.is_agreed, UnpaidReason::NotAgreed),
            Condition::Performed => (self.is_performed, UnpaidReason::NotPerformed),
            Condition::Dossier => (self.has_dossier, UnpaidReason::DossierIncomplete),
        };
        (!is_met).then_some(reason)
    }
}

/// What a case pays under the rule of its place and year, or every reason why it pays nothing.
pub fn due(rule: Option<&AllowanceRule>, facts: &Facts) -> Result<Fen, Vec<UnpaidReason>> {
    let bars = [
        (!facts.is_closed, UnpaidReason::NotClosed),
        (facts.is_in_group, UnpaidReason::InGroup),
        (rule.is_none(), UnpaidReason::NoRule),
        (rule.is_some() && !facts.is_in_time, UnpaidReason::RuleClosed),
        (!facts.has_mediator, UnpaidReason::NoMediator),
    ];
    let mut reasons: Vec<UnpaidReason> = bars.iter().filter(|(bars, _)| *bars).map(|(_, reason)| *reason).collect();
    let rate = rule.map_or(Ok(Fen::ZERO), |rule| rule.rate(facts));
    match rate {
        Ok(amount) if reasons.is_empty() => Ok(amount),
        rate => {
            reasons.extend(rate.err().into_iter().flatten());
            Err(reasons)
        }
    }
}

/// An amount among the mediators of a case, the lead first. To the fen: what cannot be divided goes one fen each from the first on.
pub fn shared(amount: Fen, sharing: Sharing, mediators: &[MediatorId]) -> Vec<(MediatorId, Fen)> {
    let sharers = match sharing {
        Sharing::Equal => mediators,
        Sharing::Lead => mediators.get(..1).unwrap_or_default(),
    };
    let Some(count) = i64::try_from(sharers.len()).ok().filter(|count| *count > 0) else { return Vec::new() };
    let (part, rest) = (amount.get() / count, amount.get() % count);
    let share = |at: i64| Fen::new(part + i64::from(at < rest)).unwrap_or_default();
    (0..count).zip(sharers).map(|(at, mediator)| (*mediator, share(at))).collect()
}

/// `hard agreed+dossier 30000`, as the database keeps it.
impl fmt::Display for AllowanceRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let conditions: Vec<&str> = self.conditions.iter().map(|one| one.code()).collect();
        write!(f, "{} {} {}", self.grade, conditions.join("+"), self.amount.get())
    }
}

/// The text is not that of a rate.
#[derive(Debug, thiserror::Error)]
#[error("not a rate")]
pub struct NotARate;

impl FromStr for AllowanceRate {
    type Err = NotARate;

    fn from_str(text: &str) -> Result<Self, NotARate> {
        let [grade, conditions, amount] = text.split(' ').collect::<Vec<_>>()[..] else { return Err(NotARate) };
        let grade = grade.parse().map_err(|_| NotARate)?;
        let conditions = conditions.split('+').filter(|code| !code.is_empty()).map(str::parse);
        let conditions = conditions.collect::<Result<_, _>>().map_err(|_| NotARate)?;
        let amount = amount.parse().ok().and_then(|fen| Fen::new(fen).ok()).ok_or(NotARate)?;
        Ok(Self { grade, conditions, amount })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Condition as C;
    use UnpaidReason as R;
    use proptest::prelude::*;

    fn rate(grade: Difficulty, conditions: &[Condition], yuan: u32) -> AllowanceRate {
        AllowanceRate { grade, conditions: conditions.to_vec(), amount: Fen::yuan(yuan) }
    }

    fn rule(rates: Vec<AllowanceRate>) -> AllowanceRule {
        let now = "2026-01-01T00:00:00".parse().unwrap();
        AllowanceRule {
            id: AllowanceRuleId::new(),
            region_code: RegionCode::NATION,
            year: 2026,
            basis: Text::parse("某文").unwrap(),
            sharing: Sharing::Equal,
            rates: TextList(rates),
            closed_on: None,
            version: 1,
            created_at: now,
            updated_at: now,
        }
    }

    const GOOD: Facts = Facts {
        grade: Difficulty::Ordinary,
        is_closed: true,
        is_agreed: true,
        is_performed: true,
        has_dossier: true,
        is_in_group: false,
        has_mediator: true,
        is_in_time: true,
    };

    #[test]
    fn the_highest_rate_that_is_met_counts_and_what_is_lacking_is_named() {
        let ordinary = Difficulty::Ordinary;
        let rule = rule(vec![
            rate(Difficulty::Simple, &[C::Agreed], 50),
            rate(ordinary, &[C::Dossier], 30),
            rate(ordinary, &[C::Agreed, C::Dossier], 100),
            rate(ordinary, &[C::Agreed, C::Performed, C::Dossier], 150),
        ]);
        let pays = |facts: Facts| due(Some(&rule), &facts).map(|amount| amount.get() / 100);
        for (facts, expected) in [
            (GOOD, Ok(150)),
            (Facts { is_performed: false, ..GOOD }, Ok(100)),
            (Facts { is_performed: false, is_agreed: false, ..GOOD }, Ok(30)),
            (Facts { has_dossier: false, ..GOOD }, Err(vec![R::DossierIncomplete])),
            (Facts { grade: Difficulty::Simple, is_agreed: false, ..GOOD }, Err(vec![R::NotAgreed])),
            (Facts { grade: Difficulty::Major, ..GOOD }, Err(vec![R::GradeUnpaid])),
            (Facts { is_closed: false, ..GOOD }, Err(vec![R::NotClosed])),
            (Facts { is_in_time: false, ..GOOD }, Err(vec![R::RuleClosed])),
            (
                Facts { is_in_group: true, has_mediator: false, has_dossier: false, ..GOOD },
                Err(vec![R::InGroup, R::NoMediator, R::DossierIncomplete]),
            ),
        ] {
            assert_eq!(pays(facts), expected, "{facts:?}");
        }
        assert_eq!(due(None, &GOOD), Err(vec![R::NoRule]));
        assert!(rule.asks_dossier(ordinary) && !rule.asks_dossier(Difficulty::Simple));
    }

    #[test]
    fn a_rule_holds_for_its_year_up_to_the_day_it_was_closed() {
        let day = |text: &str| text.parse().unwrap();
        let mut one = rule(vec![rate(Difficulty::Simple, &[], 1)]);
        assert!(one.holds_on(day("2026-12-31")) && !one.holds_on(day("2027-01-01")));
        one.closed_on = Some(day("2026-06-30"));
        assert!(one.holds_on(day("2026-06-30")) && !one.holds_on(day("2026-07-01")));
    }

    #[test]
    fn a_rule_is_checked_line_by_line() {
        let terms = |rates| AllowanceTerms { basis: Text::parse("某文").unwrap(), sharing: Sharing::Lead, rates };
        let simple = Difficulty::Simple;
        let twice = terms(vec![
            rate(simple, &[C::Dossier, C::Agreed], 1),
            rate(simple, &[C::Agreed, C::Dossier, C::Agreed], 0),
        ]);
        let Err(crate::base::error::Error::Invalid(faults)) = twice.checked() else { panic!("it is refused") };
        let found: Vec<_> = faults.iter().map(|fault| (fault.field.as_str(), fault.code)).collect();
        assert_eq!(found, [("rates[1].amount", Code::BadAmount), ("rates[1]", Code::RepeatedRate)]);
        assert!(terms(Vec::new()).checked().is_err());
        let (_, _, rates) =
            terms(vec![rate(simple, &[C::Dossier, C::Agreed], 1), rate(simple, &[], 2)]).checked().unwrap();
        assert_eq!(rates.to_string(), "simple agreed+dossier 100;simple  200");
        assert_eq!(rates.to_string().parse::<TextList<AllowanceRate>>().unwrap(), rates);
    }

    #[test]
    fn a_fen_that_cannot_be_divided_goes_to_the_lead() {
        let all: Vec<MediatorId> = (0..3).map(|_| MediatorId::new()).collect();
        let fens = |amount, sharing, who: &[MediatorId]| -> Vec<i64> {
            shared(Fen::new(amount).unwrap(), sharing, who).iter().map(|(_, fen)| fen.get()).collect()
        };
        assert_eq!(fens(10_001, Sharing::Equal, &all), [3334, 3334, 3333]);
        assert_eq!(fens(10_001, Sharing::Lead, &all), [10_001]);
        assert_eq!(shared(Fen::yuan(1), Sharing::Lead, &all)[0].0, all[0]);
        assert!(fens(10_001, Sharing::Equal, &[]).is_empty());
    }

    proptest! {
        #[test]
        fn no_fen_is_lost(amount in 0..Fen::MAX.get(), count in 1..20_usize) {
            let all: Vec<MediatorId> = (0..count).map(|_| MediatorId::new()).collect();
            let parts = shared(Fen::new(amount).unwrap(), Sharing::Equal, &all);
            let fens = || parts.iter().map(|(_, fen)| fen.get());
            prop_assert_eq!(fens().sum::<i64>(), amount);
            prop_assert!(fens().max().unwrap() - fens().min().unwrap() <= 1);
        }
    }
}
