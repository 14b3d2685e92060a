//! A case file as a whole: loaded within a scope, saved with its events in one go. Nothing else writes a case.

use super::case_tables::*;
use super::db::Conn;
use super::dialect::each;
use super::schema::{cases::*, clocks::*, groups::*, performance::*, sessions::*};
use super::{case_events, case_scope, case_search};
use crate::base::error::{Error, Result};
use crate::base::id::CaseId;
use crate::domain::case::{Case, CaseFile};
use crate::domain::event::{ChainedEvent, Event};
use crate::domain::moment::Moment;
use crate::domain::policy::Scope;
use diesel::dsl::exists;
use diesel::prelude::*;

/// Gives `$each!` every list of a case file with its table. The agreement stands apart: there is at most one.
macro_rules! lists {
    ($each:ident) => {
        $each! {
            parties: party,
            mediators: case_mediator,
            consents: consent,
            meetings: meeting,
            instalments: instalment,
            payments: payment,
            callbacks: callback,
            extensions: extension,
            risk_reports: risk_report,
            tasks: task,
            urgings: urging,
            pauses: pause,
            clock_starts: clock_start,
            session_plans: session_plan,
            attendances: attendance,
            meeting_points: meeting_record,
            group_places: group_place,
            representatives: representative,
        }
    };
}

/// The file of a case. `NotFound` when it is not there or not in scope: the two look the same.
pub fn load(c: &mut Conn, scope: &Scope, id: CaseId) -> Result<CaseFile> {
    let query = case_scope::within(scope).filter(cases::id.eq(id));
    let case: Case = query.select(heads::columns()).first(c).optional()?.ok_or(Error::NotFound)?;
    let there = children(c, id)?;
    /// The file, with the rows of those tables that have any of this case.
    macro_rules! file {
        ($($list:ident: $table:ident,)+) => {
            CaseFile {
                $($list: if there.$list { $list::of_case(c, id)? } else { Vec::new() },)+
                agreement: if there.agreements { agreements::of_case(c, id)?.pop() } else { None },
                case,
            }
        };
    }
    let file = lists!(file);
    let cleared = case_scope::cleared(c, scope, &[id])?;
    if !case_scope::admits(scope, &file.case, &file.mediators, &cleared) {
        tracing::error!(case = %id, "a case outside the scope was found");
        return Err(Error::NotFound);
    }
    Ok(file)
}

macro_rules! children {
    ($($list:ident: $table:ident,)+) => {
        /// Which tables have rows of a case. Most cases have few: one statement that asks spares many that find nothing.
        #[derive(Queryable)]
        struct Children {
            agreements: bool,
            $($list: bool,)+
        }

        fn children(c: &mut Conn, id: CaseId) -> Result<Children> {
            let asked = (
                exists(agreement::table.filter(agreement::case_id.eq(id))),
                $(exists($table::table.filter($table::case_id.eq(id))),)+
            );
            Ok(each!(c, c => diesel::select(asked).get_result(c))?)
        }
    };
}
lists!(children);

/// Writes what a step, or several, made of a file, and chains their events. `before` is the file as it was loaded, none for a
/// new case. `Stale` when the case was changed meanwhile.
pub fn save(
    c: &mut Conn,
    before: Option<&CaseFile>,
    after: &mut CaseFile,
    events: &[Event],
    by: &Moment,
) -> Result<()> {
    let links = chain(before, after, events, by)?;
    write_head(c, before, &after.case)?;
    write_children(c, before, after)?;
    links.iter().try_for_each(|link| case_events::append(c, link))?;
    let words = |file: &CaseFile| (file.case.summary.clone(), file.case.external_no.clone());
    if before.is_none_or(|before| before.parties != after.parties || words(before) != words(after)) {
        case_search::index(c, after)?;
    }
    Ok(())
}

/// A new case with all its events, as an import makes it.
pub struct NewFile<'a> {
    pub file: &'a mut CaseFile,
    pub events: &'a [Event],
}

/// Writes many new cases: what `save` does for one, in a few statements for all.
pub fn add_all(c: &mut Conn, new: &mut [NewFile], by: &Moment) -> Result<()> {
    let mut links = Vec::new();
    for one in &mut *new {
        links.extend(chain(None, one.file, one.events, by)?);
    }
    let files: Vec<&CaseFile> = new.iter().map(|one| &*one.file).collect();
    heads::insert_all(c, &files.iter().map(|file| &file.case).collect::<Vec<_>>())?;
    macro_rules! insert {
        ($($list:ident: $table:ident,)+) => {$(
            $list::insert_all(c, &files.iter().flat_map(|file| &file.$list).collect::<Vec<_>>())?;
        )+};
    }
    lists!(insert);
    agreements::insert_all(c, &files.iter().flat_map(|file| &file.agreement).collect::<Vec<_>>())?;
    case_events::append_all(c, &links)?;
    case_search::index_all(c, &files)
}

/// Chains the events to what the case had, and notes the new head in it.
fn chain(before: Option<&CaseFile>, after: &mut CaseFile, events: &[Event], by: &Moment) -> Result<Vec<ChainedEvent>> {
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
    Ok(links)
}

/// The guard: only the version that was loaded is overwritten.
fn write_head(c: &mut Conn, before: Option<&CaseFile>, case: &Case) -> Result<()> {
    let Some(before) = before else { return heads::insert(c, case) };
    let held =
        diesel::update(cases::table.filter(cases::id.eq(case.id)).filter(cases::version.eq(before.case.version)))
            .set(cases::version.eq(case.version))
            .execute(c)?;
    if held == 0 {
        return Err(Error::Stale { current: heads::by_id(c, case.id)?.map(|row| row.version) });
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
    macro_rules! write {
        ($($list:ident: $table:ident,)+) => {$(
            differ!(c, before.map(|file| file.$list.as_slice()).unwrap_or_default(), after.$list.as_slice(), $list);
        )+};
    }
    lists!(write);
    let agreement = before.map(|file| file.agreement.as_slice()).unwrap_or_default();
    differ!(c, agreement, after.agreement.as_slice(), agreements);
    Ok(())
}
