//! One step for every case of a group. Each case goes by its own step with its own event; one that refuses it stays as it is.

use super::choose_mediators;
use super::make_papers;
use super::take_step::{Step, take_step};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::CaseId;
use crate::domain::agreement::{AgreementForm, Signature};
use crate::domain::case::{Case, CaseFile, Outcome, Status};
use crate::domain::consent::{Channel, ConsentMatter};
use crate::domain::contact::{Name, Text};
use crate::domain::deadlines::Terms;
use crate::domain::documents::case_fields;
use crate::domain::documents::fill::fill;
use crate::domain::documents::template::Template;
use crate::domain::event::Event;
use crate::domain::group::in_proportion;
use crate::domain::lifecycle::Action;
use crate::domain::meeting::MeetingMode;
use crate::domain::moment::Moment;
use crate::domain::money::Fen;
use crate::domain::parties::PartyRole;
use crate::domain::policy::{Actor, Permission};
use crate::domain::steps::{self, Acceptance, Agreeing, Appointment, Consenting, NewMeeting, Notice, StartOfMediation};
use crate::store::db::Conn;
use crate::store::{case_files, case_groups};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is done to the cases of a group: to all of them, or to those named.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupStepping {
    pub step: GroupStep,
    pub case_ids: Option<Vec<CaseId>>,
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GroupStep {
    Accept(Acceptance),
    AppointMediator(Appointment),
    RecordConsent(GroupConsent),
    GiveNotice(Notice),
    StartMediation(StartOfMediation),
    HoldMeeting(GroupMeeting),
    Agree(GroupAgreement),
}

/// The word of everyone on one side.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupConsent {
    pub role: PartyRole,
    pub matter: ConsentMatter,
    pub given: bool,
    pub channel: Channel,
    pub recorded_on: NaiveDate,
}

/// A meeting to which all parties came.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupMeeting {
    pub held_on: NaiveDate,
    pub mode: MeetingMode,
    pub place: Option<Name>,
    pub record: Option<Text>,
}

/// One agreement for many: the words of `content`, or of the agreement of the mother case, with the fields of each case in them
/// (`{{applicants}}`, `{{amount_agreed}}`, `{{amount_agreed_capital}}`, as in the layouts of papers). The schedule is that of the
/// mother case in proportion, to the fen.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupAgreement {
    pub agreed_on: NaiveDate,
    pub content: Option<Text>,
    /// What each gets, in fen; who is not named gets what they claim.
    #[serde(default)]
    pub amounts: Vec<ChildAmount>,
    /// The day on which every party of these cases signed.
    pub signed_on: Option<NaiveDate>,
    pub mediator_signed_on: Option<NaiveDate>,
    pub sealed_on: Option<NaiveDate>,
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChildAmount {
    pub case_id: CaseId,
    pub amount: Fen,
}

/// What became of each case.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct GroupStepped {
    pub done: Vec<Stepped>,
    /// Cases that stayed as they are, each with the code of why.
    pub kept: Vec<Stepped>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Stepped {
    pub case_id: CaseId,
    pub case_no: String,
    pub status: Status,
    pub why: Option<String>,
}

impl Stepped {
    pub fn of(case: &Case) -> Self {
        Self { case_id: case.id, case_no: case.case_no.clone(), status: case.status, why: None }
    }
}

/// Takes the step in each case. `Conflict` where no case was joined to this one, `Invalid` where a case is named that is not of the group, or the words are no template.
pub fn step_group(
    tx: &mut Conn,
    actor: &Actor,
    mother: CaseId,
    input: &GroupStepping,
    terms: &Terms,
    by: &Moment,
) -> Result<GroupStepped> {
    let scope = actor.scope(Permission::ReadCases);
    let mother = case_files::load(tx, &scope, mother)?;
    let children = case_groups::children(tx, &scope, mother.case.id)?;
    if children.is_empty() {
        return Err(Error::Conflict(Code::NotInGroup));
    }
    let agreement = match &input.step {
        GroupStep::Agree(agreement) => agreement.amounts.as_slice(),
        _ => &[],
    };
    let mut named = input.case_ids.iter().flatten().chain(agreement.iter().map(|one| &one.case_id));
    if let Some(foreign) = named.find(|id| children.iter().all(|case| case.id != **id)) {
        return Err(Error::field(format!("case_ids.{foreign}"), Code::UnknownReference));
    }
    let template = template(&mother, &input.step)?;
    let each = Each { actor, mother: &mother, template, terms, by };
    let mut done = GroupStepped::default();
    for case in children.iter().filter(|case| input.case_ids.as_ref().is_none_or(|ids| ids.contains(&case.id))) {
        match each.step(tx, case, &input.step) {
            Ok(status) => done.done.push(Stepped { status, ..Stepped::of(case) }),
            Err(cause @ (Error::Conflict(_) | Error::Invalid(_))) => {
                done.kept.push(Stepped { why: Some(why(&cause)), ..Stepped::of(case) });
            }
            Err(cause) => return Err(cause),
        }
    }
    Ok(done)
}

/// The words of a written agreement, as a template.
fn template(mother: &CaseFile, step: &GroupStep) -> Result<Option<Template>> {
    let GroupStep::Agree(input) = step else { return Ok(None) };
    let own = mother.agreement.as_ref().and_then(|agreement| agreement.content.as_ref());
    let words = input.content.as_ref().or(own).ok_or_else(|| Error::field("step.agree.content", Code::NoTemplate))?;
    Template::parse(words.as_str()).map(Some)
}

/// The first fault says most.
fn why(cause: &Error) -> String {
    match cause {
        Error::Invalid(faults) => faults.first().map_or(cause.code(), |fault| fault.code),
        cause => cause.code(),
    }
    .as_str()
    .to_owned()
}

/// What every case of the group is stepped with.
struct Each<'a> {
    actor: &'a Actor,
    mother: &'a CaseFile,
    template: Option<Template>,
    terms: &'a Terms,
    by: &'a Moment,
}

impl Each<'_> {
    /// The status after it.
    fn step(&self, tx: &mut Conn, case: &Case, step: &GroupStep) -> Result<Status> {
        let (terms, by) = (self.terms, self.by);
        let file = match step.clone() {
            GroupStep::Accept(input) => {
                self.take(tx, case, Action::Accept, |_, file| steps::accept(file, input, terms, by))
            }
            GroupStep::AppointMediator(input) => {
                let step = Step { case: case.id, version: case.version, action: Action::AppointMediator };
                choose_mediators::appoint(tx, self.actor, step, input, by)
            }
            GroupStep::RecordConsent(input) => return self.consents(tx, case, &input),
            GroupStep::GiveNotice(input) => {
                self.take(tx, case, Action::GiveNotice, |_, file| steps::give_notice(file, input, by))
            }
            GroupStep::StartMediation(input) => {
                self.take(tx, case, Action::StartMediation, |_, file| steps::start_mediation(file, input, by))
            }
            GroupStep::HoldMeeting(input) => {
                self.take(tx, case, Action::HoldMeeting, |_, file| steps::hold_meeting(file, meeting(input, file), by))
            }
            GroupStep::Agree(input) => self.take(tx, case, Action::Agree, |tx, file| {
                let agreeing = self.agreeing(tx, input, file)?;
                steps::agree(file, agreeing, terms, by)
            }),
        };
        Ok(file?.case.status)
    }

    fn take(
        &self,
        tx: &mut Conn,
        case: &Case,
        action: Action,
        decide: impl FnOnce(&mut Conn, &mut CaseFile) -> Result<Event>,
    ) -> Result<CaseFile> {
        let step = Step { case: case.id, version: case.version, action };
        take_step(tx, self.actor, step, self.by, decide)
    }

    /// One step for each party of the side.
    fn consents(&self, tx: &mut Conn, case: &Case, input: &GroupConsent) -> Result<Status> {
        let file = case_files::load(tx, &self.actor.scope(Permission::ReadCases), case.id)?;
        let mut case = file.case;
        for party in file.parties.iter().filter(|party| party.role == input.role) {
            let word = Consenting {
                party_id: party.id,
                matter: input.matter,
                given: input.given,
                channel: input.channel,
                recorded_on: input.recorded_on,
                mediator_id: None,
                firm_id: None,
            };
            case =
                self.take(tx, &case, Action::RecordConsent, |_, file| steps::record_consent(file, word, self.by))?.case;
        }
        Ok(case.status)
    }

    /// The agreement of one case, from the template.
    fn agreeing(&self, tx: &mut Conn, input: GroupAgreement, file: &CaseFile) -> Result<Agreeing> {
        let named = input.amounts.iter().find(|one| one.case_id == file.case.id).map(|one| one.amount);
        let amount = named.unwrap_or(file.case.amount_claimed);
        let own = self.mother.agreement.as_ref();
        let signed =
            |on: NaiveDate| file.parties.iter().map(move |party| Signature { party_id: party.id, signed_on: on });
        Ok(Agreeing {
            agreement_no: None,
            form: AgreementForm::Written,
            content: self.template.as_ref().map(|template| words(tx, template, file, amount)).transpose()?,
            amount,
            agreed_on: input.agreed_on,
            signatures: input.signed_on.map(|on| signed(on).collect()).unwrap_or_default(),
            mediator_signed_on: input.mediator_signed_on,
            sealed_on: input.sealed_on,
            instalments: in_proportion(&self.mother.instalments, amount),
            facts: own.and_then(|agreement| agreement.facts.clone()),
            copies: None,
        })
    }
}

/// The words of a template for a case that agrees on `amount`. `Invalid` where they name what the case does not say.
fn words(tx: &mut Conn, template: &Template, file: &CaseFile, amount: Fen) -> Result<Text> {
    let mut agreed = file.clone();
    agreed.case.amount_agreed = amount;
    agreed.case.outcome = Some(Outcome::Agreed);
    let filled = fill(template, &case_fields::of_case(&agreed, &make_papers::names(tx, file)?, None))?;
    if !filled.gaps.is_empty() {
        return Err(Error::field("content", Code::TemplateGap));
    }
    let text = filled.document.texts().collect::<Vec<_>>().join("\n");
    Text::parse(&text).map_err(|code| Error::field("content", code))
}

fn meeting(input: GroupMeeting, file: &CaseFile) -> NewMeeting {
    NewMeeting {
        plan_id: None,
        held_on: input.held_on,
        mode: input.mode,
        place: input.place,
        attended: file.parties.iter().map(|party| party.id).collect(),
        absent: Vec::new(),
        statements: Vec::new(),
        points: None,
        record: input.record,
    }
}
