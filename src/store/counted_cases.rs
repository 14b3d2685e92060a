//! Reads of cases what counts in the figures, many at once, and shows what they add.

use super::case_groups;
use super::db::Conn;
use super::schema::cases::{agreement, callback, cases, consent, party, risk_report};
use super::schema::performance::payment;
use crate::base::error::{Error, Result};
use crate::base::id::CaseId;
use crate::domain::consent::ConsentMatter;
use crate::domain::contribution::{self, Contribution, Entry};
use crate::domain::counted::{
    CountedAgreement, CountedCallback, CountedCase, CountedPayment, CountedRisk, CountedRows,
};
use crate::domain::group::GroupPlace;
use crate::domain::parties::PartyRole;
use chrono::NaiveDate;
use diesel::dsl::min;
use diesel::prelude::*;
use std::collections::HashMap;
use std::sync::mpsc;
use std::thread;

/// Cases read at once; and where all of them are read.
const BATCH: usize = 1000;
const LARGE_BATCH: i64 = 4000;

/// Pages that are read before they are counted.
const PAGES_AHEAD: usize = 2;

/// The columns of each table, in the order of its struct.
macro_rules! columns {
    ($table:ident: $($column:ident),+) => { ($($table::$column),+) };
}

macro_rules! case_columns {
    () => {
        columns!(cases: id, committee_id, region_code, status, regime, category, source, applied_on, accepted_on, concluded_on,
            closed_on, outcome, outcome_reason, amount_claimed, amount_paid, difficulty, people, firm_id)
    };
}

/// The rows of which the id of the case meets a condition.
macro_rules! beside {
    ($c:expr, $case_id:ident => $condition:expr, $places:expr) => {{
        let $case_id = agreement::case_id;
        let agreed = agreement::table.filter($condition);
        let agreed: Vec<CountedAgreement> =
            agreed.select(columns!(agreement: case_id, form, amount, agreed_on, confirmation)).load($c)?;
        let $case_id = payment::case_id;
        let paid: Vec<CountedPayment> =
            payment::table.filter($condition).select(columns!(payment: case_id, amount, paid_on)).load($c)?;
        let $case_id = callback::case_id;
        let called = callback::table.filter($condition);
        let called: Vec<CountedCallback> =
            called.select(columns!(callback: case_id, due_on, result, satisfaction)).load($c)?;
        let $case_id = risk_report::case_id;
        let feared = risk_report::table.filter($condition);
        let feared: Vec<CountedRisk> =
            feared.select(columns!(risk_report: case_id, kind, people, cleared_on)).load($c)?;
        Beside {
            agreed: agreed.into_iter().map(|one| (one.case_id, one)).collect(),
            paid: by_case(paid, |one| one.case_id),
            called: by_case(called, |one| one.case_id),
            feared: by_case(feared, |one| one.case_id),
            placed: $places.into_iter().map(|one| (one.case_id, one)).collect(),
        }
    }};
}

/// Shows these cases, in the order of their ids, with all they add.
pub(super) fn show(c: &mut Conn, ids: &[CaseId], show: &mut dyn FnMut(&CountedCase, &[Entry])) -> Result<()> {
    for ids in ids.chunks(BATCH) {
        let of_ids = cases::table.filter(cases::id.eq_any(ids)).order(cases::id);
        let all: Vec<CountedCase> = of_ids.select(case_columns!()).load(c)?;
        let beside = beside!(c, case_id => case_id.eq_any(ids), case_groups::places(c, ids)?);
        for case in &all {
            show(case, &contribution::entries(&beside.rows(case)));
        }
    }
    Ok(())
}

/// Shows what each case there is adds, and says after each page how many were read. One thread reads, another one counts.
pub(super) fn visit_all(
    c: &mut Conn,
    progress: &mut dyn FnMut(usize),
    show: &mut (dyn FnMut(Contribution) + Send),
) -> Result<()> {
    thread::scope(|threads| {
        let (read, to_count) = mpsc::sync_channel::<Page>(PAGES_AHEAD);
        let counting = threads.spawn(move || to_count.iter().for_each(|page| page.show(show)));
        let done = read_all(c, progress, &read);
        drop(read);
        counting.join().map_err(|_| Error::internal("cases could not be counted")).and(done)
    })
}

fn read_all(c: &mut Conn, progress: &mut dyn FnMut(usize), read: &mpsc::SyncSender<Page>) -> Result<()> {
    let mut after = String::new();
    while let Some((page, last)) = Page::after(c, &after)? {
        after = last.to_string();
        progress(page.cases.len());
        read.send(page).map_err(Error::internal)?;
    }
    Ok(())
}

/// What belongs to some cases is all that lies between two ids.
struct Page {
    cases: Vec<CountedCase>,
    beside: Beside,
    words: HashMap<CaseId, NaiveDate>,
}

impl Page {
    /// The next cases after an id with the last of their ids; none where that was the last one.
    fn after(c: &mut Conn, after: &str) -> Result<Option<(Self, CaseId)>> {
        let next = cases::table.filter(cases::id.gt(after)).order(cases::id).limit(LARGE_BATCH);
        let cases: Vec<CountedCase> = next.select(case_columns!()).load(c)?;
        let Some(last) = cases.last().map(|case| case.id) else { return Ok(None) };
        let places = case_groups::places_between(c, after, last)?;
        let beside = beside!(c, case_id => case_id.gt(after).and(case_id.le(last)), places);
        let words = first_words(c, after, last)?;
        Ok(Some((Self { cases, beside, words }, last)))
    }

    fn show(&self, show: &mut dyn FnMut(Contribution)) {
        for case in &self.cases {
            let first_word = self.words.get(&case.id).copied();
            show(contribution::of_rows(&CountedRows { first_word, ..self.beside.rows(case) }));
        }
    }
}

/// When the other side first said whether it would mediate, of the cases after an id, up to another one.
fn first_words(c: &mut Conn, after: &str, last: CaseId) -> Result<HashMap<CaseId, NaiveDate>> {
    let words = consent::table
        .inner_join(party::table.on(party::id.eq(consent::party_id)))
        .filter(consent::case_id.gt(after).and(consent::case_id.le(last)))
        .filter(consent::matter.eq(ConsentMatter::Mediation).and(party::role.eq(PartyRole::Respondent)))
        .group_by(consent::case_id)
        .select((consent::case_id, min(consent::recorded_on).assume_not_null()));
    let words: Vec<(CaseId, NaiveDate)> = words.load(c)?;
    Ok(words.into_iter().collect())
}

/// The rows beside the cases of a page that count.
struct Beside {
    agreed: HashMap<CaseId, CountedAgreement>,
    paid: HashMap<CaseId, Vec<CountedPayment>>,
    called: HashMap<CaseId, Vec<CountedCallback>>,
    feared: HashMap<CaseId, Vec<CountedRisk>>,
    placed: HashMap<CaseId, GroupPlace>,
}

impl Beside {
    /// The rows of one of them. Who said what first is not among them: no count is made of it.
    fn rows<'a>(&'a self, case: &'a CountedCase) -> CountedRows<'a> {
        CountedRows {
            case,
            agreement: self.agreed.get(&case.id),
            payments: self.paid.get(&case.id).map_or(&[], Vec::as_slice),
            callbacks: self.called.get(&case.id).map_or(&[], Vec::as_slice),
            risks: self.feared.get(&case.id).map_or(&[], Vec::as_slice),
            place: self.placed.get(&case.id),
            first_word: None,
        }
    }
}

fn by_case<T>(rows: Vec<T>, case: fn(&T) -> CaseId) -> HashMap<CaseId, Vec<T>> {
    let mut of: HashMap<CaseId, Vec<T>> = HashMap::new();
    rows.into_iter().for_each(|row| of.entry(case(&row)).or_default().push(row));
    of
}
