//! The sheet of allowances (以案定补): drafted from the cases that closed in a period, approved once, and held against the cases later.

use super::directory::taken;
use super::read_statistics::names;
use crate::base::clock::{Instant, china_day};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{AccountId, AllowanceRuleId, AllowanceSheetId, CaseId, CommitteeId, MediatorId};
use crate::domain::allowance::{AllowanceRule, Facts, UnpaidReason, due, shared};
use crate::domain::allowance_sheet::{
    AllowanceDifference, AllowanceSheet, ApprovedSheet, CaseDue, CaseUnpaid, MediatorDue, Share, Today, differences,
    sums,
};
use crate::domain::case::Status;
use crate::domain::dossier::{Filed, missing};
use crate::domain::measures::Dimension;
use crate::domain::money::Fen;
use crate::domain::period::Period;
use crate::domain::policy::Scope;
use crate::domain::region::{RegionCode, RegionPrefix};
use crate::store::allowance_cases::{self, Candidate};
use crate::store::db::Conn;
use crate::store::{allowance_rules, allowances, attachments, case_files, committees, mediators};
use chrono::Datelike;
use std::collections::{BTreeMap, BTreeSet};

/// Dossiers looked through for one sheet, at most; those of archived cases were when they were archived.
const MOST_DOSSIERS: usize = 2_000;

/// Whose sheet, of which days.
#[derive(Clone, Debug)]
pub struct Asked {
    pub scope: Scope,
    /// None for an organisation, whose sheet is its own.
    pub region: Option<RegionCode>,
    pub period: Period,
    /// Whether a dossier needs scans of the parties' proofs of identity.
    pub wants_identity_scans: bool,
}

/// An approved sheet as far as it lies within the scope: an organisation sees its own part. `NotFound` outside it.
pub fn approved(c: &mut Conn, scope: &Scope, id: AllowanceSheetId) -> Result<(ApprovedSheet, AllowanceSheet)> {
    let approved = allowances::get(c, scope, id)?;
    let sheet = approved.kept()?;
    match scope {
        Scope::Committees(own) => Ok((approved, sheet.of_committees(own))),
        _ => Ok((approved, sheet)),
    }
}

/// What is due for the cases that closed in a period and were not paid yet. An area outside the scope has none: `NotFound`.
pub fn draft(c: &mut Conn, asked: &Asked) -> Result<AllowanceSheet> {
    let Asked { scope, region, period, .. } = asked;
    if !scope.reaches(*region) {
        return Err(Error::NotFound);
    }
    let area = region.map_or(RegionPrefix::NATION, RegionCode::prefix);
    let candidates = allowance_cases::closed(c, scope, area, *period)?;
    let Judged { paid, unpaid, rules } = judged(c, &candidates, *period, asked.wants_identity_scans)?;
    let applied: BTreeSet<AllowanceRuleId> = paid.iter().map(|case| case.rule_id).collect();
    let total = Fen::total(paid.iter().map(|case| case.amount)).ok_or_else(|| Error::field("to", Code::OutOfRange))?;
    Ok(AllowanceSheet {
        region: *region,
        from: period.from,
        to: period.to,
        total,
        mediators: by_mediator(c, &paid)?,
        paid,
        unpaid,
        rules: rules.into_iter().filter(|rule| applied.contains(&rule.id)).collect(),
    })
}

/// What cases pay today.
pub(super) struct Judged {
    pub paid: Vec<CaseDue>,
    pub unpaid: Vec<CaseUnpaid>,
    /// Every rule that may apply to one of them.
    pub rules: Vec<AllowanceRule>,
}

/// What these cases, which closed in a period, pay today; nothing for what a sheet paid already.
pub(super) fn judged(
    c: &mut Conn,
    candidates: &[Candidate],
    period: Period,
    wants_identity_scans: bool,
) -> Result<Judged> {
    let before = allowances::paid(c, &candidates.iter().map(|one| one.case.id).collect::<Vec<_>>())?;
    let rules = rules(c, candidates)?;
    let mut dossiers = Dossiers::new(wants_identity_scans);
    let (mut paid, mut unpaid) = (Vec::new(), Vec::new());
    for one in candidates {
        let rule = rule_of(&rules, one);
        let sheet_id = before.get(&one.case.id).copied();
        let verdict = match sheet_id {
            Some(_) => Err(vec![UnpaidReason::PaidBefore]),
            None => {
                let facts = dossiers.facts(c, one, rule)?;
                due(rule, &facts)
            }
        };
        let (case_id, case_no, committee_id) = (one.case.id, one.case_no.clone(), one.case.committee_id);
        let (closed_on, grade) = (one.case.closed_on.unwrap_or(period.to), one.case.difficulty);
        match (verdict, rule) {
            (Ok(amount), Some(rule)) => {
                let (rule_id, shares) = (rule.id, shares(amount, rule, one));
                paid.push(CaseDue { case_id, case_no, committee_id, closed_on, grade, rule_id, amount, shares });
            }
            (verdict, _) => {
                let reasons = verdict.err().unwrap_or_default();
                unpaid.push(CaseUnpaid { case_id, case_no, committee_id, closed_on, grade, reasons, sheet_id });
            }
        }
    }
    Ok(Judged { paid, unpaid, rules })
}

/// Approves the sheet whose hash was seen: its cases are paid, once and for ever. `FutureDate` where the period is not over by today,
/// `Conflict` when it is another one by now.
pub fn approve(
    tx: &mut Conn,
    asked: &Asked,
    region_code: RegionCode,
    seen: &str,
    approved_by: Option<AccountId>,
    now: Instant,
) -> Result<ApprovedSheet> {
    if asked.period.to > china_day(now) {
        return Err(Error::field("to", Code::FutureDate));
    }
    let sheet = draft(tx, asked)?;
    let (body, sha256) = sheet.sealed()?;
    if sha256 != seen {
        return Err(Error::Conflict(Code::SheetChanged));
    }
    if sheet.paid.is_empty() {
        return Err(Error::Conflict(Code::NothingToPay));
    }
    let code = region_code.to_string();
    let name = names(tx, Dimension::Region, [code.as_str()].into_iter(), now)?.remove(&code).unwrap_or(code);
    let (id, from_on, to_on, total) = (AllowanceSheetId::new(), sheet.from, sheet.to, sheet.total);
    let approved =
        ApprovedSheet { id, region_code, name, from_on, to_on, total, approved_by, approved_at: now, sha256, body };
    allowances::approve(tx, &approved, &sheet.paid).map_err(|error| match taken(error) {
        // Another sheet paid one of its cases since they were read.
        Error::Conflict(_) => Error::Conflict(Code::SheetChanged),
        other => other,
    })?;
    Ok(approved)
}

/// Where the cases of an approved sheet would pay otherwise today, under the rules of that sheet.
pub fn compare(c: &mut Conn, sheet: &AllowanceSheet, wants_identity_scans: bool) -> Result<Vec<AllowanceDifference>> {
    let ids: Vec<CaseId> = sheet.paid.iter().map(|case| case.case_id).collect();
    let rule_of: BTreeMap<CaseId, AllowanceRuleId> =
        sheet.paid.iter().map(|case| (case.case_id, case.rule_id)).collect();
    let mut dossiers = Dossiers::new(wants_identity_scans);
    let mut today = BTreeMap::new();
    for one in &allowance_cases::of_ids(c, &ids)? {
        let rule = sheet.rules.iter().find(|rule| Some(&rule.id) == rule_of.get(&one.case.id));
        let facts = dossiers.facts(c, one, rule)?;
        let verdict = due(rule, &facts);
        let shares = verdict.as_ref().ok().zip(rule).map(|(amount, rule)| shares(*amount, rule, one));
        today.insert(
            one.case.id,
            Today { shares: shares.unwrap_or_default(), reasons: verdict.err().unwrap_or_default() },
        );
    }
    Ok(differences(&sheet.paid, &today))
}

/// Every rule that may apply to one of the cases.
fn rules(c: &mut Conn, candidates: &[Candidate]) -> Result<Vec<AllowanceRule>> {
    let regions: BTreeSet<RegionCode> = candidates.iter().flat_map(|one| one.case.region_code.up()).collect();
    let years: BTreeSet<i32> = candidates.iter().filter_map(|one| one.case.closed_on).map(|day| day.year()).collect();
    let (regions, years): (Vec<_>, Vec<_>) = (regions.into_iter().collect(), years.into_iter().collect());
    allowance_rules::of(c, &regions, &years)
}

/// The rule of the smallest place around a case, of the year in which it closed.
fn rule_of<'a>(rules: &'a [AllowanceRule], one: &Candidate) -> Option<&'a AllowanceRule> {
    let year = one.case.closed_on?.year();
    let of = |region: RegionCode| rules.iter().find(|rule| rule.region_code == region && rule.year == year);
    one.case.region_code.up().find_map(of)
}

fn shares(amount: Fen, rule: &AllowanceRule, one: &Candidate) -> Vec<Share> {
    let parts = shared(amount, rule.sharing, &one.mediators);
    parts.into_iter().map(|(mediator_id, amount)| Share { mediator_id, amount }).collect()
}

/// What each mediator is due, by committee and name.
fn by_mediator(c: &mut Conn, paid: &[CaseDue]) -> Result<Vec<MediatorDue>> {
    let sums = sums(paid);
    let ids: Vec<MediatorId> = sums.keys().copied().collect();
    let people = mediators::of_ids(c, &ids)?;
    let of: Vec<CommitteeId> = people.iter().map(|one| one.committee_id).collect::<BTreeSet<_>>().into_iter().collect();
    let called: BTreeMap<CommitteeId, String> =
        committees::names(c, &of)?.into_iter().map(|(id, name)| (id, name.into_string())).collect();
    let due = |one: crate::domain::committee::Mediator| {
        let (cases, amount) = sums.get(&one.id).copied().unwrap_or_default();
        let committee = called.get(&one.committee_id).cloned().unwrap_or_default();
        let (mediator_id, name, committee_id) = (one.id, one.name.into_string(), one.committee_id);
        MediatorDue { mediator_id, name, committee_id, committee, cases, amount }
    };
    let mut all: Vec<MediatorDue> = people.into_iter().map(due).collect();
    all.sort_by(|one, other| {
        (&one.committee, &one.name, one.mediator_id).cmp(&(&other.committee, &other.name, other.mediator_id))
    });
    Ok(all)
}

/// Looks through dossiers, as far as a rule asks for them.
struct Dossiers {
    wants_identity_scans: bool,
    looked: usize,
}

impl Dossiers {
    const fn new(wants_identity_scans: bool) -> Self {
        Self { wants_identity_scans, looked: 0 }
    }

    fn facts(&mut self, c: &mut Conn, one: &Candidate, rule: Option<&AllowanceRule>) -> Result<Facts> {
        let grade = one.case.difficulty;
        let is_in_time = rule.zip(one.case.closed_on).is_none_or(|(rule, day)| rule.holds_on(day));
        let is_asked = one.is_closed() && is_in_time && rule.is_some_and(|rule| rule.asks_dossier(grade));
        Ok(Facts {
            grade,
            is_closed: one.is_closed(),
            is_agreed: one.is_agreed,
            is_performed: one.is_performed,
            has_dossier: !is_asked || self.is_complete(c, one)?,
            is_in_group: one.is_in_group,
            has_mediator: !one.mediators.is_empty(),
            is_in_time,
        })
    }

    /// An archived case had every paper when it was archived, and has not changed since.
    fn is_complete(&mut self, c: &mut Conn, one: &Candidate) -> Result<bool> {
        if one.case.status == Status::Archived {
            return Ok(true);
        }
        self.looked += 1;
        if self.looked > MOST_DOSSIERS {
            return Err(Error::field("to", Code::TooManyDossiers));
        }
        let file = case_files::load(c, &Scope::Everything, one.case.id)?;
        let attachments = attachments::of_case(c, one.case.id)?;
        let filed = Filed { attachments: &attachments, wants_identity_scans: self.wants_identity_scans };
        Ok(missing(&file, &filed).is_empty())
    }
}
