//! The queue of mails, for those who run the installation: what waits, what was given up and why.

use super::ctx::Ctx;
use super::page;
use super::reply::Reply;
use crate::base::clock::Instant;
use crate::base::error::Result;
use crate::base::id::MailId;
use crate::domain::mail_queue::{MailState, QueuedMail, masked};
use crate::domain::notices::NoticeKind;
use crate::store::outbox;
use actix_web::web::{Path, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A mail without its case: whoever mends the mail settings need not know whom it concerns.
#[derive(Debug, Serialize, ToSchema)]
pub struct Mail {
    pub id: MailId,
    pub kind: NoticeKind,
    pub state: MailState,
    /// `z***@b.example`.
    pub address: String,
    pub attempts: i64,
    /// Why the last try failed, such as `smtp_550` or `timeout`.
    pub last_code: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Instant,
    #[schema(value_type = String, format = DateTime)]
    pub next_at: Instant,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub sent_at: Option<Instant>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct MailQuery {
    /// Only mails in this state.
    pub state: Option<MailState>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Rows a page, 1 to 200; 50 when absent.
    pub limit: Option<u32>,
}

/// Mails, the newest first.
pub async fn list(ctx: Ctx, query: Query<MailQuery>) -> Result<Reply> {
    let limit = page::limit(query.limit)?;
    let before = page::read_cursor(query.cursor.as_deref())?;
    let state = query.state;
    let rows = ctx.read(move |c| outbox::list(c, state, before, limit.read())).await?;
    Reply::ok(&page::page(rows, limit, |mail| mail.id.to_string(), shown))
}

/// Puts a mail that was given up into the queue again.
pub async fn requeue(ctx: Ctx, id: Path<MailId>) -> Result<Reply> {
    let (id, now) = (id.into_inner(), ctx.now);
    let mail = ctx.write(move |c| outbox::requeue(c, id, now)).await?;
    Reply::ok(&shown(&mail))
}

fn shown(mail: &QueuedMail) -> Mail {
    Mail {
        id: mail.id,
        kind: mail.kind,
        state: mail.state,
        address: masked(&mail.address),
        attempts: mail.attempts,
        last_code: mail.last_code.clone(),
        created_at: mail.created_at,
        next_at: mail.next_at,
        sent_at: mail.sent_at,
    }
}
