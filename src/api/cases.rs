//! Cases: registered, listed, shown, amended, and their events. The other steps are in case_steps.rs.

use super::body::Body;
use super::creation;
use super::ctx::Ctx;
use super::page;
use super::reply::Reply;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{AccountId, CaseId, CommitteeId, FirmId, MediatorId};
use crate::domain::agreement_lint::{self, Finding};
use crate::domain::case::{Case, CaseFile, Difficulty, Outcome, Regime, Source, Status};
use crate::domain::category::{Category, Subcategory};
use crate::domain::clocks::unknown_year;
use crate::domain::contact::{Name, Text};
use crate::domain::deadlines::Terms;
use crate::domain::duplicates::{self, Duplicate, Sketch};
use crate::domain::event::ChainedEvent;
use crate::domain::lifecycle::{Action, actions};
use crate::domain::masked::{masked, masked_case, masked_name};
use crate::domain::moment::Moment;
use crate::domain::money::Fen;
use crate::domain::parties::PartyRole;
use crate::domain::policy::{Actor, Permission, Scope, Sight};
use crate::domain::region::RegionCode;
use crate::domain::remedies::{self, Advice};
use crate::store::case_lists::{self, Filter, Line};
use crate::store::db::Conn;
use crate::store::{case_events, case_files};
use crate::workflow::access;
use crate::workflow::answer_offer;
use crate::workflow::register_case::{NewCase, register_case};
use actix_web::web::{Path, Query};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

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
        let runs = matches!(file.case.status, Status::Registered | Status::Accepted | Status::Mediating);
        let overdue = runs && file.case.due_on.is_some_and(|due| due < today);
        let calendar_lacks = if runs { unknown_year(&file, terms) } else { None };
        calendar_lacks.into_iter().for_each(super::clocks::warn_of);
        let actions = if is_staff { actions(&file, access::role(actor)) } else { Vec::new() };
        let agreement = if is_staff { agreement_lint::of_case(&file, today) } else { Vec::new() };
        let advice = remedies::of_case(&file, today);
        Ok(Self { file, actions, warnings: Warnings { duplicates, overdue, agreement, calendar_lacks }, advice })
    }
}

/// The answer that shows a case, with its version.
pub fn answer(reply: &CaseReply) -> Result<Reply> {
    Ok(Reply::ok(reply)?.version(reply.file.case.version))
}

/// A line of the list; names, facts and amounts are masked for a federation.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct CaseLine {
    pub id: CaseId,
    pub case_no: String,
    pub committee_id: CommitteeId,
    pub region_code: RegionCode,
    pub status: Status,
    pub regime: Regime,
    pub category: Category,
    pub subcategory: Option<Subcategory>,
    pub source: Source,
    pub difficulty: Difficulty,
    pub summary: Text,
    pub applicants: Vec<Name>,
    pub respondents: Vec<Name>,
    /// In fen.
    pub amount_claimed: Fen,
    pub amount_agreed: Fen,
    pub applied_on: NaiveDate,
    pub due_on: Option<NaiveDate>,
    pub concluded_on: Option<NaiveDate>,
    pub closed_on: Option<NaiveDate>,
    pub outcome: Option<Outcome>,
    pub firm_id: Option<FirmId>,
    pub registered_by: Option<AccountId>,
    pub version: i64,
}

/// A line as it is shown with a sight.
pub(super) fn line(line: &Line, sight: Sight) -> CaseLine {
    let full = sight == Sight::Full;
    let names = |role: PartyRole| {
        let own = line.parties.iter().filter(|side| side.role == role);
        own.map(|side| if full { side.name.clone() } else { masked_name(&side.name) }).collect()
    };
    let (applicants, respondents) = (names(PartyRole::Applicant), names(PartyRole::Respondent));
    let case: Case = if full { line.case.clone() } else { masked_case(line.case.clone()) };
    CaseLine {
        id: case.id,
        case_no: case.case_no,
        committee_id: case.committee_id,
        region_code: case.region_code,
        status: case.status,
        regime: case.regime,
        category: case.category,
        subcategory: case.subcategory,
        source: case.source,
        difficulty: case.difficulty,
        summary: case.summary,
        applicants,
        respondents,
        amount_claimed: case.amount_claimed,
        amount_agreed: case.amount_agreed,
        applied_on: case.applied_on,
        due_on: case.due_on,
        concluded_on: case.concluded_on,
        closed_on: case.closed_on,
        outcome: case.outcome,
        firm_id: case.firm_id,
        registered_by: case.registered_by,
        version: case.version,
    }
}

/// What the list can be narrowed by.
#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ListQuery {
    status: Option<Status>,
    category: Option<Category>,
    region: Option<RegionCode>,
    committee: Option<CommitteeId>,
    firm: Option<FirmId>,
    mediator: Option<MediatorId>,
    q: Option<Name>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    cursor: Option<String>,
    /// 1 to 200; 50 when absent.
    limit: Option<u32>,
}

pub async fn list(ctx: Ctx, query: Query<ListQuery>) -> Result<Reply> {
    let asked = query.into_inner();
    let (scope, limit) = (ctx.scope()?, page::limit(asked.limit)?);
    let before = page::read_cursor(asked.cursor.as_deref())?.map(|text| text.parse()).transpose();
    for (field, day) in [("from", asked.from), ("to", asked.to)] {
        // PostgreSQL knows fewer years than a day can be written with.
        if day.is_some_and(|day| !(1900..=2199).contains(&day.year())) {
            return Err(Error::field(field, Code::OutOfRange));
        }
    }
    let filter = Filter {
        status: asked.status,
        category: asked.category,
        region: asked.region.map(RegionCode::prefix),
        committee: asked.committee,
        firm: asked.firm,
        mediator: asked.mediator,
        q: asked.q.map(Name::into_string),
        from: asked.from,
        to: asked.to,
        before: before.map_err(|_| Error::field("cursor", Code::Invalid))?,
    };
    // What a firm sees of a file is logged one by one: it opens the case for that.
    let sight = if matches!(scope, Scope::Firm { .. }) { Sight::Masked } else { scope.sight() };
    let rows = i64::try_from(limit + 1).map_err(Error::internal)?;
    let lines = ctx.read(move |c| case_lists::list(c, &scope, &filter, rows)).await?;
    Reply::ok(&page::page(lines, limit, |line| line.case.id.to_string(), |one| line(one, sight)))
}

pub async fn register(ctx: Ctx, body: Body<NewCase>) -> Result<Reply> {
    let actor = ctx.actor()?.clone();
    let by = Moment::at(ctx.now, actor.recorded());
    let (input, terms) = (body.value, ctx.terms());
    creation::once(&ctx, "/cases", &body.digest, move |tx: &mut Conn| {
        let file = register_case(tx, &actor, input, &terms, &by)?;
        let (id, version) = (file.case.id, file.case.version);
        let reply = CaseReply::of(tx, &actor, file, &terms, by.today)?;
        Ok(Reply::created(format!("/api/v1/cases/{id}"), &reply)?.version(version))
    })
    .await
}

pub async fn show(ctx: Ctx, id: Path<CaseId>) -> Result<Reply> {
    let (id, actor, by) = (id.into_inner(), ctx.actor()?.clone(), Moment::at(ctx.now, ctx.actor()?.recorded()));
    let (is_disclosure, terms) = (matches!(actor.scope(Permission::ReadCases), Scope::Firm { .. }), ctx.terms());
    let show = move |c: &mut Conn| {
        let file = case_files::load(c, &actor.scope(Permission::ReadCases), id)?;
        if is_disclosure {
            answer_offer::note_file_shown(c, &actor, id, &by)?;
        }
        CaseReply::of(c, &actor, file, &terms, by.today)
    };
    let reply = if is_disclosure { ctx.write(show).await } else { ctx.read(show).await };
    answer(&reply?)
}

/// The events of a case, oldest first.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Events {
    pub items: Vec<ChainedEvent>,
}

pub async fn events(ctx: Ctx, id: Path<CaseId>) -> Result<Reply> {
    let (id, scope) = (id.into_inner(), ctx.scope()?);
    let items = ctx.read(move |c| {
        case_files::load(c, &scope, id)?;
        let mut items = case_events::of_case(c, id)?;
        if scope.sight() != Sight::Full {
            // Details hold exact amounts.
            items.iter_mut().for_each(|event| event.details = serde_json::Value::Null);
        }
        Ok(items)
    });
    Reply::ok(&Events { items: items.await? })
}
