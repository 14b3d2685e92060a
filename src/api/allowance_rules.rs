//! What places pay for a case (以案定补): anybody signed in reads the rules, federations keep them.

use super::body::Body;
use super::creation;
use super::ctx::Ctx;
use super::page;
use super::reply::Reply;
use crate::base::error::{Error, Result};
use crate::base::id::AllowanceRuleId;
use crate::domain::allowance::{AllowanceRate, AllowanceRule, AllowanceTerms, Sharing};
use crate::domain::contact::Text;
use crate::domain::region::RegionCode;
use crate::store::allowance_rules;
use crate::store::db::Conn;
use crate::workflow::keep_allowance_rules;
use actix_web::web::{Path, Query};
use chrono::NaiveDate;
use serde::Deserialize;

/// Which rules.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct RuleQuery {
    /// Only those of this area.
    pub region: Option<RegionCode>,
    /// Only those of this year.
    pub year: Option<i32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Rows a page, 1 to 200; 50 when absent.
    pub limit: Option<u32>,
}

/// A rule to be entered. A place has one a year; where it has none, that of the place around it holds.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAllowanceRule {
    pub region_code: RegionCode,
    /// Of the cases that close in this year.
    #[schema(minimum = 2010, maximum = 2100)]
    pub year: i32,
    /// The document it follows.
    pub basis: Text,
    pub sharing: Sharing,
    /// 1 to 32; each pair of grade and conditions once.
    #[schema(min_items = 1, max_items = 32)]
    pub rates: Vec<AllowanceRate>,
}

/// The last day of a rule.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleClosing {
    /// In the year of the rule: what closes later is not paid.
    pub closed_on: NaiveDate,
}

pub async fn list(ctx: Ctx, query: Query<RuleQuery>) -> Result<Reply> {
    let query = query.into_inner();
    let (limit, after) = (page::limit(query.limit)?, page::read_cursor(query.cursor.as_deref())?);
    let of = (query.region.map(RegionCode::prefix), query.year);
    let found = ctx.read(move |c| allowance_rules::list(c, of, after, limit.read())).await?;
    Reply::ok(&page::page(found, limit, |rule| rule.id.to_string(), AllowanceRule::clone))
}

pub async fn show(ctx: Ctx, id: Path<AllowanceRuleId>) -> Result<Reply> {
    let rule = ctx.read(move |c| allowance_rules::by_id(c, *id)).await?.ok_or(Error::NotFound)?;
    Ok(Reply::ok(&rule)?.version(rule.version))
}

pub async fn add(ctx: Ctx, body: Body<NewAllowanceRule>) -> Result<Reply> {
    let NewAllowanceRule { region_code, year, basis, sharing, rates } = body.value;
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    let terms = AllowanceTerms { basis, sharing, rates };
    creation::once(&ctx, "/allowance-rules", &body.digest, move |tx: &mut Conn| {
        let rule = keep_allowance_rules::add(tx, &actor, (region_code, year), terms, now)?;
        Ok(Reply::created(format!("/api/v1/allowance-rules/{}", rule.id), &rule)?.version(rule.version))
    })
    .await
}

/// Puts other terms in place of all there are.
pub async fn amend(ctx: Ctx, id: Path<AllowanceRuleId>, body: Body<AllowanceTerms>) -> Result<Reply> {
    let (actor, id, seen, now) = (ctx.actor()?.clone(), *id, ctx.expected_version()?, ctx.now);
    let terms = body.value;
    let rule = ctx.change(move |tx| keep_allowance_rules::amend(tx, &actor, id, terms, seen, now)).await?;
    Ok(Reply::ok(&rule)?.version(rule.version))
}

/// Ends a rule before its year does.
pub async fn close(ctx: Ctx, id: Path<AllowanceRuleId>, body: Body<RuleClosing>) -> Result<Reply> {
    let (actor, id, seen, now) = (ctx.actor()?.clone(), *id, ctx.expected_version()?, ctx.now);
    let on = body.value.closed_on;
    let rule = ctx.change(move |tx| keep_allowance_rules::close(tx, &actor, id, on, seen, now)).await?;
    Ok(Reply::ok(&rule)?.version(rule.version))
}
