//! 以案定补: approved sheets, and which cases they paid. The database itself pays a case once and changes nothing that was approved.

use super::db::Conn;
use super::dialect::each;
use super::record::{MANY, of_area, record};
use super::schema::allowances::{allowance_payment, allowance_sheet};
use crate::base::error::{Error, Result};
use crate::base::id::{AllowanceSheetId, CaseId, MediatorId};
use crate::domain::allowance_sheet::{ApprovedSheet, CaseDue};
use crate::domain::period::Period;
use crate::domain::policy::Scope;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use std::collections::BTreeMap;

record!(allowance_sheet: ApprovedSheet {
    id: AllowanceSheetId, region_code, name, from_on, to_on, total, approved_by, approved_at, sha256, body,
});
of_area!(allowance_sheet);

type Query<'a> = allowance_sheet::BoxedQuery<'a, <Conn as diesel::connection::Connection>::Backend>;

/// An approved sheet; `NotFound` outside the scope.
pub fn get(c: &mut Conn, scope: &Scope, id: AllowanceSheetId) -> Result<ApprovedSheet> {
    let found = within(scope).filter(allowance_sheet::id.eq(id)).select(columns()).first(c).optional()?;
    found.ok_or(Error::NotFound)
}

/// The approved sheets within a scope, latest first, from before one on.
pub fn list(c: &mut Conn, scope: &Scope, before: Option<AllowanceSheetId>, limit: i64) -> Result<Vec<ApprovedSheet>> {
    let mut query = within(scope);
    if let Some(before) = before {
        query = query.filter(allowance_sheet::id.lt(before));
    }
    // Without the bodies, which are long and not listed.
    let head = (
        allowance_sheet::id,
        allowance_sheet::region_code,
        allowance_sheet::name,
        allowance_sheet::from_on,
        allowance_sheet::to_on,
        allowance_sheet::total,
        allowance_sheet::approved_by,
        allowance_sheet::approved_at,
        allowance_sheet::sha256,
        sql::<Text>("''"),
    );
    Ok(query.select(head).order(allowance_sheet::id.desc()).limit(limit).load(c)?)
}

/// The sheets of a period that paid cases which a mediator is or was on; whole, for their shares are in the text.
pub fn that_may_pay(c: &mut Conn, mediator: MediatorId, period: Period) -> Result<Vec<ApprovedSheet>> {
    let paid = sql::<Bool>(
        "allowance_sheet.id IN (SELECT y.sheet_id FROM case_mediator m JOIN allowance_payment y ON y.case_id = m.case_id
        WHERE m.mediator_id = ",
    );
    let sheets = allowance_sheet::table
        .filter(paid.bind::<Text, _>(mediator).sql(")"))
        .filter(allowance_sheet::from_on.le(period.to))
        .filter(allowance_sheet::to_on.ge(period.from));
    Ok(sheets.order(allowance_sheet::id).select(columns()).load(c)?)
}

/// The sheets on areas within a scope; of an organisation, those that paid cases of its committees.
fn within<'a>(scope: &Scope) -> Query<'a> {
    let Scope::Committees(committees) = scope else { return of_area(scope) };
    let paid = allowance_payment::table.filter(allowance_payment::committee_id.eq_any(committees.clone()));
    allowance_sheet::table.filter(allowance_sheet::id.eq_any(paid.select(allowance_payment::sheet_id))).into_boxed()
}

/// Keeps an approved sheet and notes its cases as paid. A case that another sheet paid meanwhile is an error of its unique key.
pub fn approve(tx: &mut Conn, sheet: &ApprovedSheet, paid: &[CaseDue]) -> Result<()> {
    insert(tx, sheet)?;
    let row = |case: &CaseDue| {
        (
            allowance_payment::case_id.eq(case.case_id),
            allowance_payment::sheet_id.eq(sheet.id),
            allowance_payment::committee_id.eq(case.committee_id),
            allowance_payment::amount.eq(case.amount),
        )
    };
    for cases in paid.chunks(MANY) {
        let rows: Vec<_> = cases.iter().map(row).collect();
        each!(tx, c => diesel::insert_into(allowance_payment::table).values(&rows).execute(c))?;
    }
    Ok(())
}

/// Which of these cases were paid, and by which sheet.
pub fn paid(c: &mut Conn, cases: &[CaseId]) -> Result<BTreeMap<CaseId, AllowanceSheetId>> {
    let mut paid = BTreeMap::new();
    for cases in cases.chunks(MANY) {
        let those = allowance_payment::table.filter(allowance_payment::case_id.eq_any(cases));
        let pairs = those.select((allowance_payment::case_id, allowance_payment::sheet_id));
        paid.extend(pairs.load::<(CaseId, AllowanceSheetId)>(c)?);
    }
    Ok(paid)
}
