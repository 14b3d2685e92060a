//! Cases: registered, listed, shown, amended, and their events. The other steps are in case_steps.rs.

use super::body::Body;
use super::creation;
use super::ctx::Ctx;
use super::page;
use super::reply::Reply;
use crate::base::clock::china_day;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{AccountId, CaseId, CommitteeId, FirmId, MediatorId};
use crate::domain::case::{Case, Difficulty, Outcome, Regime, Source, Status};
use crate::domain::category::{Category, Subcategory};
use crate::domain::clocks::DueWithin;
use crate::domain::contact::{Name, Text};
use crate::domain::event::ChainedEvent;
use crate::domain::masked::{masked_case, masked_name};
use crate::domain::moment::Moment;
use crate::domain::money::Fen;
use crate::domain::parties::PartyRole;
use crate::domain::policy::{Scope, Sight};
use crate::domain::region::RegionCode;
use crate::store::case_lists::{self, Filter, Line};
use crate::store::db::Conn;
use crate::workflow::register_case::{NewCase, register_case};
use crate::workflow::show_case;
pub use crate::workflow::show_case::CaseReply;
use actix_web::web::{Path, Query};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

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
    /// By the clock of mediation that runs.
    #[param(inline)]
    due: Option<DueWithin>,
    cursor: Option<String>,
    /// 1 to 200; 50 when absent.
    limit: Option<u32>,
}

pub async fn list(ctx: Ctx, query: Query<ListQuery>) -> Result<Reply> {
    let asked = query.into_inner();
    let (scope, limit) = (ctx.scope()?, page::limit(asked.limit)?);
    let after = page::read_cursor(asked.cursor.as_deref())?;
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
        due: asked.due.map(|due| due.span(china_day(ctx.now))),
        after,
    };
    let order = filter.order();
    // What a firm sees of a file is logged one by one: it opens the case for that.
    let sight = if matches!(scope, Scope::Firm { .. }) { Sight::Masked } else { scope.sight() };
    let lines = ctx.read(move |c| case_lists::list(c, &scope, &filter, limit.read())).await?;
    Reply::ok(&page::page(lines, limit, |line| order.place(&line.case).to_string(), |one| line(one, sight)))
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
    let (id, terms) = (id.into_inner(), ctx.terms());
    answer(&ctx.shown(move |c, actor, by| show_case::show_case(c, actor, id, &terms, by)).await?)
}

/// The events of a case, oldest first.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Events {
    pub items: Vec<ChainedEvent>,
}

pub async fn events(ctx: Ctx, id: Path<CaseId>) -> Result<Reply> {
    let id = id.into_inner();
    Reply::ok(&Events { items: ctx.shown(move |c, actor, by| show_case::events(c, actor, id, by)).await? })
}
