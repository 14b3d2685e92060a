//! The personal calendar behind a secret address, for programs that cannot sign in. It holds case numbers and kinds of days.

use super::ctx::Ctx;
use super::guarded::by_secret;
use super::reply::Reply;
use crate::base::clock::Instant;
use crate::base::error::Result;
use crate::base::locale::Locale;
use crate::domain::work::{WorkItem, WorkKind};
use crate::formats::ics::{self, Entry, Span};
use crate::workflow::share_calendar;
use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Serialize;

/// A new address; it is shown this once.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct CalendarAddress {
    pub url: String,
}

/// Makes an address in place of the one there was.
pub async fn make(ctx: Ctx) -> Result<Reply> {
    let (account, now) = (ctx.actor()?.account(), ctx.now);
    let (secret, hash) = share_calendar::secret()?;
    ctx.change(move |c| share_calendar::make(c, account, &hash, now)).await?;
    let base = ctx.config.server.base_url.trim_end_matches('/');
    Reply::ok(&CalendarAddress { url: format!("{base}/api/v1/calendar/{secret}.ics") })
}

/// Takes the address away.
pub async fn remove(ctx: Ctx) -> Result<Reply> {
    let account = ctx.actor()?.account();
    ctx.change(move |c| share_calendar::remove(c, account)).await?;
    Ok(Reply::none())
}

/// The calendar of an address.
pub async fn feed(ctx: Ctx, secret: Path<String>) -> Result<HttpResponse> {
    let (secret, now) = (secret.into_inner(), ctx.now);
    let (items, locale) = by_secret(&ctx, ctx.read(move |c| share_calendar::read(c, &secret, now))).await?;
    let base = ctx.config.server.base_url.trim_end_matches('/');
    let entries: Vec<Entry> = items.iter().map(|item| entry(item, locale, base, ctx.now)).collect();
    Ok(HttpResponse::Ok()
        .content_type("text/calendar; charset=utf-8")
        .insert_header(("Content-Disposition", "inline; filename=\"wanlian.ics\""))
        .body(ics::feed(&entries)))
}

/// A session at its time, anything else on its day.
fn entry(item: &WorkItem, locale: Locale, base: &str, stamp: Instant) -> Entry {
    let word = match locale {
        Locale::Zh => item.kind.zh(),
        Locale::En => item.kind.en(),
    };
    let span = match (item.at, item.minutes) {
        (Some(at), Some(minutes)) => Span::At(at, minutes),
        _ => Span::Day(item.due_on),
    };
    let link = match item.kind {
        WorkKind::Offer => format!("{base}/offers/{}", item.object_id),
        _ => format!("{base}/cases/{}", item.case_id),
    };
    let (uid, title) = (ics::uid(&item.object_id, base), format!("{} {word}", item.case_no));
    Entry { uid, sequence: item.sequence, span, title, link, stamp }
}
