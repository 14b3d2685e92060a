//! A case joins a group or leaves it, and a side of the group names who speaks for it.

use super::{sealed, step};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{CaseId, GroupPlaceId, PartyId, RepresentativeId};
use crate::domain::case::CaseFile;
use crate::domain::contact::Text;
use crate::domain::event::Event;
use crate::domain::group::{
    GroupCounting, GroupPlace, MOST_REPRESENTATIVES, Representative, TO_REPRESENT, is_one_dispute,
};
use crate::domain::lifecycle::{Action, leads};
use crate::domain::moment::Moment;
use crate::domain::rules;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeSet;

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Joining {
    pub mother_id: CaseId,
    pub joined_on: NaiveDate,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Leaving {
    pub left_on: NaiveDate,
    pub reason: Text,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RepresentativeChoice {
    /// Parties of the mother case, of one side; they take the place of those chosen before.
    pub party_ids: Vec<PartyId>,
    pub chosen_on: NaiveDate,
}

/// The case becomes one of the group of `mother`. `has_children`: it is a mother case itself.
pub fn join_group(
    file: &mut CaseFile,
    mother: &CaseFile,
    has_children: bool,
    joined_on: NaiveDate,
    counting: GroupCounting,
    by: &Moment,
) -> Result<Event> {
    step(file, Action::JoinGroup, joined_on, by, |file| {
        rules::require(file.group_places.is_empty(), Code::InGroup)?;
        let is_nested = has_children || !mother.group_places.is_empty() || mother.case.id == file.case.id;
        rules::require(!is_nested, Code::GroupOfGroups)?;
        let is_alike = mother.case.committee_id == file.case.committee_id && is_one_dispute(mother, file);
        rules::require(is_alike, Code::NotOneDispute)?;
        let is_open = !leads(mother.case.status, Action::JoinGroup).is_empty();
        rules::require(is_open, Code::WrongStatus)?;
        let (id, case_id, mother_id) = (GroupPlaceId::new(), file.case.id, mother.case.id);
        file.group_places.push(GroupPlace { id, case_id, mother_id, counting, joined_on });
        Ok(json!({ "mother_id": mother_id, "counting": counting, "joined_on": joined_on }))
    })
}

/// The case goes its own way again.
pub fn leave_group(file: &mut CaseFile, input: Leaving, by: &Moment) -> Result<Event> {
    step(file, Action::LeaveGroup, input.left_on, by, |file| {
        let place = file.group_places.pop().ok_or(Error::Conflict(Code::NotInGroup))?;
        rules::not_before("left_on", input.left_on, place.joined_on)?;
        Ok(json!({ "mother_id": place.mother_id, "reason_sha256": sealed(Some(&input.reason)) }))
    })
}

/// Names who speaks for a side of the group; `people` stand on that side, in the mother case and its children (L7 art 7).
pub fn choose_representatives(
    file: &mut CaseFile,
    input: RepresentativeChoice,
    people: i64,
    by: &Moment,
) -> Result<Event> {
    step(file, Action::ChooseRepresentatives, input.chosen_on, by, |file| {
        let chosen: BTreeSet<PartyId> = input.party_ids.iter().copied().collect();
        if chosen.is_empty() || chosen.len() > MOST_REPRESENTATIVES || chosen.len() != input.party_ids.len() {
            return Err(Error::field("party_ids", Code::OutOfRange));
        }
        for id in &chosen {
            rules::party(file, "party_ids", *id)?;
        }
        let sides: BTreeSet<_> =
            file.parties.iter().filter(|party| chosen.contains(&party.id)).map(|party| party.role).collect();
        rules::require(sides.len() == 1, Code::OneSide)?;
        rules::require(people >= TO_REPRESENT, Code::TooFewToRepresent)?;
        rules::not_before("chosen_on", input.chosen_on, file.case.applied_on)?;
        let (case_id, chosen_on) = (file.case.id, input.chosen_on);
        let named = |party_id: &PartyId| Representative {
            id: RepresentativeId::new(),
            case_id,
            party_id: *party_id,
            chosen_on,
        };
        file.representatives = chosen.iter().map(named).collect();
        Ok(json!({ "party_ids": chosen, "chosen_on": chosen_on, "people": people }))
    })
}
