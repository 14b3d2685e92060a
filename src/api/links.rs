//! Links of parties: made by staff, answered without an account. A GET changes nothing, so that the scanners of mail servers do no harm.

use super::body::Body;
use super::ctx::Ctx;
use super::guarded::by_secret;
use super::reply::Reply;
use crate::base::clock::Instant;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{CaseId, PartyLinkId};
use crate::domain::moment::Moment;
use crate::domain::money::Fen;
use crate::domain::party_link::{CodeWay, LinkPurpose, PartyLink, code_way};
use crate::domain::progress::Progress;
use crate::workflow::answer_link::{self, LinkAnswer, OpenLink};
use crate::workflow::make_link::{self, NewLink};
use actix_web::web::Path;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A new link. Its secret is shown this once and cannot be found out again.
#[derive(Serialize, utoipa::ToSchema)]
pub struct NewLinkReply {
    #[serde(flatten)]
    pub link: PartyLink,
    /// 256 bits.
    pub secret: String,
    /// What the party opens: the secret stands behind the #, which browsers send to nobody.
    pub url: String,
    pub code_way: CodeWay,
}

/// The links of a case.
#[derive(Serialize, utoipa::ToSchema)]
pub struct PartyLinks {
    pub items: Vec<PartyLink>,
}

/// Whose code is read out.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeRequest {
    pub link_id: PartyLinkId,
}

/// A code to be read out on the phone to the number on record.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ReadOutCode {
    pub code: String,
    #[schema(value_type = String, format = DateTime)]
    pub until: Instant,
}

/// What a link asks; no names and no facts.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Asked {
    pub purpose: LinkPurpose,
    pub zh: &'static str,
    pub en: &'static str,
    pub code_way: CodeWay,
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Instant,
    /// The payment that is asked about, in fen.
    pub amount: Option<Fen>,
    pub paid_on: Option<NaiveDate>,
}

/// Where the code is.
#[derive(Serialize, utoipa::ToSchema)]
pub struct CodeSent {
    pub code_way: CodeWay,
    pub zh: &'static str,
    pub en: &'static str,
}

pub async fn make(ctx: Ctx, id: Path<CaseId>, body: Body<NewLink>) -> Result<Reply> {
    let (id, actor, input) = (id.into_inner(), ctx.actor()?.clone(), body.value);
    let by = Moment::at(ctx.now, actor.recorded());
    let settings = ctx.config.links.clone();
    let made = ctx.change(move |tx| make_link::make_link(tx, &actor, id, input, &settings, &by)).await?;
    let base = ctx.config.server.base_url.trim_end_matches('/');
    let url = format!("{base}/p/{}#{}", made.link.id, made.secret);
    Reply::ok(&NewLinkReply { link: made.link, secret: made.secret, url, code_way: made.code_way })
}

pub async fn of_case(ctx: Ctx, id: Path<CaseId>) -> Result<Reply> {
    let (id, actor) = (id.into_inner(), ctx.actor()?.clone());
    let items = ctx.read(move |c| make_link::links(c, &actor, id)).await?;
    Reply::ok(&PartyLinks { items })
}

pub async fn revoke(ctx: Ctx, path: Path<(CaseId, PartyLinkId)>) -> Result<Reply> {
    let ((case, link), actor) = (path.into_inner(), ctx.actor()?.clone());
    let by = Moment::at(ctx.now, actor.recorded());
    ctx.change(move |tx| make_link::revoke_link(tx, &actor, case, link, &by)).await?;
    Ok(Reply::none())
}

pub async fn read_out(ctx: Ctx, id: Path<CaseId>, body: Body<CodeRequest>) -> Result<Reply> {
    let (id, actor, link) = (id.into_inner(), ctx.actor()?.clone(), body.value.link_id);
    let by = Moment::at(ctx.now, actor.recorded());
    let settings = ctx.config.links.clone();
    let (code, until) = ctx.change(move |tx| make_link::read_out_code(tx, &actor, id, link, &settings, &by)).await?;
    Reply::ok(&ReadOutCode { code, until })
}

pub async fn show(ctx: Ctx, secret: Path<String>) -> Result<Reply> {
    let (secret, now) = (secret.into_inner(), ctx.now);
    let OpenLink { link, file, party } = by_secret(&ctx, ctx.read(move |c| answer_link::open(c, &secret, now))).await?;
    let payment = file.payments.iter().find(|payment| Some(payment.id) == link.payment_id);
    Reply::ok(&Asked {
        purpose: link.purpose,
        zh: link.purpose.zh(),
        en: link.purpose.en(),
        code_way: code_way(&party),
        expires_at: link.expires_at,
        amount: payment.map(|payment| payment.amount),
        paid_on: payment.map(|payment| payment.paid_on),
    })
}

pub async fn send_code(ctx: Ctx, secret: Path<String>) -> Result<Reply> {
    let (secret, now, settings) = (secret.into_inner(), ctx.now, ctx.config.links.clone());
    let sent = ctx.write(move |tx| answer_link::send_code(tx, &secret, &settings, now));
    let code_way = by_secret(&ctx, sent).await?;
    Reply::ok(&CodeSent { code_way, zh: code_way.zh(), en: code_way.en() })
}

pub async fn answer(ctx: Ctx, secret: Path<String>, body: Body<LinkAnswer>) -> Result<Reply> {
    let (secret, now, input) = (secret.into_inner(), ctx.now, body.value);
    let (terms, settings) = (ctx.terms(), ctx.config.links.clone());
    let answered = ctx.write(move |tx| answer_link::answer(tx, &secret, input, &terms, &settings, now));
    let progress: Option<Progress> = by_secret(&ctx, answered).await?;
    Reply::ok(&progress.ok_or_else(|| Error::field("code", Code::CodeWrong))?)
}
