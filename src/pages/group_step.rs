//! One step in every case of a group, or in those that are ticked: the form, and what became of each case.

use super::fields::{Choice, Control, Drawn, Field, Kind, Setting, may, must};
use super::frame::Frame;
use super::refusal::{faults, mendable};
use super::step::FormPage;
use super::visit::Visit;
use super::{filled, group_words, show};
use crate::base::code::Code;
use crate::base::error::{Error, Fault, Result};
use crate::base::id::CaseId;
use crate::base::json;
use crate::base::text_enum::Worded;
use crate::domain::consent::{Channel, ConsentMatter};
use crate::domain::lifecycle::{self, Action};
use crate::domain::mediators::ChosenBy;
use crate::domain::meeting::MeetingMode;
use crate::domain::parties::PartyRole;
use crate::domain::policy::Actor;
use crate::store::db::Conn;
use crate::store::mediators;
use crate::workflow::access;
use crate::workflow::case_steps::Taking;
use crate::workflow::group_cases::{self, Group};
use crate::workflow::show_case;
use crate::workflow::step_group::{self, GroupStepped, GroupStepping};
use actix_web::HttpResponse;
use askama::Template;
use serde_json::{Value, json};

#[derive(Template)]
#[template(path = "pages/templates/group_step.html")]
struct GroupStepPage {
    f: Frame,
    w: &'static group_words::Words,
    id: CaseId,
    stepped: GroupStepped,
    /// Why each case that stayed did so.
    kept: Vec<(CaseId, String, &'static str)>,
}

/// The steps that can be taken together.
const STEPS: [Action; 7] = [
    Action::Accept,
    Action::AppointMediator,
    Action::RecordConsent,
    Action::GiveNotice,
    Action::StartMediation,
    Action::HoldMeeting,
    Action::Agree,
];

/// Those that the actor may take and that lead somewhere from where any case of the group stands.
pub(super) fn legal(actor: &Actor, group: &Group) -> Vec<Action> {
    let leads =
        |action: &Action| group.children.iter().any(|child| !lifecycle::leads(child.status, *action).is_empty());
    let may = |action: &Action| lifecycle::roles(*action).contains(&access::role(actor));
    STEPS.into_iter().filter(|action| may(action) && leads(action)).collect()
}

fn fields(action: Action) -> Option<Vec<Field>> {
    let channel = || must("channel", Kind::Choice(Channel::TERMS), "方式", "How");
    let day = |name: &'static str| must(name, Kind::Today, "日期", "Day");
    Some(match action {
        Action::Accept => vec![day("accepted_on")],
        Action::AppointMediator => vec![
            must("mediator_id", Kind::Colleague, "调解员", "Mediator"),
            must("chosen_by", Kind::Choice(ChosenBy::TERMS), "产生方式", "Chosen by"),
            day("appointed_on"),
            may("lead", Kind::Tick, "担任主持人", "Takes the lead"),
        ],
        Action::RecordConsent => vec![
            must("role", Kind::Choice(PartyRole::TERMS), "哪一方", "Which side"),
            must("matter", Kind::Choice(ConsentMatter::TERMS), "事项", "What about"),
            may("given", Kind::Tick, "同意（不勾选为不同意）", "Agrees (not ticked: refuses)"),
            channel(),
            day("recorded_on"),
        ],
        Action::GiveNotice => vec![channel(), day("recorded_on")],
        Action::StartMediation => vec![day("started_on")],
        Action::HoldMeeting => vec![
            day("held_on"),
            must("mode", Kind::Choice(MeetingMode::TERMS), "形式", "Mode"),
            may("place", Kind::Line, "地点", "Place"),
            may("record", Kind::Long, "调解记录", "Record"),
        ],
        Action::Agree => vec![
            day("agreed_on"),
            may(
                "content",
                Kind::Long,
                "协议内容（不填用母案协议；{{applicants}}、{{amount_agreed}} 等处按各案填入）",
                "Content (that of the leading case when empty; {{applicants}}, {{amount_agreed}} and the like are filled in for each)",
            ),
            may("signed_on", Kind::Day, "当事人签名日期", "The parties signed on"),
            may("mediator_signed_on", Kind::Day, "调解员签名日期", "The mediator signed on"),
            may("sealed_on", Kind::Day, "加盖印章日期", "Sealed on"),
        ],
        _ => return None,
    })
}

pub(super) async fn show(visit: &Visit) -> Result<HttpResponse> {
    page(visit, None).await
}

/// Takes the step and says what became of each case.
pub(super) async fn take(visit: &Visit) -> Result<HttpResponse> {
    let (id, action) = asked(visit)?;
    let setting = Setting::of(visit);
    let taken = async {
        let body = filled::body(&fields(action).ok_or(Error::NotFound)?, &visit.form, &setting)?;
        let mut whole = json!({"step": {(action.code()): body}});
        let named: Value = visit.form.all("case_ids").collect();
        if named.as_array().is_some_and(|ids| !ids.is_empty()) {
            filled::put(&mut whole, "case_ids", named);
        }
        let input: GroupStepping = json::read(&whole)?;
        let identity_scans = visit.config.attachments.identity_scans;
        let taking = Taking { actor: visit.actor()?.clone(), by: visit.moment(), terms: visit.terms(), identity_scans };
        visit.write(move |tx| step_group::step_group(tx, id, &input, &taking)).await
    };
    match taken.await {
        Ok(stepped) => result(visit, id, action, stepped),
        Err(error) => page(visit, Some(&named(mendable(error)?, action))).await,
    }
}

/// The case and the step that the path names.
fn asked(visit: &Visit) -> Result<(CaseId, Action)> {
    let (id, code) = (visit.param::<CaseId>("id")?, visit.param::<String>("action")?);
    Ok((id, Action::from_code(&code).ok_or(Error::NotFound)?))
}

/// The faults by the names of the form's fields.
fn named(error: Error, action: Action) -> Error {
    let below = format!("step.{}.", action.code());
    let short =
        |fault: Fault| Fault { field: fault.field.strip_prefix(&below).unwrap_or(&fault.field).to_owned(), ..fault };
    match error {
        Error::Invalid(faults) => Error::Invalid(faults.into_iter().map(short).collect()),
        other => other,
    }
}

fn result(visit: &Visit, id: CaseId, action: Action, stepped: GroupStepped) -> Result<HttpResponse> {
    let why = |code: &Option<String>| code.as_deref().and_then(Code::of).map_or("", |code| code.word(visit.locale));
    let kept = stepped.kept.iter().map(|one| (one.case_id, one.case_no.clone(), why(&one.why))).collect();
    let f = Frame::of(visit, action.word(visit.locale))?;
    show::ok(&GroupStepPage { f, w: group_words::of(visit.locale), id, stepped, kept })
}

async fn page(visit: &Visit, error: Option<&Error>) -> Result<HttpResponse> {
    let (id, action) = asked(visit)?;
    let asked = fields(action).ok_or(Error::NotFound)?;
    let (actor, by, terms) = (visit.actor()?.clone(), visit.moment(), visit.terms());
    let load = move |c: &mut Conn| {
        let reply = show_case::show_case(c, &actor, id, &terms, &by)?;
        let group = group_cases::read(c, &actor, id, &by)?;
        let mediators = mediators::of_committee(c, reply.file.case.committee_id)?;
        Ok((reply.file, group, mediators))
    };
    let (file, group, mediators) = visit.read(load).await?;
    let case_no = file.case.case_no.clone();
    let setting = Setting { file: Some(file), mediators, ..Setting::of(visit) };
    let blank = setting.blank(&asked);
    let typed = if error.is_some() { &visit.form } else { &blank };
    let (mut fields, rest) = setting.draw(&asked, typed, faults(error));
    let chosen: Vec<&str> = typed.all("case_ids").collect();
    let option = |child: &group_cases::Child| {
        let value = child.case_id.to_string();
        let label = format!("{} ({})", child.case_no, child.status.word(visit.locale));
        Choice { on: chosen.contains(&value.as_str()), value, label }
    };
    let w = group_words::of(visit.locale);
    fields.push(Drawn {
        name: "case_ids".to_owned(),
        label: w.which.to_owned(),
        hint: "",
        required: false,
        errors: Vec::new(),
        control: Control::Many { options: group.children.iter().map(option).collect() },
    });
    let title = format!("{} · {}", action.word(visit.locale), w.together);
    let path = format!("/cases/{id}/group/steps/{}", action.code());
    let page = FormPage {
        intro: w.together_intro,
        back: Some((format!("/cases/{id}/group"), case_no)),
        ..FormPage::of(visit, &title, path, (fields, rest), action.word(visit.locale), error)?
    };
    page.answer(error)
}
