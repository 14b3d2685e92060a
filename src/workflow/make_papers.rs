//! The papers of a case: which there are, what each lacks, and one of them filled. For those who see the whole case; what a law firm is
//! shown is logged.

use super::show_case;
use crate::base::error::{Error, Result};
use crate::base::id::{AttachmentId, CaseId, IdText, MediatorId};
use crate::domain::case::{CaseFile, Status};
use crate::domain::deadlines::Terms;
use crate::domain::documents::case_fields;
use crate::domain::documents::fields::Field;
use crate::domain::documents::fill::{Filled, fill};
use crate::domain::documents::layouts;
use crate::domain::documents::names::Names;
use crate::domain::documents::spokesmen::Spokesmen;
use crate::domain::documents::template::Template;
use crate::domain::dossier::{self, DossierItem, Entry, Filed};
use crate::domain::lifecycle::Action;
use crate::domain::moment::Moment;
use crate::domain::parties::Party;
use crate::domain::policy::{Actor, Permission, Scope, Sight};
use crate::store::db::Conn;
use crate::store::{applications, attachments, case_events, case_files, committees, mediators, templates};

/// A paper of a case, filled.
pub struct Paper {
    pub item: DossierItem,
    pub case_no: String,
    pub filled: Filled,
}

/// How papers are made here, as the settings have it.
#[derive(Clone, Debug)]
pub struct Ways {
    pub terms: Terms,
    /// Whether proofs of identity have to be filed as scans.
    pub wants_identity_scans: bool,
}

/// A paper of the dossier, and what its making leaves to fill by hand; nothing of what is only filed.
pub struct Line {
    pub entry: Entry,
    pub gaps: Vec<Field>,
    pub is_made: bool,
    /// The files filed behind it.
    pub files: Vec<AttachmentId>,
}

/// Every paper of the dossier of a case. `NotFound` outside the scope, `Forbidden` where the case is seen masked.
pub fn dossier(c: &mut Conn, actor: &Actor, id: CaseId, ways: &Ways, by: &Moment) -> Result<Vec<Line>> {
    let file = whole(c, actor, id, by)?;
    of_shown(c, actor, &file, ways)
}

/// The same of a case that was just shown to the actor.
pub fn of_shown(c: &mut Conn, actor: &Actor, file: &CaseFile, ways: &Ways) -> Result<Vec<Line>> {
    is_whole(actor)?;
    let names = names(c, file, &ways.terms)?;
    let attachments = attachments::readable(c, file.case.id, actor.account())?;
    let wants_identity_scans = ways.wants_identity_scans;
    let entries = dossier::contents(file, &Filed { attachments: &attachments, wants_identity_scans });
    let line = |entry: Entry| {
        let files = attachments.iter().filter(|one| one.kind.item() == entry.item).map(|one| one.id).collect();
        let template = template(c, file, entry.item)?;
        let gaps = template.as_ref().map(|template| filled(template, file, &names, None)).transpose()?;
        let is_made = template.is_some();
        Ok(Line { entry, gaps: gaps.map(|filled| filled.gaps).unwrap_or_default(), is_made, files })
    };
    entries.into_iter().map(line).collect()
}

/// One paper; of meetings, callbacks and agents the one `of` names, or all of them one after the other. `NotFound` where there is
/// no such.
pub fn paper(
    c: &mut Conn,
    actor: &Actor,
    id: CaseId,
    item: DossierItem,
    of: Option<IdText>,
    (terms, by): (&Terms, &Moment),
) -> Result<Paper> {
    let file = whole(c, actor, id, by)?;
    let names = names(c, &file, terms)?;
    let template = template(c, &file, item)?.ok_or(Error::NotFound)?;
    let filled = filled(&template, &file, &names, of)?;
    Ok(Paper { item, case_no: file.case.case_no, filled })
}

/// A paper as another template would make it.
pub(super) fn with_template(
    c: &mut Conn,
    actor: &Actor,
    id: CaseId,
    item: DossierItem,
    template: &Template,
    (terms, by): (&Terms, &Moment),
) -> Result<Paper> {
    let file = whole(c, actor, id, by)?;
    let names = names(c, &file, terms)?;
    let filled = filled(template, &file, &names, None)?;
    Ok(Paper { item, case_no: file.case.case_no, filled })
}

/// The file for somebody who may have its papers; what a firm is shown is logged.
pub(super) fn whole(c: &mut Conn, actor: &Actor, id: CaseId, by: &Moment) -> Result<CaseFile> {
    let file = show_case::file(c, actor, id, by)?;
    is_whole(actor)?;
    Ok(file)
}

/// `Forbidden` for who sees cases masked.
pub(super) fn is_whole(actor: &Actor) -> Result<()> {
    if actor.scope(Permission::ReadCases).sight() == Sight::Full { Ok(()) } else { Err(Error::Forbidden) }
}

/// The layout of a paper: the committee's own, or the built-in one; none for what is only filed.
pub(super) fn template(c: &mut Conn, file: &CaseFile, item: DossierItem) -> Result<Option<Template>> {
    match templates::in_use(c, file.case.committee_id, item)? {
        Some(own) => Template::parse(&own.body).map(Some),
        None => layouts::template(item),
    }
}

/// A paper of which there is nothing yet is a form to fill by hand.
fn filled(template: &Template, file: &CaseFile, names: &Names, of: Option<IdText>) -> Result<Filled> {
    let fields = case_fields::of_case(file, names, of);
    let filled = fill(template, &fields)?;
    match (filled.document.blocks.is_empty(), of) {
        (false, _) => Ok(filled),
        (true, Some(_)) => Err(Error::NotFound),
        (true, None) => fill(template, &case_fields::with_blank_forms(fields)),
    }
}

pub(super) fn names(c: &mut Conn, file: &CaseFile, terms: &Terms) -> Result<Names> {
    let committee = committees::get(c, file.case.committee_id)?.name;
    let claim = applications::wanted(c, file.case.id)?;
    let filed_on = match file.case.status {
        Status::Archived => case_events::last(c, file.case.id, Action::Archive)?.map(|event| event.on),
        _ => None,
    };
    let spokesmen = spokesmen(c, file)?;
    let (retention, calendar) = (terms.retention.clone(), terms.calendar.clone());
    let ids: Vec<MediatorId> = file.mediators.iter().map(|place| place.mediator_id).collect();
    let mediators = mediators::of_ids(c, &ids)?.into_iter().map(|mediator| (mediator.id, mediator.name)).collect();
    Ok(Names { committee, mediators, claim, retention, filed_on, spokesmen, calendar })
}

/// Who speaks for the group that a case is the mother case or a part of; their side named them in the mother case.
fn spokesmen(c: &mut Conn, file: &CaseFile) -> Result<Option<Spokesmen>> {
    let mother = match file.group_places.first() {
        Some(place) => Some(case_files::load(c, &Scope::Everything, place.mother_id)?),
        None => None,
    };
    let named_in = mother.as_ref().unwrap_or(file);
    let Some(first) = named_in.representatives.first() else { return Ok(None) };
    let is_named = |party: &&Party| named_in.representatives.iter().any(|one| one.party_id == party.id);
    let those: Vec<&Party> = named_in.parties.iter().filter(is_named).collect();
    let Some(side) = those.first().map(|party| party.role) else { return Ok(None) };
    let chosen = case_events::last(c, named_in.case.id, Action::ChooseRepresentatives)?;
    Ok(Some(Spokesmen {
        side,
        names: those.iter().map(|party| party.name.clone()).collect(),
        chosen_on: first.chosen_on,
        people: chosen.and_then(|event| event.details.get("people")?.as_i64()),
    }))
}
