//! The clocks of a case, each with the sentence that explains it, and the table of rules they follow.

use super::ctx::Ctx;
use super::reply::Reply;
use crate::base::error::Result;
use crate::base::id::CaseId;
use crate::domain::clock_rules::{ClockRule, table};
use crate::domain::clocks::CaseClock;
use crate::workflow::show_case;
use actix_web::web::Path;
use serde::Serialize;

/// Every clock that runs or ran.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Clocks {
    pub items: Vec<CaseClock>,
}

/// The time limits with their basis, as the settings of this place have them.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ClockRules {
    pub items: Vec<ClockRule>,
}

pub async fn show(ctx: Ctx, id: Path<CaseId>) -> Result<Reply> {
    let (id, terms) = (id.into_inner(), ctx.terms());
    Reply::ok(&Clocks { items: ctx.shown(move |c, actor, by| show_case::clocks(c, actor, id, &terms, by)).await? })
}

pub async fn rules(ctx: Ctx) -> Result<Reply> {
    Reply::ok(&ClockRules { items: table(&ctx.terms()) })
}
