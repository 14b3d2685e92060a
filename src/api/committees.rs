//! Mediation committees and their members.

use super::directory::directory;
use crate::base::code::Code;
use crate::base::error::Error;
use crate::base::id::{ChamberId, CommitteeId};
use crate::domain::committee::{Committee, CommitteeMember, CommitteeStatus};
use crate::domain::form::Fields;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

directory!(committees, keep_committees, Committee, CommitteeId, "/committees" { chamber_id: ChamberId, status: CommitteeStatus });

/// The members of a committee.
#[derive(Debug, Serialize, ToSchema)]
pub struct Members {
    pub members: Vec<CommitteeMember>,
}

/// One member as they are sent in.
type Seat = Sent<CommitteeMember>;

/// All members of a committee as they are to be: 3 to 9 of them (others are kept with a warning).
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Seats {
    #[schema(inline, max_items = 50)]
    pub members: Vec<Seat>,
}

/// More than any committee has.
const MOST: usize = 50;

pub async fn members(ctx: Ctx, id: Path<CommitteeId>) -> Result<Reply> {
    let id = id.into_inner();
    ctx.read(move |c| {
        let committee = committees::get(c, id)?;
        Ok(Reply::ok(&Members { members: committees::members(c, id)? })?.version(committee.version))
    })
    .await
}

pub async fn seat(ctx: Ctx, id: Path<CommitteeId>, body: Body<Seats>) -> Result<Reply> {
    let (actor, now, id, seen) = (ctx.actor()?.clone(), ctx.now, id.into_inner(), ctx.expected_version()?);
    let forms: Vec<Fields> = body.value.members.into_iter().map(|member| member.0).collect();
    if forms.len() > MOST {
        return Err(Error::field("members", Code::TooLong));
    }
    ctx.write(move |c| {
        let committee = keep_committees::seat(c, &actor, id, &forms, seen, now)?;
        let warnings = keep_committees::warnings(c, &committee, now)?;
        let entry = Members { members: committees::members(c, id)? };
        Ok(Reply::ok(&Entry { entry, warnings })?.version(committee.version))
    })
    .await
}
