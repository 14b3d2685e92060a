//! A case as somebody may see it, with what they may do about it: the same for API and pages.

use super::{access, answer_offer};
use crate::base::error::Result;
use crate::base::id::CaseId;
use crate::domain::agreement_lint::{self, Finding};
use crate::domain::case::CaseFile;
use crate::domain::clocks::{self, CaseClock, unknown_year};
use crate::domain::deadlines::Terms;
use crate::domain::duplicates::{self, Duplicate, Sketch};
use crate::domain::event::ChainedEvent;
use crate::domain::lifecycle::{Action, actions};
use crate::domain::masked::masked;
use crate::domain::moment::Moment;
use crate::domain::policy::{Actor, Permission, Scope, Sight};
use crate::domain::remedies::{self, Advice};
use crate::store::db::Conn;
use crate::store::{case_events, case_files, case_lists};
use chrono::NaiveDate;
use serde::Serialize;

/// A case and what can be done about it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct CaseReply {
    #[serde(flatten)]
    pub file: CaseFile,
    /// What this account may do with it now.
    pub actions: Vec<Action>,
    pub warnings: Warnings,
    /// Where the parties may turn when the case was declined, failed, or its agreement is not kept.
    pub advice: Vec<Advice>,
}

/// What deserves a look before going on.
#[derive(Clone, Debug, Default, Serialize, utoipa::ToSchema)]
pub struct Warnings {
    /// Cases of the same committee that may be about the same dispute, with the reasons.
    pub duplicates: Vec<Duplicate>,
    /// The last day of the clock has passed.
    pub overdue: bool,
    /// What is missing in the agreement.
    pub agreement: Vec<Finding>,
    /// A year the working calendar lacks, in which the last day was counted without its holidays: a guess.
    pub calendar_lacks: Option<i32>,
}

impl CaseReply {
    /// The reply to this actor, who sees the case: masked for a federation.
    pub fn of(c: &mut Conn, actor: &Actor, file: CaseFile, terms: &Terms, today: NaiveDate) -> Result<Self> {
        let sight = actor.scope(Permission::ReadCases).sight();
        if sight != Sight::Full {
            return Ok(Self {
                file: masked(file),
                actions: Vec::new(),
                warnings: Warnings::default(),
                advice: Vec::new(),
            });
        }
        let is_staff = actor.may(Permission::StepCase);
        let duplicates = if is_staff {
            let sketch = Sketch::of(&file);
            duplicates::of(&sketch, &case_lists::alike(c, file.case.committee_id, &sketch)?)
        } else {
            Vec::new()
        };
        let runs = clocks::runs(&file);
        let overdue = runs && file.case.due_on.is_some_and(|due| due < today);
        let calendar_lacks = if runs { unknown_year(&file, terms) } else { None };
        calendar_lacks.into_iter().for_each(warn_of);
        let actions = if is_staff { actions(&file, access::role(actor)) } else { Vec::new() };
        let agreement = if is_staff { agreement_lint::of_case(&file, today) } else { Vec::new() };
        let advice = remedies::of_case(&file, today, &terms.calendar);
        Ok(Self { file, actions, warnings: Warnings { duplicates, overdue, agreement, calendar_lacks }, advice })
    }
}

/// Whether showing a case to this actor is written down, and so needs a transaction that writes.
pub fn is_disclosure(actor: &Actor) -> bool {
    matches!(actor.scope(Permission::ReadCases), Scope::Firm { .. })
}

/// The case of an id within the actor's scope, else `NotFound`; what a firm is shown is written down.
pub fn show_case(c: &mut Conn, actor: &Actor, id: CaseId, terms: &Terms, by: &Moment) -> Result<CaseReply> {
    let file = file(c, actor, id, by)?;
    CaseReply::of(c, actor, file, terms, by.today)
}

/// The file behind it, unmasked.
pub fn file(c: &mut Conn, actor: &Actor, id: CaseId, by: &Moment) -> Result<CaseFile> {
    let file = case_files::load(c, &actor.scope(Permission::ReadCases), id)?;
    if is_disclosure(actor) {
        answer_offer::note_file_shown(c, actor, id, by)?;
    }
    Ok(file)
}

/// The clocks of a case the actor sees, as they stand today.
pub fn clocks(c: &mut Conn, actor: &Actor, id: CaseId, terms: &Terms, by: &Moment) -> Result<Vec<CaseClock>> {
    let all = clocks::of(&file(c, actor, id, by)?, terms, by.today);
    all.iter().filter_map(|clock| clock.unknown_year).for_each(warn_of);
    Ok(all)
}

/// The events of a case within the scope, oldest first; without their details where those would show too much.
pub fn events(c: &mut Conn, actor: &Actor, id: CaseId, by: &Moment) -> Result<Vec<ChainedEvent>> {
    file(c, actor, id, by)?;
    events_of(c, actor, id)
}

/// The same of a case that was just shown to the actor.
pub fn events_of(c: &mut Conn, actor: &Actor, id: CaseId) -> Result<Vec<ChainedEvent>> {
    let mut items = case_events::of_case(c, id)?;
    if actor.scope(Permission::ReadCases).sight() != Sight::Full {
        // Details hold exact amounts.
        items.iter_mut().for_each(|event| event.details = serde_json::Value::Null);
    }
    Ok(items)
}

/// Says in the log that days were counted without a calendar.
fn warn_of(year: i32) {
    tracing::warn!(year, "the working calendar lacks a year; complete mediation.calendar_file");
}
