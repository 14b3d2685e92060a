//! What is due in the cases of somebody: one query for «my work today», the daily digest and the personal calendar. It names nobody.

use super::db::Conn;
use crate::base::clock::{Instant, china_day};
use crate::base::error::Result;
use crate::base::id::{CaseId, CommitteeId, MediatorId};
use crate::domain::policy::Scope;
use crate::domain::work::{OverdueSum, WorkItem, WorkKind};
use chrono::{Duration, NaiveDate};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Date, Integer, Nullable, Text, Timestamp};
use std::fmt::Display;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    kind: WorkKind,
    #[diesel(sql_type = Text)]
    case_id: CaseId,
    #[diesel(sql_type = Text)]
    case_no: String,
    #[diesel(sql_type = Text)]
    committee_id: CommitteeId,
    #[diesel(sql_type = Text)]
    object_id: String,
    #[diesel(sql_type = Nullable<Date>)]
    due_on: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<Timestamp>)]
    starts_at: Option<Instant>,
    #[diesel(sql_type = Nullable<Integer>)]
    minutes: Option<i32>,
    #[diesel(sql_type = Integer)]
    sequence: i32,
    #[diesel(sql_type = Bool)]
    tended: bool,
}

/// Whose work, of which kinds, from which day to which.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    pub scope: &'a Scope,
    pub kinds: &'a [WorkKind],
    pub span: (NaiveDate, NaiveDate),
    pub today: NaiveDate,
    pub most: i64,
}

/// The lines in the order of their days. What came from a ledger is history.
pub fn list(c: &mut Conn, asked: &Asked<'_>) -> Result<Vec<WorkItem>> {
    let parts: Vec<String> = asked.kinds.iter().flat_map(|kind| parts(*kind, asked)).collect();
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    // Ids, codes and dates that were parsed: nothing here is text from outside. For EXISTS PostgreSQL might read all mediators at once.
    let sql = format!(
        "SELECT w.*, (SELECT count(*) FROM case_mediator m JOIN account t ON t.mediator_id = m.mediator_id
            WHERE m.case_id = w.case_id AND m.released_on IS NULL AND t.disabled_at IS NULL AND t.email IS NOT NULL) > 0 AS tended
        FROM ({}) w ORDER BY due_on, case_id, kind, object_id LIMIT {}",
        parts.join(" UNION ALL "),
        asked.most
    );
    let rows: Vec<Row> = diesel::sql_query(sql).load(c)?;
    Ok(rows.into_iter().map(|row| item(row, asked.today)).collect())
}

fn item(row: Row, today: NaiveDate) -> WorkItem {
    // The time of an offer ends with a day.
    let last = row.starts_at.map_or(today, |at| china_day(at - Duration::seconds(1)));
    let due_on = row.due_on.unwrap_or(last);
    WorkItem {
        kind: row.kind,
        case_id: row.case_id,
        case_no: row.case_no,
        committee_id: row.committee_id,
        due_on,
        at: row.starts_at,
        minutes: row.minutes,
        object_id: row.object_id,
        days_left: (due_on - today).num_days(),
        tended: row.tended,
        sequence: row.sequence,
    }
}

/// Cases so many days overdue, by committee: no case of them is named.
pub fn overdue_sums(c: &mut Conn, scope: &Scope, before: NaiveDate) -> Result<Vec<OverdueSum>> {
    #[derive(QueryableByName)]
    struct Sum {
        #[diesel(sql_type = Text)]
        committee_id: CommitteeId,
        #[diesel(sql_type = Text)]
        case_prefix: String,
        #[diesel(sql_type = BigInt)]
        cases: i64,
        #[diesel(sql_type = Date)]
        latest_due_on: NaiveDate,
    }
    let first = before.checked_sub_signed(Duration::days(366)).unwrap_or(before);
    // Counted from the index `cases_due` alone, and named afterwards.
    let sql = format!(
        "SELECT s.committee_id, o.case_prefix, s.cases, s.latest_due_on
        FROM (SELECT k.committee_id, count(*) AS cases, max(k.due_on) AS latest_due_on FROM cases k
            WHERE k.due_on BETWEEN '{first}' AND '{before}' AND {} AND {} AND k.origin = 'live' GROUP BY k.committee_id) s
        JOIN committee o ON o.id = s.committee_id ORDER BY o.case_prefix, s.committee_id",
        runs("k"),
        within(scope)
    );
    let sums: Vec<Sum> = diesel::sql_query(sql).load(c)?;
    let sum = |one: Sum| OverdueSum {
        committee_id: one.committee_id,
        case_prefix: one.case_prefix,
        cases: one.cases,
        latest_due_on: one.latest_due_on,
    };
    Ok(sums.into_iter().map(sum).collect())
}

/// The clock of mediation of the case under this name runs: it is not over, nor paused, unless it is labour's, which nothing stops. The
/// first condition is that of the indexes of what falls due (`cases_due` and its like), which serve no other way of saying it. Few cases
/// stand still at a time: they are read once, not looked for case by case.
pub(super) fn runs(k: &str) -> String {
    format!(
        "{k}.status IN ('registered', 'accepted', 'mediating', 'suspended') AND ({k}.regime = 'labour'
        OR {k}.id NOT IN (SELECT case_id FROM pause WHERE until_on IS NULL))"
    )
}

/// Not done, and it can be: in an archived case nothing is.
const TO_DO: &str = "x.done_on IS NULL AND k.status <> 'archived'";

/// The lines of one kind, in parts that have none in common; no parts for what has no lines.
fn parts(kind: WorkKind, asked: &Asked<'_>) -> Vec<String> {
    match (kind, asked.scope) {
        (WorkKind::OverdueSum, _) => Vec::new(),
        (WorkKind::Offer, scope) => offers(scope, asked.span).into_iter().collect(),
        // What somebody registered and what they work on have indexes of their own, in the order of the days.
        (WorkKind::Settle, Scope::Assigned { account, mediator: Some(mediator) }) => vec![
            part(kind, asked, &format!("k.registered_by = '{account}'")),
            part(
                kind,
                asked,
                &format!(
                    "k.committee_id = (SELECT r.committee_id FROM mediator r WHERE r.id = '{mediator}')
                    AND coalesce(k.registered_by, '') <> '{account}' AND {}",
                    works(*mediator)
                ),
            ),
        ],
        // A firm that took a case is named in it.
        (WorkKind::Settle, scope @ Scope::Firm { firm, .. }) => {
            vec![part(kind, asked, &format!("k.firm_id = '{firm}' AND {}", within(scope)))]
        }
        (_, scope) => vec![part(kind, asked, &within(scope))],
    }
}

/// The lines of one kind of the cases that meet a condition, columns in the order of all the others. Where few of a kind are open, they come
/// first: SQLite keeps to the order of a cross join, where it would go through all cases of a committee.
fn part(kind: WorkKind, asked: &Asked<'_>, within: &str) -> String {
    let (mut first, last) = asked.span;
    let running = runs("k");
    let (from, due_on, open) = match kind {
        // A right: once its time has passed there is nothing to be done about it.
        WorkKind::Confirmation => {
            first = first.max(asked.today);
            let open = "x.confirmation = 'none' AND k.status IN ('agreed', 'defaulted')";
            ("agreement x CROSS JOIN cases k", "x.confirmation_due_on", open)
        }
        WorkKind::Performance => (
            "instalment x, cases k",
            "x.due_on",
            "k.status = 'agreed' AND k.amount_paid <
                (SELECT sum(i.amount) FROM instalment i WHERE i.case_id = x.case_id AND i.due_on <= x.due_on)",
        ),
        WorkKind::Callback => ("callback x CROSS JOIN cases k", "x.due_on", TO_DO),
        WorkKind::Task => ("task x CROSS JOIN cases k", "x.due_on", TO_DO),
        WorkKind::Session => (
            "session_plan x CROSS JOIN cases k",
            "x.starts_on",
            "x.state = 'planned' AND k.status IN ('accepted', 'mediating', 'suspended')",
        ),
        WorkKind::Settle | WorkKind::Offer | WorkKind::OverdueSum => ("cases k", "k.due_on", &*running),
    };
    let beside = if kind == WorkKind::Settle { "" } else { " AND k.id = x.case_id" };
    let object = if kind == WorkKind::Settle { "k.id" } else { "x.id" };
    let (starts_at, minutes, sequence) = match kind {
        WorkKind::Session => ("x.starts_at", "x.minutes", "x.sequence"),
        _ => ("CAST(NULL AS TIMESTAMP)", "CAST(NULL AS INTEGER)", "0"),
    };
    format!(
        "SELECT '{kind}' AS kind, k.id AS case_id, k.case_no, k.committee_id, {object} AS object_id, {due_on} AS due_on,
        {starts_at} AS starts_at, {minutes} AS minutes, {sequence} AS sequence
        FROM {from} WHERE {due_on} BETWEEN '{first}' AND '{last}'{beside} AND {open} AND {within} AND k.origin = 'live'"
    )
}

/// The offers a firm, or a lawyer they name, has not answered.
fn offers(scope: &Scope, (first, last): (NaiveDate, NaiveDate)) -> Option<String> {
    let Scope::Firm { firm, lawyer } = scope else { return None };
    let named = lawyer.map_or(String::new(), |lawyer| format!(" AND x.lawyer_id = '{lawyer}'"));
    Some(format!(
        "SELECT 'offer' AS kind, k.id AS case_id, k.case_no, k.committee_id, x.id AS object_id, CAST(NULL AS DATE) AS due_on,
        x.answer_due_at AS starts_at, CAST(NULL AS INTEGER) AS minutes, 0 AS sequence
        FROM assignment x JOIN cases k ON k.id = x.case_id WHERE x.status = 'offered' AND x.firm_id = '{firm}'{named}
        AND x.answer_due_at BETWEEN '{first} 00:00:00' AND '{last} 23:59:59'"
    ))
}

/// The cases of a scope, as a condition on `k`; a firm's are those it took, read as a list: for each case SQLite would look among all that
/// they ever had.
fn within(scope: &Scope) -> String {
    match scope {
        Scope::Nothing | Scope::Chamber(_) => "1 = 0".to_owned(),
        Scope::Everything => "1 = 1".to_owned(),
        Scope::Regions { prefix, .. } => match prefix.as_str().len() {
            0 => "1 = 1".to_owned(),
            // As the indexes have it.
            length @ (2 | 4) => format!("substr(k.region_code, 1, {length}) = '{}'", prefix.as_str()),
            _ => format!("k.region_code = '{}'", prefix.code()),
        },
        Scope::Committees(committees) => format!("k.committee_id IN ({})", quoted(committees)),
        Scope::Assigned { account, mediator } => {
            let own = format!("k.registered_by = '{account}'");
            mediator.map_or(own.clone(), |mediator| format!("({own} OR {})", works(mediator)))
        }
        Scope::Firm { firm, lawyer } => {
            let named = lawyer.map_or(String::new(), |lawyer| format!(" AND a.lawyer_id = '{lawyer}'"));
            // Looked up in the list for each case that is due: as an id alone SQLite would fetch all cases of the list.
            format!(
                "k.id || '' IN (SELECT a.case_id FROM assignment a WHERE a.firm_id = '{firm}' AND a.status = 'accepted'{named})"
            )
        }
    }
}

/// Somebody works on the case `k`.
fn works(mediator: MediatorId) -> String {
    format!(
        "EXISTS (SELECT 1 FROM case_mediator a WHERE a.case_id = k.id AND a.mediator_id = '{mediator}' AND a.released_on IS NULL)"
    )
}

/// Ids in quotes; `''` for none.
fn quoted<T: Display>(ids: &[T]) -> String {
    let all: Vec<String> = ids.iter().map(|id| format!("'{id}'")).collect();
    if all.is_empty() { "''".to_owned() } else { all.join(", ") }
}
