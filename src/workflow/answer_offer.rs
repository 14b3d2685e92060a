//! The firm's side of an assignment: the blind summary, the conflict check, the file, and the answer. Whatever is shown is logged.

use super::assign_firms::must_be_of;
use super::pass_on_offer::tell_and_pass_on;
use super::{rank_firms, record::record};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{AssignmentId, CaseId, LawyerId};
use crate::domain::assignment::{Assignment, DeclineReason, DisclosureLevel, OfferTerms};
use crate::domain::blind::BlindSummary;
use crate::domain::case::CaseFile;
use crate::domain::conflicts::Conflict;
use crate::domain::contact::Name;
use crate::domain::moment::Moment;
use crate::domain::notices::NoticeKind;
use crate::domain::parties::{PartyKind, PartyRole};
use crate::domain::policy::{Actor, Permission, Role, Scope};
use crate::domain::{rules, steps};
use crate::store::db::Conn;
use crate::store::{assignments, case_files};
use serde::{Deserialize, Serialize};

/// An offer and as much of its case as may be seen now.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct OfferView {
    #[serde(flatten)]
    pub offer: Assignment,
    /// Neither names nor facts; absent once the offer is over.
    pub summary: Option<BlindSummary>,
    /// The whole file; only for the firm, after «no conflict» and with consent or a contract.
    pub file: Option<CaseFile>,
}

/// A party by name, and nothing else of them.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct NamedParty {
    pub role: PartyRole,
    pub kind: PartyKind,
    pub name: Name,
}

/// What a firm compares with its own records.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ConflictCheck {
    /// Empty when conflicts are known already: then the names are not needed.
    pub parties: Vec<NamedParty>,
    /// What the registry and earlier cases tell.
    pub conflicts: Vec<Conflict>,
}

/// The result of the firm's own check.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckResult {
    /// `false` is the tick «no conflict»; `true` declines the offer for that reason.
    pub has_conflict: bool,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferAcceptance {
    /// The lawyer the firm names for the case.
    pub lawyer_id: Option<LawyerId>,
}

#[derive(Clone, Copy, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferRefusal {
    pub reason: DeclineReason,
}

/// The offer as this actor sees it; for a firm the showing is logged.
pub fn view(tx: &mut Conn, actor: &Actor, id: AssignmentId, by: &Moment) -> Result<OfferView> {
    let offer = assignments::get(tx, &actor.scope(Permission::ReadAssignments), id)?;
    let file = case_files::load(tx, &Scope::Everything, offer.case_id)?;
    shown(tx, actor, offer, file, by)
}

/// The names the firm needs for its check, logged, and what is known already. `DisclosureNotAllowed` before consent or contract.
pub fn names(tx: &mut Conn, actor: &Actor, id: AssignmentId, by: &Moment) -> Result<ConflictCheck> {
    let (offer, file) = own(tx, actor, id)?;
    offer.must_be_open(by.now)?;
    let conflicts = rank_firms::conflicts(tx, &file, offer.firm_id)?;
    if !conflicts.is_empty() {
        return Ok(ConflictCheck { parties: Vec::new(), conflicts });
    }
    must_have_basis(&offer, &file)?;
    assignments::disclose(tx, &offer, DisclosureLevel::Names, actor.account(), by.now)?;
    let named = |party: &crate::domain::parties::Party| NamedParty {
        role: party.role,
        kind: party.kind,
        name: party.name.clone(),
    };
    Ok(ConflictCheck { parties: file.parties.iter().map(named).collect(), conflicts })
}

/// Takes the firm's word on conflicts: the file opens, or the offer is declined and goes on.
pub fn check(
    tx: &mut Conn,
    actor: &Actor,
    id: AssignmentId,
    version: i64,
    input: CheckResult,
    terms: &OfferTerms,
    by: &Moment,
) -> Result<OfferView> {
    if input.has_conflict {
        return decline(tx, actor, id, version, OfferRefusal { reason: DeclineReason::Conflict }, terms, by);
    }
    let (mut offer, file) = own_at(tx, actor, id, version)?;
    offer.must_be_open(by.now)?;
    let is_tied = !rank_firms::conflicts(tx, &file, offer.firm_id)?.is_empty();
    if !is_tied {
        must_have_basis(&offer, &file)?;
        if !assignments::was_shown(tx, &offer, DisclosureLevel::Names)? {
            return Err(Error::Conflict(Code::NamesNotSeen));
        }
    }
    offer.clear(is_tied, by.now)?;
    assignments::advance(tx, version, &offer)?;
    shown(tx, actor, offer, file, by)
}

/// The firm takes the case: it is on it from now.
pub fn accept(
    tx: &mut Conn,
    actor: &Actor,
    id: AssignmentId,
    version: i64,
    input: OfferAcceptance,
    by: &Moment,
) -> Result<OfferView> {
    let (mut offer, before) = own_at(tx, actor, id, version)?;
    // A lawyer answers for themselves only.
    if actor.role() == Role::Lawyer && input.lawyer_id.is_some_and(|named| actor.lawyer() != Some(named)) {
        return Err(Error::Forbidden);
    }
    offer.accept(input.lawyer_id, by.now)?;
    if let Some(lawyer) = offer.lawyer_id {
        must_be_of(tx, offer.firm_id, lawyer)?;
    }
    // What the registry learned since the tick counts too.
    if !rank_firms::conflicts(tx, &before, offer.firm_id)?.is_empty() {
        return Err(Error::Conflict(Code::ConflictOfInterest));
    }
    assignments::advance(tx, version, &offer)?;
    let mut file = before.clone();
    let event = steps::assign_firm(&mut file, offer.firm_id, by)?;
    record(tx, Some(&before), &mut file, &event, by).map_err(Error::of_another)?;
    shown(tx, actor, offer, file, by)
}

/// The firm does not take the case: the committee hears of it and the next firm is asked.
pub fn decline(
    tx: &mut Conn,
    actor: &Actor,
    id: AssignmentId,
    version: i64,
    input: OfferRefusal,
    terms: &OfferTerms,
    by: &Moment,
) -> Result<OfferView> {
    let (mut offer, file) = own_at(tx, actor, id, version)?;
    offer.decline(input.reason, by.now)?;
    assignments::advance(tx, version, &offer)?;
    tell_and_pass_on(tx, NoticeKind::FirmDeclined, &file, &offer, terms, by)?;
    Ok(OfferView { offer, summary: None, file: None })
}

/// Logs that the firm was shown the file of a case in its scope.
pub fn note_file_shown(tx: &mut Conn, actor: &Actor, case: CaseId, by: &Moment) -> Result<()> {
    let offers = assignments::of_case(tx, case)?;
    let theirs = offers.iter().rfind(|offer| Some(offer.firm_id) == actor.firm() && offer.cleared_at.is_some());
    let offer = theirs.ok_or_else(|| Error::internal("a firm was shown a case without an offer"))?;
    assignments::disclose(tx, offer, DisclosureLevel::File, actor.account(), by.now)
}

fn own(tx: &mut Conn, actor: &Actor, id: AssignmentId) -> Result<(Assignment, CaseFile)> {
    let offer = assignments::get(tx, &actor.scope(Permission::AnswerAssignment), id)?;
    let file = case_files::load(tx, &Scope::Everything, offer.case_id)?;
    Ok((offer, file))
}

fn own_at(tx: &mut Conn, actor: &Actor, id: AssignmentId, version: i64) -> Result<(Assignment, CaseFile)> {
    let found = own(tx, actor, id)?;
    Error::unless_current(found.0.version, version)?;
    Ok(found)
}

fn must_have_basis(offer: &Assignment, file: &CaseFile) -> Result<()> {
    let allowed = offer.has_basis(rules::disclosure_allowed(file, offer.firm_id));
    if allowed { Ok(()) } else { Err(Error::Conflict(Code::DisclosureNotAllowed)) }
}

fn shown(tx: &mut Conn, actor: &Actor, offer: Assignment, file: CaseFile, by: &Moment) -> Result<OfferView> {
    let summary = BlindSummary::of(&file);
    if !actor.may(Permission::AnswerAssignment) {
        return Ok(OfferView { offer, summary: Some(summary), file: None });
    }
    let level = offer.sight(rules::disclosure_allowed(&file, offer.firm_id));
    if let Some(level) = level {
        assignments::disclose(tx, &offer, level, actor.account(), by.now)?;
    }
    let file = Some(file).filter(|_| level == Some(DisclosureLevel::File));
    Ok(OfferView { summary: level.map(|_| summary), file, offer })
}
