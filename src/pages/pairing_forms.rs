//! What is written down about a pairing by form: the signed agreement, its renewal, a service that took place and its confirmation.

use super::fields::{Choice, Control, Drawn, Field, Kind, Setting, may, must};
use super::refusal::{faults, mendable};
use super::step::FormPage;
use super::visit::Visit;
use super::{filled, once, pairing_words, show};
use crate::base::error::{Error, Fault, Result};
use crate::base::id::{PairingId, ServiceId};
use crate::base::json;
use crate::base::text_enum::Worded;
use crate::domain::pairing::{Pairing, TerminationReason};
use crate::domain::policy::Permission;
use crate::domain::services::ServiceKind;
use crate::store::db::Conn;
use crate::store::{lawyers, pairings, services};
use crate::workflow::{log_service, sign_pairing};
use actix_web::HttpResponse;
use serde_json::Value;

/// Which of the forms.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Signature,
    Renewal,
    Service,
    Termination,
}

impl What {
    fn path(self) -> &'static str {
        match self {
            Self::Signature => "signature",
            Self::Renewal => "renewal",
            Self::Service => "services",
            Self::Termination => "termination",
        }
    }

    fn title(self, w: &'static pairing_words::Words) -> &'static str {
        match self {
            Self::Signature => w.sign,
            Self::Renewal => w.renew,
            Self::Service => w.log,
            Self::Termination => w.end,
        }
    }

    /// The fields of one value, by the names of the body.
    fn fields(self) -> Vec<Field> {
        let signed = must("signed_on", Kind::Today, "签约日期", "Signed on");
        let from = must("from_on", Kind::Today, "起始日期", "From");
        let until = must("until_on", Kind::Day, "终止日期", "Until");
        let document = must("document_no", Kind::Line, "协议编号", "Number of the agreement");
        match self {
            Self::Signature => vec![signed, from, until, document],
            Self::Renewal => vec![signed, until, document],
            Self::Service => vec![
                must("kind", Kind::Choice(ServiceKind::TERMS), "服务类别", "Kind of service"),
                must("held_on", Kind::Today, "日期", "Day"),
                must("minutes", Kind::Number, "时长（分钟）", "Minutes"),
                may("place", Kind::Line, "地点（线上可不填）", "Place (not needed online)"),
                may("online", Kind::Tick, "线上", "Online"),
                may("enterprises", Kind::Number, "服务企业数", "Enterprises served"),
                may("people", Kind::Number, "服务人数", "People served"),
                may("pro_bono", Kind::Tick, "公益（不收费）", "Pro bono"),
            ],
            Self::Termination => vec![
                must("terminated_on", Kind::Today, "自哪一日起终止", "Ends on"),
                must("reason", Kind::Choice(TerminationReason::TERMS), "原因", "Why"),
            ],
        }
    }

    /// The fields of several values: the name, the words, whether lawyers stand there.
    fn lists(self) -> &'static [(&'static str, &'static str, &'static str, bool)] {
        const PROMISED: (&str, &str, &str, bool) = ("promised", "约定的服务", "Services that were promised", false);
        match self {
            Self::Signature | Self::Renewal => {
                &[PROMISED, ("contact_lawyers", "联系律师（一至三名）", "Contact lawyers, one to three", true)]
            }
            Self::Service => &[("lawyers", "参加的律师", "Lawyers who took part", true)],
            Self::Termination => &[],
        }
    }
}

macro_rules! forms {
    ($($show:ident $send:ident $What:ident;)+) => {$(
        pub(super) async fn $show(visit: &Visit) -> Result<HttpResponse> {
            page(visit, What::$What, None).await
        }

        pub(super) async fn $send(visit: &Visit) -> Result<HttpResponse> {
            send(visit, What::$What).await
        }
    )+};
}

forms! {
    signature sign Signature;
    renewal renew Renewal;
    service log Service;
    termination terminate Termination;
}

async fn send(visit: &Visit, what: What) -> Result<HttpResponse> {
    match sent(visit, what).await {
        Ok(path) => Ok(show::see(&path)),
        Err(error) => page(visit, what, Some(&mendable(error)?)).await,
    }
}

async fn sent(visit: &Visit, what: What) -> Result<String> {
    let (id, actor, by) = (visit.param::<PairingId>("id")?, visit.actor()?.clone(), visit.moment());
    let mut body = filled::body(&what.fields(), &visit.form, &Setting::of(visit))?;
    for (name, ..) in what.lists() {
        filled::put(&mut body, name, visit.form.all(name).collect::<Value>());
    }
    let path = format!("/pairings/{id}");
    let back = path.clone();
    match what {
        What::Signature => {
            let (input, version) = (json::read(&body)?, visit.version()?);
            visit.change(move |tx| sign_pairing::sign(tx, &actor, id, version, input, &by)).await?;
        }
        What::Renewal => {
            let (input, version) = (json::read(&body)?, visit.version()?);
            visit.change(move |tx| sign_pairing::renew(tx, &actor, id, version, input, &by)).await?;
        }
        What::Termination => {
            let (input, version) = (json::read(&body)?, visit.version()?);
            visit.change(move |tx| sign_pairing::terminate(tx, &actor, id, version, input, &by)).await?;
        }
        What::Service => {
            let input = json::read(&body)?;
            once::make(visit, move |tx| log_service::log(tx, &actor, id, input, &by).map(|_| back)).await?;
        }
    }
    Ok(path)
}

/// The chamber confirms that a service took place.
pub(super) async fn confirm(visit: &Visit) -> Result<HttpResponse> {
    let (id, actor, by) = (visit.param::<ServiceId>("id")?, visit.actor()?.clone(), visit.moment());
    let version = visit.version()?;
    let done = visit.change(move |tx| log_service::confirm(tx, &actor, id, version, &by)).await?;
    Ok(show::see(&format!("/pairings/{}", done.pairing_id)))
}

/// How a health check went on: its findings, the report, what was put right.
pub(super) async fn amendment(visit: &Visit) -> Result<HttpResponse> {
    amend_page(visit, None).await
}

pub(super) async fn amend(visit: &Visit) -> Result<HttpResponse> {
    let (id, actor, by) = (visit.param::<ServiceId>("id")?, visit.actor()?.clone(), visit.moment());
    let changed = async {
        let version = visit.version()?;
        let input = json::read(&filled::body(&amend_fields(), &visit.form, &Setting::of(visit))?)?;
        visit.change(move |tx| log_service::amend(tx, &actor, id, version, input, &by)).await
    };
    match changed.await {
        Ok(service) => Ok(show::see(&format!("/pairings/{}", service.pairing_id))),
        Err(error) => amend_page(visit, Some(&mendable(error)?)).await,
    }
}

/// The numbers of every service, and how far a health check has come.
fn amend_fields() -> Vec<Field> {
    vec![
        may("minutes", Kind::Number, "时长（分钟）", "Minutes"),
        may("enterprises", Kind::Number, "服务企业数", "Enterprises served"),
        may("people", Kind::Number, "服务人数", "People served"),
        may("findings_red", Kind::Number, "重大紧急风险项数（没有的填 0）", "Grave and urgent findings (0 for none)"),
        may("findings_yellow", Kind::Number, "一般风险项数（没有的填 0）", "Findings of note (0 for none)"),
        may("findings_green", Kind::Number, "提示事项数（没有的填 0）", "Hints (0 for none)"),
        may("reported_on", Kind::Day, "出具报告日期", "Reported on"),
        may("rectified_on", Kind::Day, "整改完成日期", "Put right on"),
        may("called_back_on", Kind::Day, "回访日期", "Called back on"),
    ]
}

/// Of these the first are of every service.
const OF_EVERY_SERVICE: usize = 3;

async fn amend_page(visit: &Visit, error: Option<&Error>) -> Result<HttpResponse> {
    let (id, scope) = (visit.param::<ServiceId>("id")?, visit.actor()?.scope(Permission::ReadPairings));
    let (pairing, service) = visit.read(move |c| services::get(c, &scope, id)).await?;
    let known = serde_json::to_value(&service).map_err(Error::internal)?;
    let mut asked = amend_fields();
    if service.kind != ServiceKind::HealthCheck {
        asked.truncate(OF_EVERY_SERVICE);
    }
    let text = |field: &Field| match known.get(field.name.as_ref())? {
        Value::String(text) => Some((field.name.to_string(), text.clone())),
        Value::Number(number) => Some((field.name.to_string(), number.to_string())),
        _ => None,
    };
    let before = super::form::Form::of(asked.iter().filter_map(text).collect());
    let typed = if error.is_some() { &visit.form } else { &before };
    let (fields, rest) = Setting::of(visit).draw(&asked, typed, faults(error));
    let w = pairing_words::of(visit.locale);
    let hidden = vec![("version", service.version.to_string())];
    let title = format!("{} · {}", w.amend, service.kind.word(visit.locale));
    form(visit, (title, w.amend), &pairing, (format!("/services/{id}"), hidden), (fields, rest), error)
}

async fn page(visit: &Visit, what: What, error: Option<&Error>) -> Result<HttpResponse> {
    let (id, scope) = (visit.param::<PairingId>("id")?, visit.scope()?);
    let load = move |c: &mut Conn| {
        let pairing = pairings::get(c, &scope, id)?;
        let lawyers = lawyers::of_firm(c, pairing.firm_id)?;
        Ok((pairing, lawyers))
    };
    let (pairing, lawyers) = visit.read(load).await?;
    let (faults, asked, setting) = (faults(error), what.fields(), Setting::of(visit));
    let blank = setting.blank(&asked);
    let typed = if error.is_some() { &visit.form } else { &blank };
    let (mut fields, _) = setting.draw(&asked, typed, faults);
    // A lawyer who logs a service was there.
    let own = visit.actor()?.lawyer().filter(|_| error.is_none()).map(|id| id.to_string());
    for (name, zh, en, of_lawyers) in what.lists() {
        let chosen: Vec<&str> = typed.all(name).chain(own.as_deref().filter(|_| *of_lawyers)).collect();
        let option = |value: String, label: &str| Choice {
            on: chosen.contains(&value.as_str()),
            value,
            label: label.to_owned(),
        };
        let options = match of_lawyers {
            true => lawyers.iter().map(|one| option(one.id.to_string(), one.name.as_str())).collect(),
            false => ServiceKind::TERMS.iter().map(|one| option(one.code.to_owned(), one.word(visit.locale))).collect(),
        };
        let beside = faults.iter().filter(|fault| fault.field.starts_with(name));
        fields.push(Drawn {
            name: (*name).to_owned(),
            label: if visit.locale == crate::base::locale::Locale::Zh { zh } else { en }.to_string(),
            hint: "",
            required: true,
            errors: beside.map(|fault| fault.code.word(visit.locale)).collect(),
            control: Control::Many { options },
        });
    }
    let is_shown = |fault: &&Fault| fields.iter().any(|field| fault.field.starts_with(&field.name));
    let rest = faults.iter().filter(|fault| !is_shown(fault)).map(|fault| fault.code.word(visit.locale)).collect();
    let hidden = vec![("version", pairing.version.to_string()), once::field(visit)?];
    let w = what.title(pairing_words::of(visit.locale));
    let title = format!("{w} · {}", pairing.pairing_no);
    let action = format!("/pairings/{id}/{}", what.path());
    form(visit, (title, w), &pairing, (action, hidden), (fields, rest), error)
}

fn form(
    visit: &Visit,
    (title, button): (String, &'static str),
    pairing: &Pairing,
    (action, hidden): (String, Vec<(&'static str, String)>),
    drawn: (Vec<Drawn>, Vec<&'static str>),
    error: Option<&Error>,
) -> Result<HttpResponse> {
    let page = FormPage {
        back: Some((format!("/pairings/{}", pairing.id), pairing.pairing_no.clone())),
        hidden,
        ..FormPage::of(visit, &title, action, drawn, button, error)?
    };
    page.answer(error)
}
