//! The clients of a law firm, who make its conflicts of interest: listed, noted and ended by those who manage the firm.

use super::fields::{Control, Drawn, Field, Kind, Setting, may, must};
use super::frame::Frame;
use super::refusal::{self, faults, mendable, sentence};
use super::registry_words::{self, Words};
use super::visit::Visit;
use super::{filled, once, show};
use crate::base::code::Code;
use crate::base::error::{Error, Fault, Result};
use crate::base::id::{FirmId, MandateId};
use crate::domain::firm::{Firm, Mandate};
use crate::store::db::Conn;
use crate::store::firms;
use crate::workflow::keep_firms;
use actix_web::HttpResponse;
use askama::Template;
use serde_json::Value;

#[derive(Template)]
#[template(path = "pages/templates/firm_clients.html")]
struct ClientsPage {
    f: Frame,
    w: &'static Words,
    firm: Firm,
    clients: Vec<Mandate>,
    fields: Vec<Drawn>,
    once: String,
    refused: Option<&'static str>,
    faults: Vec<&'static str>,
}

pub(super) async fn list(visit: &Visit) -> Result<HttpResponse> {
    page(visit, visit.param("id")?, None).await
}

pub(super) async fn add(visit: &Visit) -> Result<HttpResponse> {
    let (id, actor) = (visit.param::<FirmId>("id")?, visit.actor()?.clone());
    let noted = async {
        let Value::Object(typed) = filled::body(&fields(), &visit.form, &Setting::of(visit))? else {
            return Err(Error::Malformed(Code::Malformed));
        };
        let note = move |tx: &mut Conn| {
            keep_firms::add_client(tx, &actor, id, &typed)?;
            Ok(format!("/registry/firms/{id}/clients"))
        };
        once::make(visit, note).await
    };
    answered(visit, id, noted.await).await
}

/// Ends a mandate with a day: a past client stays on record.
pub(super) async fn end(visit: &Visit) -> Result<HttpResponse> {
    let (id, client, actor) =
        (visit.param::<FirmId>("id")?, visit.param::<MandateId>("client")?, visit.actor()?.clone());
    let until = visit.form.get("until_on").parse().unwrap_or_else(|_| visit.today());
    let ended = visit.change(move |tx| keep_firms::end_client(tx, &actor, client, until)).await;
    // Above the page: the day beside is that of a new client.
    let ended = ended.map_err(|error| match error {
        Error::Invalid(faults) => {
            Error::Invalid(faults.into_iter().map(|fault| Fault { field: "end".to_owned(), ..fault }).collect())
        }
        other => other,
    });
    answered(visit, id, ended.map(|one| format!("/registry/firms/{}/clients", one.firm_id))).await
}

async fn answered(visit: &Visit, id: FirmId, done: Result<String>) -> Result<HttpResponse> {
    match done {
        Ok(path) => Ok(show::see(&path)),
        Err(error) => page(visit, id, Some(&mendable(error)?)).await,
    }
}

fn fields() -> [Field; 4] {
    [
        must("client_name", Kind::Line, "客户名称", "Client"),
        may("document_no", Kind::Line, "统一社会信用代码或身份证号", "Credit code or ID number"),
        must("from_on", Kind::Day, "委托自", "From"),
        may("until_on", Kind::Day, "委托至（已终止的填写）", "Until (when it has ended)"),
    ]
}

async fn page(visit: &Visit, id: FirmId, error: Option<&Error>) -> Result<HttpResponse> {
    let actor = visit.actor()?.clone();
    let (firm, clients) =
        visit.read(move |c: &mut Conn| Ok((firms::get(c, id)?, keep_firms::clients(c, &actor, id)?))).await?;
    let w = registry_words::of(visit.locale);
    let (drawn, rest) = Setting::of(visit).draw(&fields(), &visit.form, faults(error));
    let f = Frame::of(visit, &format!("{} · {}", w.clients, firm.name))?;
    let page = ClientsPage {
        w,
        firm,
        clients,
        fields: drawn,
        once: once::field(visit)?.1,
        refused: sentence(error, visit),
        faults: rest,
        f,
    };
    refusal::html(&page, error)
}
