//! A group of cases: made from a mother case, joined, left, represented, and read as a whole.

use super::record::record;
use super::register_case::{NewCase, register_parties};
use super::show_case;
use super::take_step::{Step, take_step};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::CaseId;
use crate::domain::case::{Case, CaseFile, Status};
use crate::domain::contact::Text;
use crate::domain::deadlines::Terms;
use crate::domain::group::{GroupCounting, MOST_CHILDREN, Representative, other_side};
use crate::domain::masked::masked_case;
use crate::domain::moment::Moment;
use crate::domain::money::Fen;
use crate::domain::policy::{Actor, Permission, Sight};
use crate::domain::steps::{self, Joining, NewParty, RepresentativeChoice};
use crate::store::db::Conn;
use crate::store::{case_files, case_groups};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The people of a group who have no file yet.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewChildren {
    pub children: Vec<NewChild>,
}

/// One of them. The other side, the kind of dispute and the day of application are those of the mother case.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewChild {
    pub party: NewParty,
    /// In fen.
    pub amount_claimed: Option<Fen>,
    /// That of the mother case when it is not given.
    pub summary: Option<Text>,
}

/// A group as a whole. Sums are in fen, of the children that the reader may see.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Group {
    pub mother_id: CaseId,
    pub mother_no: String,
    pub representatives: Vec<Representative>,
    /// All that joined, whoever may see them.
    pub size: usize,
    pub amount_claimed: Fen,
    pub amount_agreed: Fen,
    pub amount_paid: Fen,
    pub children: Vec<Child>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Child {
    pub case_id: CaseId,
    pub case_no: String,
    pub status: Status,
    pub counting: GroupCounting,
    pub amount_claimed: Fen,
    pub amount_agreed: Fen,
    pub amount_paid: Fen,
}

/// Registers a case for each of them, joined to the mother case.
pub fn add_children(
    tx: &mut Conn,
    actor: &Actor,
    mother: CaseId,
    input: NewChildren,
    terms: &Terms,
    by: &Moment,
) -> Result<Vec<CaseFile>> {
    let mother = held(tx, actor, mother)?;
    let room = MOST_CHILDREN.saturating_sub(case_groups::size(tx, mother.case.id)?);
    if input.children.is_empty() || input.children.len() > room {
        return Err(Error::field("children", Code::OutOfRange));
    }
    let made = input.children.into_iter().enumerate().map(|(at, child)| {
        let shared = mother.parties.iter().filter(|party| party.role == other_side(child.party.role));
        let parties = std::iter::once(child.party.clone()).chain(shared.map(NewParty::from)).collect();
        let new = like(&mother, &child, by);
        let before = register_parties(tx, actor, new, parties, terms, by)
            .map_err(|cause| cause.below(&format!("children[{at}]")))?;
        let mut after = before.clone();
        let event = steps::join_group(&mut after, &mother, false, by.today, terms.groups, by)?;
        record(tx, Some(&before), &mut after, &event, by)?;
        Ok(after)
    });
    made.collect()
}

/// Joins a case that is there already to a group.
pub fn join(tx: &mut Conn, actor: &Actor, step: Step, input: &Joining, terms: &Terms, by: &Moment) -> Result<CaseFile> {
    take_step(tx, actor, step, by, |tx, file| {
        let mother = held(tx, actor, input.mother_id).map_err(|cause| match cause {
            Error::NotFound => Error::field("mother_id", Code::UnknownReference),
            cause => cause,
        })?;
        if case_groups::size(tx, mother.case.id)? >= MOST_CHILDREN {
            return Err(Error::field("mother_id", Code::OutOfRange));
        }
        let has_children = case_groups::has_children(tx, file.case.id)?;
        steps::join_group(file, &mother, has_children, input.joined_on, terms.groups, by)
    })
}

/// A mother case within the scope, which nobody else changes until the transaction ends.
fn held(tx: &mut Conn, actor: &Actor, mother: CaseId) -> Result<CaseFile> {
    let scope = actor.scope(Permission::ReadCases);
    case_files::load(tx, &scope, mother)?;
    case_groups::hold(tx, mother)?;
    case_files::load(tx, &scope, mother)
}

/// Names who speaks for a side of the group of this mother case.
pub fn represent(
    tx: &mut Conn,
    actor: &Actor,
    step: Step,
    input: RepresentativeChoice,
    by: &Moment,
) -> Result<CaseFile> {
    take_step(tx, actor, step, by, |tx, file| {
        let first = input.party_ids.first().and_then(|id| file.parties.iter().find(|party| party.id == *id));
        let people = first.map(|party| case_groups::people(tx, file.case.id, party.role)).transpose()?;
        steps::choose_representatives(file, input, people.unwrap_or_default(), by)
    })
}

/// The group a case belongs to, or is the mother case of; without children when it is neither.
pub fn read(c: &mut Conn, actor: &Actor, id: CaseId, by: &Moment) -> Result<Group> {
    let scope = &actor.scope(Permission::ReadCases);
    let file = show_case::file(c, actor, id, by)?;
    let mother = match file.group_places.first() {
        Some(place) => case_files::load(c, scope, place.mother_id)?,
        None => file,
    };
    let size = case_groups::size(c, mother.case.id)?;
    let mut children = case_groups::children(c, scope, mother.case.id)?;
    if scope.sight() != Sight::Full {
        children = children.into_iter().map(masked_case).collect();
    }
    let places = case_groups::places(c, &children.iter().map(|case| case.id).collect::<Vec<_>>())?;
    let counting = |case: &Case| places.iter().find(|place| place.case_id == case.id).map(|place| place.counting);
    let child = |case: &Case| {
        Some(Child {
            case_id: case.id,
            case_no: case.case_no.clone(),
            status: case.status,
            counting: counting(case)?,
            amount_claimed: case.amount_claimed,
            amount_agreed: case.amount_agreed,
            amount_paid: case.amount_paid,
        })
    };
    let total = |of: fn(&Case) -> Fen| {
        Fen::total(children.iter().map(of)).ok_or_else(|| Error::internal("the amounts of a group are out of range"))
    };
    Ok(Group {
        mother_id: mother.case.id,
        mother_no: mother.case.case_no,
        representatives: mother.representatives,
        size,
        amount_claimed: total(|case| case.amount_claimed)?,
        amount_agreed: total(|case| case.amount_agreed)?,
        amount_paid: total(|case| case.amount_paid)?,
        children: children.iter().filter_map(child).collect(),
    })
}

/// A case of the same dispute.
fn like(mother: &CaseFile, child: &NewChild, by: &Moment) -> NewCase {
    let case = &mother.case;
    NewCase {
        applicant: child.party.name.clone(),
        respondent: child.party.name.clone(),
        summary: child.summary.clone().unwrap_or_else(|| case.summary.clone()),
        applicant_kind: None,
        respondent_kind: None,
        applicant_phone: None,
        respondent_phone: None,
        parties: Vec::new(),
        committee_id: Some(case.committee_id),
        regime: Some(case.regime),
        category: Some(case.category),
        subcategory: case.subcategory,
        source: Some(case.source),
        external_no: None,
        applied_on: Some(case.applied_on.min(by.today)),
        amount_claimed: child.amount_claimed,
        difficulty: Some(case.difficulty),
        people: Some(1),
    }
}
