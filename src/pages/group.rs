//! The group a case belongs to or leads: its sums, its cases, people who join it.

use super::fields::{Choice, Control, Drawn, Field, Kind, Setting, may, must};
use super::frame::Frame;
use super::refusal::{self, faults, mendable, sentence};
use super::step::run;
use super::visit::Visit;
use super::{filled, group_words, once, show};
use crate::base::error::{Error, Result};
use crate::base::id::CaseId;
use crate::base::json;
use crate::base::text_enum::Worded;
use crate::domain::case::CaseFile;
use crate::domain::lifecycle::Action;
use crate::domain::parties::{PartyKind, PartyRole};
use crate::domain::policy::{Permission, Scope};
use crate::store::case_lists::{self, Filter};
use crate::store::db::Conn;
use crate::workflow::group_cases::{self, Group, NewChildren};
use crate::workflow::show_case;
use actix_web::HttpResponse;
use askama::Template;
use serde_json::{Value, json};

/// People that one form has room for.
const ROOM: usize = 6;
/// Cases that may be joined, at most.
const MOTHERS: i64 = 20;

#[derive(Template)]
#[template(path = "pages/templates/group.html")]
struct GroupPage {
    f: Frame,
    w: &'static group_words::Words,
    id: CaseId,
    case_no: String,
    version: i64,
    group: Group,
    /// Whether this case is one of several.
    is_child: bool,
    may_leave: bool,
    may_represent: bool,
    /// Steps for all cases at once.
    together: Vec<(&'static str, &'static str)>,
    /// Cases this one may be joined to.
    mothers: Vec<Choice>,
    today: String,
    /// The form for more people; none where there may be none.
    people: Option<Vec<Drawn>>,
    once: String,
    refused: Option<&'static str>,
    faults: Vec<&'static str>,
}

pub(super) async fn show(visit: &Visit) -> Result<HttpResponse> {
    page(visit, None).await
}

/// Registers a case for each person of the form.
pub(super) async fn add(visit: &Visit) -> Result<HttpResponse> {
    let (id, actor, by, terms) = (visit.param::<CaseId>("id")?, visit.actor()?.clone(), visit.moment(), visit.terms());
    let made = async {
        let input: NewChildren = json::read(&children(visit)?)?;
        once::make(visit, move |tx| {
            group_cases::add_children(tx, &actor, id, input, &terms, &by)?;
            Ok(format!("/cases/{id}/group"))
        })
        .await
    };
    answered(visit, made.await).await
}

/// Joins this case to the one that was chosen.
pub(super) async fn join(visit: &Visit) -> Result<HttpResponse> {
    let id = visit.param::<CaseId>("id")?;
    let asked = [must("mother_id", Kind::Line, "", ""), must("joined_on", Kind::Day, "", "")];
    let joined = async {
        let version = visit.version()?;
        let body = filled::body(&asked, &visit.form, &Setting::of(visit))?;
        run(visit, Action::JoinGroup, id, version, &body).await?;
        Ok(format!("/cases/{id}/group"))
    };
    answered(visit, joined.await).await
}

async fn answered(visit: &Visit, done: Result<String>) -> Result<HttpResponse> {
    match done {
        Ok(path) => Ok(show::see(&path)),
        Err(error) => page(visit, Some(&mendable(error)?)).await,
    }
}

/// What is asked of a person.
fn person(at: usize) -> [Field; 3] {
    let of = |part: &str| format!("children[{at}].{part}");
    [
        must(of("party.name"), Kind::Line, "姓名", "Name"),
        may(of("party.phone"), Kind::Phone, "电话", "Phone"),
        may(of("amount_claimed"), Kind::Money, "涉及金额（元）", "Amount in dispute (yuan)"),
    ]
}

/// The body of the rows in which anything was typed.
fn children(visit: &Visit) -> Result<Value> {
    let typed = |field: &Field| visit.form.typed(&field.name).is_some();
    let rows: Vec<usize> = (0..ROOM).filter(|at| person(*at).iter().any(typed)).collect();
    let asked: Vec<Field> = rows.iter().flat_map(|at| person(*at)).collect();
    let mut body = filled::body(&asked, &visit.form, &Setting::of(visit))?;
    let role = PartyRole::from_code(visit.form.get("role")).unwrap_or(PartyRole::Applicant);
    for at in rows {
        filled::put(&mut body, &format!("children[{at}].party.role"), json!(role));
        filled::put(&mut body, &format!("children[{at}].party.kind"), json!(PartyKind::Person));
    }
    if body.get("children").is_none() {
        filled::put(&mut body, "children", json!([]));
    }
    Ok(body)
}

/// Other cases of the committee in which a party of this one stands on the same side, the newest first.
fn mothers(c: &mut Conn, scope: &Scope, file: &CaseFile) -> Result<Vec<(CaseId, String)>> {
    let mut found: Vec<(CaseId, String)> = Vec::new();
    for party in &file.parties {
        let named = Filter {
            q: Some(party.name.as_str().to_owned()),
            committee: Some(file.case.committee_id),
            ..Filter::default()
        };
        for line in case_lists::list(c, scope, &named, MOTHERS)? {
            let is_same = line.parties.iter().any(|side| side.role == party.role && side.name == party.name);
            if is_same && line.case.id != file.case.id && found.iter().all(|(id, _)| *id != line.case.id) {
                found.push((line.case.id, line.case.case_no));
            }
        }
    }
    Ok(found)
}

async fn page(visit: &Visit, error: Option<&Error>) -> Result<HttpResponse> {
    let (id, actor, by, terms) = (visit.param::<CaseId>("id")?, visit.actor()?.clone(), visit.moment(), visit.terms());
    let may_add = actor.may(Permission::RegisterCase);
    let scope = visit.scope()?;
    let load = move |c: &mut Conn| {
        let reply = show_case::show_case(c, &actor, id, &terms, &by)?;
        let group = group_cases::read(c, &actor, id, &by)?;
        let is_free = reply.file.group_places.is_empty() && group.size == 0;
        let may_join = is_free && reply.actions.contains(&Action::JoinGroup);
        let mothers = if may_join { mothers(c, &scope, &reply.file)? } else { Vec::new() };
        Ok((reply, group, mothers))
    };
    let (reply, group, mothers) = super::paper::shown(visit, load).await?;
    let case = &reply.file.case;
    let is_child = !reply.file.group_places.is_empty();
    let together = if is_child { Vec::new() } else { super::group_step::legal(visit.actor()?, &group) };
    let w = group_words::of(visit.locale);
    let f = Frame::of(visit, &format!("{} · {}", w.group, case.case_no))?;
    let faults = faults(error);
    let setting = Setting::of(visit);
    let asked: Vec<Field> = (0..ROOM).flat_map(person).map(|field| Field { required: false, ..field }).collect();
    let (_, rest) = setting.draw(&asked, &visit.form, faults);
    let row =
        |at: usize| setting.draw(&person(at).map(|field| Field { required: false, ..field }), &visit.form, faults).0;
    let rows = Drawn {
        name: "children".to_owned(),
        label: w.people.to_owned(),
        hint: w.people_hint,
        required: true,
        errors: Vec::new(),
        control: Control::Rows { rows: (0..ROOM).map(row).collect() },
    };
    let chosen = visit.form.get("mother_id");
    let mother = |(id, label): (CaseId, String)| Choice { on: id.to_string() == chosen, value: id.to_string(), label };
    let page = GroupPage {
        w,
        id,
        case_no: case.case_no.clone(),
        version: case.version,
        group,
        is_child,
        may_leave: reply.actions.contains(&Action::LeaveGroup),
        may_represent: reply.actions.contains(&Action::ChooseRepresentatives),
        together: together.iter().map(|action| (action.code(), action.word(visit.locale))).collect(),
        mothers: mothers.into_iter().map(mother).collect(),
        today: visit.today().to_string(),
        people: (may_add && !is_child).then(|| vec![rows]),
        once: once::field(visit)?.1,
        refused: sentence(error, visit),
        faults: rest,
        f,
    };
    refusal::html(&page, error)
}
