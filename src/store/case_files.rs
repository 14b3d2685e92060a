//! A case file as a whole: loaded within a scope, saved with its events in one go. Nothing else writes a case.

use super::case_tables::*;
use super::db::Conn;
use super::schema::cases::cases;
use super::{case_events, case_scope, case_search};
use crate::base::error::{Error, Result};
use crate::base::id::CaseId;
use crate::domain::case::{Case, CaseFile};
use crate::domain::event::Event;
use crate::domain::moment::Moment;
use crate::domain::policy::Scope;
use diesel::prelude::*;

/// The file of a case. `NotFound` when it is not there or not in scope: the two look the same.
pub fn load(c: &mut Conn, scope: &Scope, id: CaseId) -> Result<CaseFile> {
    let query = case_scope::within(scope).filter(cases::id.eq(id));
    let case: Case = query.select(heads::columns()).first(c).optional()?.ok_or(Error::NotFound)?;
    let file = CaseFile {
        parties: parties::of_case(c, id)?,
        mediators: mediators::of_case(c, id)?,
        consents: consents::of_case(c, id)?,
        meetings: meetings::of_case(c, id)?,
        agreement: agreements::of_case(c, id)?.pop(),
        instalments: instalments::of_case(c, id)?,
        payments: payments::of_case(c, id)?,
        callbacks: callbacks::of_case(c, id)?,
        extensions: extensions::of_case(c, id)?,
        risk_reports: risk_reports::of_case(c, id)?,
        tasks: tasks::of_case(c, id)?,
        case,
    };
    let cleared = case_scope::cleared(c, scope, &[id])?;
    if !case_scope::admits(scope, &file.case, &file.mediators, &cleared) {
        tracing::error!(case = %id, "a case outside the scope was found");
        return Err(Error::NotFound);
    }
    Ok(file)
}

/// Writes what a step, or several, made of a file, and chains their events. `before` is the file as it was loaded, none for a
/// new case. `Stale` when the case was changed meanwhile.
pub fn save(
    c: &mut Conn,
    before: Option<&CaseFile>,
    after: &mut CaseFile,
    events: &[Event],
    by: &Moment,
) -> Result<()> {
    let mut head = before.map(|file| file.case.head_hash.clone()).unwrap_or_default();
    let mut links = Vec::with_capacity(events.len());
    for event in events {
        let link = event.chain(after.case.id, &head, by);
        head.clone_from(&link.hash);
        links.push(link);
    }
    if links.last().is_none_or(|last| last.seq != after.case.version) {
        return Err(Error::internal("the version of a case is not that of its last event"));
    }
    after.case.head_hash = head;
    write_head(c, before, &after.case)?;
    write_children(c, before, after)?;
    links.iter().try_for_each(|link| case_events::append(c, link))?;
    let words = |file: &CaseFile| (file.case.summary.clone(), file.case.external_no.clone());
    if before.is_none_or(|before| before.parties != after.parties || words(before) != words(after)) {
        case_search::index(c, after)?;
    }
    Ok(())
}

/// The guard: only the version that was loaded is overwritten.
fn write_head(c: &mut Conn, before: Option<&CaseFile>, case: &Case) -> Result<()> {
    let Some(before) = before else { return heads::insert(c, case) };
    let held =
        diesel::update(cases::table.filter(cases::id.eq(case.id)).filter(cases::version.eq(before.case.version)))
            .set(cases::version.eq(case.version))
            .execute(c)?;
    if held == 0 {
        return Err(Error::Stale);
    }
    heads::save(c, case)
}

/// Children by id: new ones are inserted, changed ones saved, missing ones deleted.
macro_rules! differ {
    ($c:ident, $before:expr, $after:expr, $table:ident) => {{
        let (before, after) = ($before, $after);
        for row in after {
            match before.iter().find(|old| old.id == row.id) {
                None => $table::insert($c, row)?,
                Some(old) if *old != *row => $table::save($c, row)?,
                Some(_) => {}
            }
        }
        for old in before.iter().filter(|old| !after.iter().any(|row| row.id == old.id)) {
            $table::delete($c, old.id)?;
        }
    }};
}

fn write_children(c: &mut Conn, before: Option<&CaseFile>, after: &CaseFile) -> Result<()> {
    macro_rules! lists {
        ($($field:ident),+) => {$(
            differ!(c, before.map(|file| file.$field.as_slice()).unwrap_or_default(), after.$field.as_slice(), $field);
        )+};
    }
    lists!(parties, mediators, consents, meetings, instalments, payments, callbacks, extensions, risk_reports, tasks);
    let agreement = before.map(|file| file.agreement.as_slice()).unwrap_or_default();
    differ!(c, agreement, after.agreement.as_slice(), agreements);
    Ok(())
}
