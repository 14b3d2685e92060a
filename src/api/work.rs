//! «My work today»: what is due for whoever is signed in.

use super::ctx::Ctx;
use super::reply::Reply;
use crate::base::clock::china_day;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::domain::work::{OverdueSum, WorkItem};
use crate::workflow::list_work;
use actix_web::web::Query;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// How far ahead the list looks when nobody says.
const AHEAD: u16 = 14;

/// What is late, what is due and what comes, the earliest day first.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct WorkList {
    pub today: NaiveDate,
    /// At most 500.
    pub items: Vec<WorkItem>,
    /// For a federation, in place of cases: how many of each committee are long overdue.
    pub sums: Vec<OverdueSum>,
}

#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct WorkQuery {
    /// Days ahead, 0 to 90; 14 when absent.
    pub days: Option<u16>,
}

pub async fn list(ctx: Ctx, query: Query<WorkQuery>) -> Result<Reply> {
    let (actor, today, settings) = (ctx.actor()?.clone(), china_day(ctx.now), ctx.config.reminders);
    let ahead = query.days.unwrap_or(AHEAD);
    if ahead > 90 {
        return Err(Error::field("days", Code::OutOfRange));
    }
    let list = move |c: &mut _| {
        let items = list_work::items(c, &actor, today, ahead)?;
        Ok(WorkList { today, items, sums: list_work::sums(c, &actor, today, &settings)? })
    };
    Reply::ok(&ctx.read(list).await?)
}
