//! The keys by which offline places sign their figures: listed, registered, retired.

use super::fields::{Control, Drawn, Field, Kind, Setting, must};
use super::form::Form;
use super::frame::Frame;
use super::package_words::{self, Words};
use super::refusal::{self, faults, mendable, sentence};
use super::visit::Visit;
use super::{areas, filled, once, paging, show};
use crate::base::error::{Error, Result};
use crate::base::id::FigureKeyId;
use crate::base::json;
use crate::domain::contact::Name;
use crate::domain::merging::FigureKey;
use crate::domain::region::RegionCode;
use crate::store::db::Conn;
use crate::store::figure_keys;
use crate::workflow::keep_figure_keys;
use actix_web::HttpResponse;
use askama::Template;
use serde::Deserialize;

const ROWS: usize = 50;

#[derive(Template)]
#[template(path = "pages/templates/figure_keys.html")]
struct KeysPage {
    f: Frame,
    w: &'static Words,
    /// Each with the name of its place.
    keys: Vec<(String, FigureKey)>,
    next: Option<String>,
    fields: Vec<Drawn>,
    once: String,
    refused: Option<&'static str>,
    faults: Vec<&'static str>,
}

/// What the form says.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    region_code: RegionCode,
    name: Name,
    public_key: String,
}

fn fields() -> Vec<Field> {
    vec![
        must("region_code", Kind::Line, "地区", "Area"),
        must("name", Kind::Line, "持有单位", "Whose it is"),
        must("public_key", Kind::Line, "公钥（Ed25519，base64）", "Public key (Ed25519, base64)"),
    ]
}

pub(super) async fn list(visit: &Visit) -> Result<HttpResponse> {
    page(visit, None).await
}

async fn page(visit: &Visit, error: Option<&Error>) -> Result<HttpResponse> {
    let (scope, today, own) = (visit.scope()?, visit.today(), visit.actor()?.region());
    let after = paging::place::<FigureKeyId>(visit, "after")?;
    let rows = paging::rows(ROWS);
    let chosen = RegionCode::parse(visit.form.get("region_code")).ok();
    let (mut found, names, choices) = visit
        .read(move |c: &mut Conn| {
            let found = figure_keys::list(c, &scope, after, rows)?;
            let names = areas::Names::of(c, found.iter().map(|one| one.region_code), today)?;
            Ok((found, names, areas::to_put_in(c, own, chosen, today)?))
        })
        .await?;
    let next = paging::cut(&mut found, ROWS, |last| format!("/packages/keys?after={}", last.id));
    let w = package_words::of(visit.locale);
    let f = Frame::of(visit, w.keys)?;
    let typed = if error.is_some() { visit.form.clone() } else { Form::default() };
    let (mut fields, rest) = Setting::of(visit).draw(&fields(), &typed, faults(error));
    areas::offer(&mut fields, choices, typed.get("region_code"), visit.locale);
    let page = KeysPage {
        keys: found.into_iter().map(|one| (names.get(one.region_code), one)).collect(),
        next,
        fields,
        once: once::field(visit)?.1,
        refused: sentence(error, visit),
        faults: rest,
        f,
        w,
    };
    refusal::html(&page, error)
}

/// Registers a key, once however often the form is sent.
pub(super) async fn register(visit: &Visit) -> Result<HttpResponse> {
    let (scope, by) = (visit.scope()?, visit.moment());
    let registered = async {
        let body = filled::body(&fields(), &visit.form, &Setting::of(visit))?;
        let Said { region_code, name, public_key } = json::read(&body)?;
        let register = move |tx: &mut Conn| {
            keep_figure_keys::register(tx, &scope, (region_code, name), public_key, &by)?;
            Ok("/packages/keys".to_owned())
        };
        once::make(visit, register).await
    };
    match registered.await {
        Ok(path) => Ok(show::see(&path)),
        Err(error) => page(visit, Some(&mendable(error)?)).await,
    }
}

pub(super) async fn retire(visit: &Visit) -> Result<HttpResponse> {
    let (id, scope, by) = (visit.param::<FigureKeyId>("id")?, visit.scope()?, visit.moment());
    visit.change(move |tx| keep_figure_keys::retire(tx, &scope, id, &by).map(drop)).await?;
    Ok(show::see("/packages/keys"))
}
