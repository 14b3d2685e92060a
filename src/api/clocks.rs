//! The clocks of a case, each with the sentence that explains it, and the table of rules they follow.

use super::ctx::Ctx;
use super::reply::Reply;
use crate::base::clock::china_day;
use crate::base::error::Result;
use crate::base::id::CaseId;
use crate::domain::clock_rules::{ClockRule, table};
use crate::domain::clocks::{self, CaseClock};
use crate::store::case_files;
use crate::workflow::show_case::warn_of;
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
    let (id, scope, terms, today) = (id.into_inner(), ctx.scope()?, ctx.terms(), china_day(ctx.now));
    let file = ctx.read(move |c| case_files::load(c, &scope, id)).await?;
    let items = clocks::of(&file, &terms, today);
    for year in items.iter().filter_map(|clock| clock.unknown_year) {
        warn_of(year);
    }
    Reply::ok(&Clocks { items })
}

pub async fn rules(ctx: Ctx) -> Result<Reply> {
    Reply::ok(&ClockRules { items: table(&ctx.terms()) })
}
