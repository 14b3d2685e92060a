//! The cases of a group as a whole. The place of one case is part of its file (case_files.rs).

use super::case_scope::within;
use super::case_tables::heads;
use super::db::Conn;
use super::dialect::each;
use super::schema::cases::{cases, party};
use super::schema::groups::group_place;
use crate::base::error::{Error, Result};
use crate::base::id::{CaseId, PartyId};
use crate::domain::case::Case;
use crate::domain::contact::Name;
use crate::domain::group::{GroupCounting, GroupPlace};
use crate::domain::parties::{DocumentNumber, PartyRole};
use crate::domain::policy::Scope;
use diesel::dsl::exists;
use diesel::prelude::*;

/// The cases joined to a mother case that are within the scope, in the order of their ids.
pub fn children(c: &mut Conn, scope: &Scope, mother: CaseId) -> Result<Vec<Case>> {
    let joined = joined(c, mother)?;
    Ok(within(scope).filter(cases::id.eq_any(joined)).order(cases::id).select(heads::columns()).load(c)?)
}

/// The ids of the cases joined to a mother case; there are at most `MOST_CHILDREN`.
fn joined(c: &mut Conn, mother: CaseId) -> Result<Vec<CaseId>> {
    let of = group_place::table.filter(group_place::mother_id.eq(mother)).select(group_place::case_id);
    Ok(each!(c, c => of.load(c))?)
}

/// Holds a mother case until the transaction ends: who joins it waits for whoever is making it a child itself, or fills it up.
pub fn hold(c: &mut Conn, mother: CaseId) -> Result<()> {
    // No other way holds a row on both databases.
    let same = cases::version.eq(cases::version);
    diesel::update(cases::table.filter(cases::id.eq(mother))).set(same).execute(c)?;
    Ok(())
}

/// How many cases are joined to a mother case.
pub fn size(c: &mut Conn, mother: CaseId) -> Result<usize> {
    let joined: i64 =
        each!(c, c => group_place::table.filter(group_place::mother_id.eq(mother)).count().get_result(c))?;
    usize::try_from(joined).map_err(Error::internal)
}

/// Whether any case is joined to this one.
pub fn has_children(c: &mut Conn, id: CaseId) -> Result<bool> {
    let joined = group_place::table.filter(group_place::mother_id.eq(id));
    Ok(each!(c, c => diesel::select(exists(joined)).get_result(c))?)
}

/// The parties on one side of a group: of the mother case and of all that joined it. Who stands in several files is one.
pub fn people(c: &mut Conn, mother: CaseId, role: PartyRole) -> Result<i64> {
    let mut group = joined(c, mother)?;
    group.push(mother);
    let of_group = party::table.filter(party::case_id.eq_any(group)).filter(party::role.eq(role));
    let named: Vec<(Name, Option<DocumentNumber>)> =
        each!(c, c => of_group.select((party::name, party::document_number)).distinct().load(c))?;
    i64::try_from(named.len()).map_err(Error::internal)
}

/// Those of these parties that are parties of these cases.
pub fn parties(c: &mut Conn, cases: &[CaseId], among: &[PartyId]) -> Result<Vec<PartyId>> {
    let of = party::table.filter(party::case_id.eq_any(cases)).filter(party::id.eq_any(among)).select(party::id);
    Ok(each!(c, c => of.load(c))?)
}

/// The places of these cases.
pub fn places(c: &mut Conn, ids: &[CaseId]) -> Result<Vec<GroupPlace>> {
    let of = group_place::table.filter(group_place::case_id.eq_any(ids));
    Ok(each!(c, c => of.select(super::case_tables::group_places::columns()).load(c))?)
}

/// The same of the cases after an id, up to another one.
pub(super) fn places_between(c: &mut Conn, after: &str, last: CaseId) -> Result<Vec<GroupPlace>> {
    let of = group_place::table.filter(group_place::case_id.gt(after).and(group_place::case_id.le(last)));
    Ok(each!(c, c => of.select(super::case_tables::group_places::columns()).load(c))?)
}

/// The condition that a case is one by itself and not counted in its mother case, as `GroupPlace::is_counted_in_mother` says; `case`
/// is the name of its row in the statement.
pub(super) fn is_one_itself(case: &str) -> String {
    let once = GroupCounting::Once;
    format!("NOT EXISTS (SELECT 1 FROM group_place g WHERE g.case_id = {case}.id AND g.counting = '{once}')")
}
