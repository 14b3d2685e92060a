//! The official form: as data with its dictionary, and as a file.

use super::ctx::Ctx;
use super::download::File;
use super::reply::Reply;
use crate::base::clock::china_day;
use crate::base::error::Result;
use crate::domain::official_form::FilledForm;
use crate::domain::period::Period;
use crate::domain::region::RegionCode;
use crate::workflow::make_form::{self, FormKind};
use crate::workflow::read_statistics::area_of as region;
use crate::workflow::write_form::{self, FormFormat};
use actix_web::web::Query;
use serde::Deserialize;

/// Whose form, of which days.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FormQuery {
    /// An area; the account's own when absent. Not for an organisation.
    pub region: Option<RegionCode>,
    /// The first day, as for the figures.
    pub from: String,
    /// The last day.
    pub to: String,
    /// `cases` when absent.
    #[param(inline)]
    pub form: Option<FormKind>,
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FormFileQuery {
    pub region: Option<RegionCode>,
    pub from: String,
    pub to: String,
    /// `cases` when absent.
    #[param(inline)]
    pub form: Option<FormKind>,
    /// `xlsx` when absent.
    #[param(inline)]
    pub format: Option<FormFormat>,
}

/// The form with its dictionary and the cells that do not add up.
pub async fn show(ctx: Ctx, query: Query<FormQuery>) -> Result<Reply> {
    let FormQuery { region, from, to, form } = query.into_inner();
    Reply::ok(&filled(&ctx, form, region, &from, &to).await?)
}

/// The form as a file: amounts in 万元.
pub async fn file(ctx: Ctx, query: Query<FormFileQuery>) -> Result<File> {
    let FormFileQuery { region, from, to, form, format } = query.into_inner();
    let form = filled(&ctx, form, region, &from, &to).await?;
    write_form::form(&form, format.unwrap_or(FormFormat::Xlsx), china_day(ctx.now)).map(File::from)
}

async fn filled(
    ctx: &Ctx,
    form: Option<FormKind>,
    asked: Option<RegionCode>,
    from: &str,
    to: &str,
) -> Result<FilledForm> {
    let (scope, now) = (ctx.scope()?, ctx.now);
    let (region, period) = (region(&scope, asked)?, Period::parse(from, to)?);
    let form = form.unwrap_or(FormKind::Cases);
    ctx.read(move |c: &mut _| make_form::fill(c, &scope, form, (region, period), now)).await
}
