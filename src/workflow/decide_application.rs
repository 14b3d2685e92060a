//! The committee looks at applications, takes one as a case, or refuses it with a reason and the route to go.

use super::access;
use super::register_case::{NewCase, register_parties};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::ApplicationId;
use crate::domain::application::{Application, ApplicationStatus};
use crate::domain::case::{CaseFile, Difficulty, Outcome, Regime, Source};
use crate::domain::category::{Category, Subcategory};
use crate::domain::contact::Text;
use crate::domain::deadlines::Terms;
use crate::domain::duplicates::{self, Duplicate, Sketch};
use crate::domain::lifecycle::{self, Action};
use crate::domain::moment::Moment;
use crate::domain::parties::PartyRole;
use crate::domain::policy::{Actor, Permission};
use crate::domain::rules;
use crate::domain::steps::NewParty;
use crate::store::db::Conn;
use crate::store::{applications, case_lists};
use serde::Deserialize;

/// What the committee adds when it takes an application as a case.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApplicationAcceptance {
    pub regime: Option<Regime>,
    pub category: Option<Category>,
    pub subcategory: Option<Subcategory>,
    pub difficulty: Option<Difficulty>,
}

/// Why an application is not taken; the applicant is told where to go by reason and regime.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApplicationRefusal {
    pub outcome: Outcome,
    /// In words; needed where the list says nothing.
    pub reason: Option<Text>,
}

/// An application with what staff should know before they decide.
pub struct Weighed {
    pub application: Application,
    /// Cases of the committee that may be about the same dispute.
    pub duplicates: Vec<Duplicate>,
    /// Other applications of the same applicant against the same respondent.
    pub same_as: Vec<ApplicationId>,
}

/// An application of the actor's committees; `NotFound` for others.
pub fn weigh(c: &mut Conn, actor: &Actor, id: ApplicationId) -> Result<Weighed> {
    let application = of_own(c, actor, id)?;
    let sketch = sketch(&application);
    let candidates = case_lists::alike(c, application.committee_id, &sketch)?;
    let same_as = applications::alike(c, &application)?;
    Ok(Weighed { duplicates: duplicates::of(&sketch, &candidates), same_as, application })
}

/// Registers the dispute as a case of the committee.
pub fn accept_application(
    tx: &mut Conn,
    actor: &Actor,
    (id, version): (ApplicationId, i64),
    input: ApplicationAcceptance,
    terms: &Terms,
    by: &Moment,
) -> Result<CaseFile> {
    let application = of_own(tx, actor, id)?;
    waiting(&application, version)?;
    let (new, parties) = new_case(&application, input);
    let file = register_parties(tx, actor, new, parties, terms, by)?;
    let decided = Application {
        status: ApplicationStatus::Accepted,
        case_id: Some(file.case.id),
        decided_at: Some(by.now),
        decided_by: by.account,
        version: version + 1,
        ..application
    };
    applications::decide(tx, &decided)?;
    Ok(file)
}

/// Refuses an application: for the same reasons, and by the same people, as a case is declined.
pub fn refuse_application(
    tx: &mut Conn,
    actor: &Actor,
    (id, version): (ApplicationId, i64),
    input: ApplicationRefusal,
    by: &Moment,
) -> Result<Application> {
    let application = of_own(tx, actor, id)?;
    if !lifecycle::roles(Action::Decline).contains(&access::role(actor)) {
        return Err(Error::Forbidden);
    }
    waiting(&application, version)?;
    rules::reason_given(input.outcome, &rules::REASONS_TO_DECLINE, input.reason.is_some())?;
    let decided = Application {
        status: ApplicationStatus::Refused,
        outcome: Some(input.outcome),
        reason: input.reason,
        decided_at: Some(by.now),
        decided_by: by.account,
        version: version + 1,
        ..application
    };
    applications::decide(tx, &decided)?;
    Ok(decided)
}

fn waiting(application: &Application, version: i64) -> Result<()> {
    Error::unless_current(application.version, version)?;
    rules::require(application.status == ApplicationStatus::Waiting, Code::AlreadyDone)
}

fn of_own(c: &mut Conn, actor: &Actor, id: ApplicationId) -> Result<Application> {
    if !actor.may(Permission::RegisterCase) {
        return Err(Error::Forbidden);
    }
    let found = applications::by_id(c, id)?;
    found.filter(|one| access::committee(actor, Some(one.committee_id)).is_some()).ok_or(Error::NotFound)
}

fn new_case(application: &Application, input: ApplicationAcceptance) -> (NewCase, Vec<NewParty>) {
    let of = application.clone();
    let party = |role, kind, name, phone, address| NewParty { phone, address, ..NewParty::named(role, kind, name) };
    let applicant = NewParty {
        email: of.applicant_email,
        ..party(
            PartyRole::Applicant,
            of.applicant_kind,
            of.applicant_name,
            Some(of.applicant_phone),
            of.applicant_address,
        )
    };
    let respondent = party(
        PartyRole::Respondent,
        of.respondent_kind,
        of.respondent_name,
        of.respondent_phone,
        of.respondent_address,
    );
    let new = NewCase {
        applicant: applicant.name.clone(),
        respondent: respondent.name.clone(),
        summary: of.summary,
        applicant_kind: None,
        respondent_kind: None,
        applicant_phone: None,
        respondent_phone: None,
        parties: Vec::new(),
        committee_id: Some(of.committee_id),
        regime: input.regime,
        category: input.category.or(of.category).or(input.subcategory.map(Subcategory::parent)),
        subcategory: input.subcategory,
        source: Some(Source::Application),
        external_no: None,
        applied_on: Some(crate::base::clock::china_day(of.received_at)),
        amount_claimed: Some(of.amount_claimed),
        difficulty: input.difficulty,
        people: None,
    };
    (new, vec![applicant, respondent])
}

fn sketch(application: &Application) -> Sketch {
    let name = |name: &crate::domain::contact::Name| name.as_str().to_owned();
    Sketch {
        case_id: None,
        parties: vec![
            (PartyRole::Applicant, name(&application.applicant_name), None),
            (PartyRole::Respondent, name(&application.respondent_name), None),
        ],
        amount_claimed: application.amount_claimed,
        applied_on: crate::base::clock::china_day(application.received_at),
        external_no: None,
    }
}
