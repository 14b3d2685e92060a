//! A step of a case as a form: the fields of the step, posted to the same workflow step as the API's. What was typed stays when
//! something is wrong.

use super::alike::Alike;
use super::fields::{Control, Drawn, Field, Kind, Setting};
use super::form::Form;
use super::frame::Frame;
use super::refusal::{self, faults, mendable, sentence};
use super::visit::Visit;
use super::{case_words, filled, show, step_fields, words};
use crate::base::error::{Error, Result};
use crate::base::id::{CaseId, FirmId};
use crate::base::text_enum::Worded;
use crate::domain::lifecycle::Action;
use crate::store::db::Conn;
use crate::store::{assignments, firms, mediators};
use crate::workflow::case_steps::{CaseStep, Taking};
use crate::workflow::show_case::{self, CaseReply};
use actix_web::HttpResponse;
use askama::Template;
use serde_json::{Value, json};

/// A form of one column with what was typed.
#[derive(Template)]
#[template(path = "pages/templates/form.html")]
pub(super) struct FormPage {
    pub f: Frame,
    pub intro: &'static str,
    pub back: Option<(String, String)>,
    pub action: String,
    pub hidden: Vec<(&'static str, String)>,
    /// Cases to look at before the form is sent again.
    pub alike: Vec<Alike>,
    pub c: &'static case_words::Words,
    pub fields: Vec<Drawn>,
    /// Fields that are folded away.
    pub more: Vec<Drawn>,
    pub more_open: bool,
    pub button: &'static str,
    pub refused: Option<&'static str>,
    pub faults: Vec<&'static str>,
}

impl FormPage {
    /// A form without what only some have. `faults` are those that belong to none of the fields.
    pub(super) fn of(
        visit: &Visit,
        title: &str,
        action: String,
        (fields, faults): (Vec<Drawn>, Vec<&'static str>),
        button: &'static str,
        error: Option<&Error>,
    ) -> Result<Self> {
        Ok(Self {
            f: Frame::of(visit, title)?,
            intro: "",
            back: None,
            action,
            hidden: Vec::new(),
            alike: Vec::new(),
            c: case_words::of(visit.locale),
            fields,
            more: Vec::new(),
            more_open: false,
            button,
            refused: sentence(error, visit),
            faults,
        })
    }

    /// The fields that are wrong, with what is wrong in the first place, in their order on the page.
    fn wrong(&self) -> Vec<(&str, &str, &'static str)> {
        self.fields.iter().chain(&self.more).flat_map(Drawn::wrong).collect()
    }

    /// The page with the status of what went wrong, if anything did.
    pub(super) fn answer(&self, error: Option<&Error>) -> Result<HttpResponse> {
        refusal::html(self, error)
    }
}

pub(super) async fn show(visit: &Visit) -> Result<HttpResponse> {
    let (action, reply, setting, fields) = opened(visit).await?;
    let typed = presets(&fields, &reply, &setting, &visit.query);
    page(visit, action, &reply, &setting, (&fields, &typed), None)
}

pub(super) async fn take(visit: &Visit) -> Result<HttpResponse> {
    let (action, reply, setting, fields) = opened(visit).await?;
    let version = visit.version()?;
    let taken = async {
        let body = body(action, &fields, visit, &reply, &setting)?;
        run(visit, action, reply.file.case.id, version, &body).await
    };
    match taken.await {
        Ok(id) => Ok(show::see(&format!("/cases/{id}"))),
        // Where it was typed it can be mended; the version is the one there is now, so that a second look is enough.
        Err(error) => page(visit, action, &reply, &setting, (&fields, &visit.form), Some(&mendable(error)?)),
    }
}

/// Takes the step; the case it was taken in.
pub(super) async fn run(visit: &Visit, action: Action, case: CaseId, version: i64, body: &Value) -> Result<CaseId> {
    let step = CaseStep::read(action, body)?.ok_or(Error::NotFound)?;
    let identity_scans = visit.config.attachments.identity_scans;
    let taking = Taking { actor: visit.actor()?.clone(), by: visit.moment(), terms: visit.terms(), identity_scans };
    visit.change(move |tx| Ok(step.take(tx, case, version, &taking)?.case.id)).await
}

/// The case, and the fields of the step that the path names; `NotFound` outside the scope, or when the step has no form.
async fn opened(visit: &Visit) -> Result<(Action, CaseReply, Setting, Vec<Field>)> {
    let (id, code) = (visit.param::<CaseId>("id")?, visit.param::<String>("action")?);
    let action = Action::from_code(&code).ok_or(Error::NotFound)?;
    let (actor, by, terms) = (visit.actor()?.clone(), visit.moment(), visit.terms());
    let named = visit.query.typed("firm_id").or_else(|| visit.form.typed("firm_id")).and_then(|text| text.parse().ok());
    let (reply, mediators, firms) = visit
        .read(move |c| {
            let reply = show_case::show_case(c, &actor, id, &terms, &by)?;
            let mediators = mediators::of_committee(c, reply.file.case.committee_id)?;
            let firms = if action == Action::RecordConsent { firms_of(c, id, named)? } else { Vec::new() };
            Ok((reply, mediators, firms))
        })
        .await?;
    let setting = Setting { file: Some(reply.file.clone()), mediators, firms, ..Setting::of(visit) };
    let fields = step_fields::fields(action, &reply.file).ok_or(Error::NotFound)?;
    Ok((action, reply, setting, fields))
}

/// The firms that were asked about a case, and the one that is named.
fn firms_of(c: &mut Conn, case: CaseId, named: Option<FirmId>) -> Result<Vec<(FirmId, String)>> {
    let mut ids: Vec<FirmId> = assignments::of_case(c, case)?.into_iter().map(|offer| offer.firm_id).collect();
    ids.extend(named);
    ids.sort_unstable();
    ids.dedup();
    Ok(firms::names(c, &ids)?.into_iter().map(|(id, name)| (id, name.into_string())).collect())
}

/// What stands in the fields before anybody typed: what the address says, today, that all
/// came to a session, and in an amendment what is on file.
fn presets(fields: &[Field], reply: &CaseReply, setting: &Setting, asked: &Form) -> Form {
    let file = serde_json::to_value(&reply.file).unwrap_or_default();
    let on_file = |field: &Field| {
        let path = match field.name.strip_prefix("parties[") {
            Some(rest) => format!("/parties/{}", rest.replace("].", "/")),
            None => format!("/case/{}", field.name),
        };
        match (file.pointer(&path), field.kind) {
            (Some(Value::Number(fen)), Kind::Money) => {
                crate::domain::money::Fen::new(fen.as_i64().unwrap_or_default()).map(|amount| amount.to_string()).ok()
            }
            (Some(Value::String(text)), _) => Some(text.clone()),
            (Some(Value::Number(number)), _) => Some(number.to_string()),
            _ => None,
        }
    };
    let is_amendment = fields.iter().any(|field| field.name == "amount_claimed");
    let preset = |field: &Field| {
        let text = match field.kind {
            _ if asked.typed(&field.name).is_some() => asked.get(&field.name).to_owned(),
            _ if is_amendment => on_file(field)?,
            Kind::Today => setting.today.to_string(),
            _ => return None,
        };
        Some((field.name.to_string(), text))
    };
    let came = fields.iter().filter(|field| matches!(field.kind, Kind::Attendance));
    let came =
        came.flat_map(|_| &reply.file.parties).map(|party| (format!("attendance.{}", party.id), "came".to_owned()));
    Form::of(fields.iter().filter_map(preset).chain(came).collect())
}

/// The body of the step. Of an amendment only what was changed; a field that was emptied is taken away.
fn body(action: Action, fields: &[Field], visit: &Visit, reply: &CaseReply, setting: &Setting) -> Result<Value> {
    if action != Action::Amend {
        let mut body = filled::body(fields, &visit.form, setting)?;
        let is_empty = |points: &Value| {
            points.as_object().is_some_and(|points| points.values().all(|point| *point == Value::Bool(false)))
        };
        // A record without its points is no record of points.
        if body.get("points").is_some_and(is_empty)
            && let Some(body) = body.as_object_mut()
        {
            body.remove("points");
        }
        return Ok(body);
    }
    let before = presets(fields, reply, setting, &Form::default());
    let is_changed = |field: &&Field| before.get(&field.name).trim() != visit.form.get(&field.name).trim();
    let changed: Vec<Field> = fields.iter().filter(is_changed).cloned().collect();
    let mut body = filled::body(&changed, &visit.form, setting)?;
    for field in changed.iter().filter(|field| visit.form.typed(&field.name).is_none()) {
        filled::put(&mut body, &field.name, Value::Null);
    }
    let touched = body.get("parties").is_some();
    for (at, party) in reply.file.parties.iter().enumerate().filter(|_| touched) {
        filled::put(&mut body, &format!("parties[{at}].id"), json!(party.id));
    }
    Ok(body)
}

fn page(
    visit: &Visit,
    action: Action,
    reply: &CaseReply,
    setting: &Setting,
    (fields, typed): (&[Field], &Form),
    error: Option<&Error>,
) -> Result<HttpResponse> {
    let case = &reply.file.case;
    let w = words::of(visit.locale);
    let (mut fields, rest) = setting.draw(fields, typed, faults(error));
    if action == Action::Amend {
        for (at, party) in reply.file.parties.iter().enumerate() {
            let name = format!("parties[{at}].name");
            if let Some(place) = fields.iter().position(|field| field.name == name) {
                fields.insert(place, Drawn::heading(setting.named(party)));
            }
        }
    }
    let title = format!("{} · {}", action.word(visit.locale), case.case_no);
    let path = format!("/cases/{}/steps/{}", case.id, action.code());
    let page = FormPage {
        intro: w.step_intro,
        back: Some((format!("/cases/{}", case.id), case.case_no.clone())),
        hidden: vec![("version", case.version.to_string())],
        ..FormPage::of(visit, &title, path, (fields, rest), action.word(visit.locale), error)?
    };
    page.answer(error)
}
