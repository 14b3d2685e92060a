//! Reads what is looked at before figures are sent up: narratives, amounts and the moments of closing of one's own cases.

use super::case_groups::{self, is_one_itself};
use super::case_scope::{parts, within};
use super::db::Conn;
use super::record::MANY;
use super::schema::cases::{case_event, cases};
use crate::base::clock::Instant;
use crate::base::error::Result;
use crate::base::id::CaseId;
use crate::domain::case::{Origin, Outcome};
use crate::domain::contact::Text;
use crate::domain::lifecycle::Action;
use crate::domain::money::Fen;
use crate::domain::period::Period;
use crate::domain::policy::Scope;
use crate::domain::quality::Looked;
use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use std::collections::{BTreeSet, HashMap};

/// More cases are not compared with one another.
const MOST: i64 = 2500;

/// The cases of a scope that were applied for, ended or closed in a period, at most 2500: of each kind as many of the latest days, and of all
/// of these the ones registered last. Where it is enough, only those among so many that were registered last.
/// Of a group that counts once, its mother case; of another, every case with the dispute it is of.
pub fn looked_at(c: &mut Conn, scope: &Scope, period: Period, newest: Option<i64>) -> Result<Vec<Looked>> {
    type Row = (CaseId, Text, Option<NaiveDate>, Option<NaiveDate>, Option<Outcome>, Fen, Origin);
    let Period { from, to } = period;
    let days =
        ["applied_on", "concluded_on", "closed_on"].map(|day| (day, format!("{day} BETWEEN '{from}' AND '{to}'")));
    // Each from an index of its own, and in its order. Days of our own: nothing in these texts comes from outside.
    let (sources, most) = match newest {
        Some(most) => (vec![("id", "1 = 1")], most),
        None => (days.iter().map(|(day, within)| (*day, within.as_str())).collect(), MOST),
    };
    let mut ids: BTreeSet<CaseId> = BTreeSet::new();
    for (by, within) in sources {
        for part in parts(scope) {
            let latest =
                part.filter(sql::<Bool>(within)).order((sql::<Bool>(&format!("cases.{by} DESC")), cases::id.desc()));
            ids.extend(latest.select(cases::id).limit(most).load::<CaseId>(c)?);
        }
    }
    let latest = usize::try_from(MOST).unwrap_or_default();
    let ids: Vec<CaseId> = ids.into_iter().rev().take(latest).collect();
    let rows: Vec<Row> = within(scope)
        .filter(cases::id.eq_any(ids))
        .filter(sql::<Bool>(&format!("({})", days.map(|(_, within)| within).join(" OR "))))
        .filter(sql::<Bool>(&is_one_itself("cases")))
        .order(cases::id.desc())
        .select((
            cases::id,
            cases::summary,
            cases::concluded_on,
            cases::closed_on,
            cases::outcome,
            cases::amount_agreed,
            cases::origin,
        ))
        .load(c)?;
    let live: Vec<CaseId> = rows
        .iter()
        .filter(|row| row.6 == Origin::Live && row.3.is_some_and(|on| period.contains(on)))
        .map(|row| row.0)
        .collect();
    let mut closings: HashMap<CaseId, Instant> = HashMap::new();
    for ids in live.chunks(MANY) {
        let closed: Vec<(CaseId, Instant)> = case_event::table
            .filter(case_event::case_id.eq_any(ids))
            .filter(case_event::action.eq(Action::Close))
            .order(case_event::seq)
            .select((case_event::case_id, case_event::at))
            .load(c)?;
        // The last closing counts, where a case was opened again.
        closings.extend(closed);
    }
    let ids: Vec<CaseId> = rows.iter().map(|row| row.0).collect();
    let mut mothers: HashMap<CaseId, CaseId> = HashMap::new();
    for ids in ids.chunks(MANY) {
        mothers.extend(case_groups::places(c, ids)?.into_iter().map(|place| (place.case_id, place.mother_id)));
    }
    let look = |(id, summary, concluded_on, _, outcome, amount, _): Row| {
        let is_agreed = outcome == Some(Outcome::Agreed) && concluded_on.is_some_and(|on| period.contains(on));
        let (agreed, closed_at) = (is_agreed.then_some(amount), closings.get(&id).copied());
        let dispute = mothers.get(&id).copied().unwrap_or(id);
        Looked { id, dispute, summary: summary.into_string(), agreed, closed_at }
    };
    Ok(rows.into_iter().map(look).collect())
}
