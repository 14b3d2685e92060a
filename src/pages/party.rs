//! What a party does without an account: answers a link, applies at a chamber, looks how it stands. Opening a page changes nothing: the
//! scanners of mail servers open links too.

use super::fields::{Control, Drawn, Field, Kind, Setting, may, must};
use super::frame::Frame;
use super::refusal::{self, faults, mendable, sentence};
use super::step::FormPage;
use super::visit::Visit;
use super::{filled, show, words};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::json;
use crate::base::locale::Locale;
use crate::domain::application::NewApplication;
use crate::domain::callback::{Performance, Satisfaction};
use crate::domain::category::Category;
use crate::domain::parties::PartyKind;
use crate::domain::party_link::{CodeWay, LinkPurpose, code_way};
use crate::domain::progress::Progress;
use crate::text_enum;
use crate::workflow::answer_link::{self, LinkAnswer, OpenLink};
use crate::workflow::{apply, guard_secret};
use actix_web::HttpResponse;
use askama::Template;
use std::future::Future;

#[derive(Template)]
#[template(path = "pages/templates/party_link.html")]
struct LinkPage {
    f: Frame,
    id: String,
    secret: String,
    way: CodeWay,
    /// The code was sent, or staff will tell it.
    sent: bool,
    until: String,
    /// Of a payment that is asked about.
    payment: Option<String>,
    fields: Vec<Drawn>,
    refused: Option<&'static str>,
    faults: Vec<&'static str>,
}

#[derive(Template)]
#[template(path = "pages/templates/progress.html")]
struct ProgressPage {
    f: Frame,
    /// Shown once, to be kept.
    code: Option<String>,
    progress: Option<Progress>,
}

/// Where a link leads: its secret stands behind the #, which no server sees, so it comes with the form.
pub(super) async fn begin(visit: &Visit) -> Result<HttpResponse> {
    let w = words::of(visit.locale);
    let control = Control::Input { kind: "text", value: visit.form.get("secret").to_owned(), mode: "" };
    let (name, label) = ("secret".to_owned(), w.link_secret.to_owned());
    let field = Drawn { name, label, hint: w.link_secret_hint, required: true, errors: Vec::new(), control };
    let id: String = visit.param("id")?;
    form_page(visit, w.link_title, w.link_intro, format!("/p/{id}"), (vec![field], Vec::new()), w.go_on, None)
}

/// What the link asks.
pub(super) async fn open(visit: &Visit) -> Result<HttpResponse> {
    link_page(visit, false, None).await
}

/// Sends the code to the address on record, or says that staff read it out.
pub(super) async fn code(visit: &Visit) -> Result<HttpResponse> {
    let (secret, now, settings) = (secret(visit), visit.now, visit.config.links.clone());
    guarded(visit, visit.write(move |tx| answer_link::send_code(tx, &secret, &settings, now))).await?;
    link_page(visit, true, None).await
}

text_enum! {
    /// What the payee says.
    pub enum Received {
        Came = "true", "已收到", "It came";
        Missing = "false", "没有收到", "It did not come";
    }
}

pub(super) async fn answer(visit: &Visit) -> Result<HttpResponse> {
    let purpose = opened(visit).await?.link.purpose;
    let body = filled::body(&asked(purpose), &visit.form, &Setting::of(visit));
    let input = match body.and_then(|body| json::read::<LinkAnswer>(&body)) {
        Ok(input) => input,
        Err(error) => return link_page(visit, true, Some(&error)).await,
    };
    let (secret, now, terms, settings) = (secret(visit), visit.now, visit.terms(), visit.config.links.clone());
    let answered = visit.write(move |tx| answer_link::answer(tx, &secret, input, &terms, &settings, now));
    match guarded(visit, answered).await {
        Ok(Some(progress)) => {
            let w = words::of(visit.locale);
            let title = if purpose == LinkPurpose::Progress { w.progress_title } else { w.link_answered };
            progress_page(visit, title, None, Some(progress))
        }
        Ok(None) => link_page(visit, true, Some(&Error::field("code", Code::CodeWrong))).await,
        Err(error) => link_page(visit, true, Some(&mendable(error)?)).await,
    }
}

/// The fields of an answer, by the names of its body.
fn asked(purpose: LinkPurpose) -> Vec<Field> {
    let mut fields = vec![must("code", Kind::Line, "六位验证码", "The six digits")];
    match purpose {
        LinkPurpose::Callback => fields.extend([
            must(
                "callback.performance",
                Kind::Choice(Performance::TERMS),
                "协议履行情况",
                "How the agreement was kept",
            ),
            may(
                "callback.satisfaction",
                Kind::Choice(Satisfaction::TERMS),
                "您对调解是否满意",
                "Are you satisfied with the mediation",
            ),
            may("callback.remark", Kind::Long, "其他想说的话", "Anything else"),
        ]),
        LinkPurpose::PaymentConfirmation => {
            fields.push(must("received", Kind::Answer(Received::TERMS), "是否收到此款", "Did the money come"));
        }
        LinkPurpose::Progress => {}
    }
    fields
}

fn secret(visit: &Visit) -> String {
    // Somebody may paste the whole address.
    let typed = visit.form.get("secret").trim();
    typed.rsplit('#').next().unwrap_or(typed).to_owned()
}

async fn opened(visit: &Visit) -> Result<OpenLink> {
    let (secret, now) = (secret(visit), visit.now);
    guarded(visit, visit.read(move |c| answer_link::open(c, &secret, now))).await
}

async fn guarded<T>(visit: &Visit, asked: impl Future<Output = Result<T>>) -> Result<T> {
    guard_secret::by_secret(&visit.db, visit.address, visit.now, asked).await
}

async fn link_page(visit: &Visit, sent: bool, error: Option<&Error>) -> Result<HttpResponse> {
    let OpenLink { link, file, party } = opened(visit).await?;
    let (fields, rest) = Setting::of(visit).draw(&asked(link.purpose), &visit.form, faults(error));
    let f = Frame::of(visit, word(visit, link.purpose.zh(), link.purpose.en()))?;
    let payment = file.payments.iter().find(|payment| Some(payment.id) == link.payment_id);
    let page = LinkPage {
        id: link.id.to_string(),
        secret: secret(visit),
        way: code_way(&party),
        sent,
        until: f.time(link.expires_at),
        payment: payment.map(|one| format!("{} {} {}", f.day(one.paid_on), f.yuan(one.amount), f.w.yuan)),
        fields,
        refused: sentence(error, visit),
        faults: rest,
        f,
    };
    refusal::html(&page, error)
}

/// The form of an application at a chamber.
pub(super) async fn apply_form(visit: &Visit) -> Result<HttpResponse> {
    let code: String = visit.param("code")?;
    guarded(visit, visit.read(move |c| apply::is_open(c, &code))).await?;
    application(visit, None)
}

pub(super) async fn apply(visit: &Visit) -> Result<HttpResponse> {
    let body = filled::body(&application_fields(), &visit.form, &Setting::of(visit));
    let input = match body.and_then(|body| json::read::<NewApplication>(&body)) {
        Ok(input) => input,
        Err(error) => return application(visit, Some(&error)),
    };
    let (code, by, settings) = (visit.param::<String>("code")?, visit.moment(), visit.config.intake.clone());
    guard_secret::count_application(&visit.db, visit.address, &settings, visit.now).await?;
    let taken = visit.write(move |tx| apply::apply(tx, &code, input, &settings, &by));
    match guarded(visit, taken).await {
        Ok(letters) => {
            let title = words::of(visit.locale).applied_title;
            progress_page(visit, title, Some(apply::in_quarters(&letters)), None)
        }
        Err(error) => application(visit, Some(&mendable(error)?)),
    }
}

fn application_fields() -> Vec<Field> {
    vec![
        must("applicant", Kind::Line, "您的姓名或单位名称", "Your name or organisation"),
        must("applicant_kind", Kind::Choice(PartyKind::TERMS), "您是", "You are"),
        must("applicant_phone", Kind::Phone, "您的电话", "Your phone"),
        may("applicant_email", Kind::Email, "您的邮箱", "Your e-mail"),
        may("applicant_address", Kind::Line, "您的住址", "Your address"),
        must("respondent", Kind::Line, "对方姓名或单位名称", "The other side's name"),
        must("respondent_kind", Kind::Choice(PartyKind::TERMS), "对方是", "The other side is"),
        may("respondent_phone", Kind::Phone, "对方电话", "The other side's phone"),
        may("respondent_address", Kind::Line, "对方住址", "The other side's address"),
        must("summary", Kind::Long, "发生了什么事", "What happened"),
        must("wanted", Kind::Long, "您的请求", "What you ask for"),
        may("category", Kind::Choice(Category::TERMS), "纠纷类别", "Category"),
        may("amount_claimed", Kind::Money, "涉及金额（元）", "Amount in dispute (yuan)"),
        may("voluntary", Kind::Tick, "我已阅读以上说明，自愿申请调解", "I read the above and apply of my own will"),
    ]
}

fn application(visit: &Visit, error: Option<&Error>) -> Result<HttpResponse> {
    let w = words::of(visit.locale);
    let drawn = Setting::of(visit).draw(&application_fields(), &visit.form, faults(error));
    let code: String = visit.param("code")?;
    form_page(visit, w.apply_title, w.apply_intro, format!("/apply/{code}"), drawn, w.apply_button, error)
}

/// Asks for a progress code.
pub(super) async fn progress_form(visit: &Visit) -> Result<HttpResponse> {
    progress_of(visit, None)
}

/// How it stands, by the code; the code comes with the form and so stands in no address.
pub(super) async fn progress(visit: &Visit) -> Result<HttpResponse> {
    let (code, terms, by) = (visit.form.get("code").to_owned(), visit.terms(), visit.moment());
    match guarded(visit, visit.read(move |c| apply::progress(c, &code, &terms, &by))).await {
        Ok(found) => progress_page(visit, words::of(visit.locale).progress_title, None, Some(found)),
        Err(Error::NotFound) => progress_of(visit, Some(&Error::field("code", Code::NotFound))),
        Err(error) => Err(error),
    }
}

fn progress_of(visit: &Visit, error: Option<&Error>) -> Result<HttpResponse> {
    let w = words::of(visit.locale);
    let fields = [must("code", Kind::Line, "查询码（四组四个字母）", "Progress code, four times four letters")];
    let drawn = Setting::of(visit).draw(&fields, &visit.form, faults(error));
    form_page(visit, w.progress_title, w.progress_intro, "/progress".to_owned(), drawn, w.progress_button, error)
}

fn progress_page(visit: &Visit, title: &str, code: Option<String>, progress: Option<Progress>) -> Result<HttpResponse> {
    show::ok(&ProgressPage { f: Frame::of(visit, title)?, code, progress })
}

fn word(visit: &Visit, zh: &'static str, en: &'static str) -> &'static str {
    if visit.locale == Locale::Zh { zh } else { en }
}

fn form_page(
    visit: &Visit,
    title: &'static str,
    intro: &'static str,
    action: String,
    drawn: (Vec<Drawn>, Vec<&'static str>),
    button: &'static str,
    error: Option<&Error>,
) -> Result<HttpResponse> {
    FormPage { intro, ..FormPage::of(visit, title, action, drawn, button, error)? }.answer(error)
}
