//! The members of a committee: all of them on one form, as they are to sit there.

use super::fields::{Choice, Control, Drawn, Field, Kind, Setting, choices, may};
use super::form::Form;
use super::frame::Frame;
use super::refusal::{self, faults, mendable, sentence};
use super::registry_words::{self, Words};
use super::show;
use super::visit::Visit;
use crate::base::code::Code;
use crate::base::error::{Error, Fault, Faults, Result};
use crate::base::id::{CommitteeId, LawyerId};
use crate::domain::committee::{Committee, CommitteeMember, Gender, Mediator, MemberRole};
use crate::domain::contact::Name;
use crate::domain::form::Fields;
use crate::domain::place::{Placed, reaches};
use crate::domain::policy::Permission;
use crate::store::db::Conn;
use crate::store::{committees, lawyers, mediators};
use crate::workflow::keep_committees;
use actix_web::HttpResponse;
use askama::Template;
use serde_json::json;
use std::collections::BTreeMap;

/// Rows that are empty at first, and rows in all: the interface takes no more members.
const SPARE: usize = 3;
const MOST: usize = 50;

#[derive(Template)]
#[template(path = "pages/templates/registry_members.html")]
struct MembersPage {
    f: Frame,
    w: &'static Words,
    committee: Committee,
    members: Vec<Line>,
    /// The form, for those who manage the committee.
    form: Option<Drawn>,
    refused: Option<&'static str>,
    faults: Vec<&'static str>,
}

struct Line {
    member: CommitteeMember,
    mediator: Option<String>,
    lawyer: Option<String>,
}

/// What is read for the page in one go.
struct Found {
    committee: Committee,
    members: Vec<Line>,
    mediators: Vec<Mediator>,
}

pub(super) async fn show(visit: &Visit) -> Result<HttpResponse> {
    page(visit, None).await
}

/// Puts these members in the place of those there are. A row without a name is nobody.
pub(super) async fn seat(visit: &Visit) -> Result<HttpResponse> {
    let (id, actor, now) = (visit.param::<CommitteeId>("id")?, visit.actor()?.clone(), visit.now);
    let seen = visit.version()?;
    let named: Vec<usize> = (0..MOST).filter(|at| visit.form.typed(&format!("members[{at}].name")).is_some()).collect();
    let done = async {
        let known = lawyers_named(visit, id, &named).await?;
        let forms: Vec<Fields> = named.iter().map(|at| typed(&visit.form, *at, &known)).collect();
        visit.change(move |tx| keep_committees::seat(tx, &actor, id, &forms, seen, now)).await
    };
    match done.await.map_err(|error| beside(error, &named)) {
        Ok(_) => Ok(show::see(&format!("/registry/committees/{id}/members"))),
        Err(error) => page(visit, Some(&mendable(error)?)).await,
    }
}

/// The lawyers that were typed by their names; `Invalid` beside each that is none, or not the only one, of the area around the committee.
async fn lawyers_named(visit: &Visit, id: CommitteeId, rows: &[usize]) -> Result<BTreeMap<usize, LawyerId>> {
    let field = |at: &usize| format!("members[{at}].lawyer");
    let asked: Vec<(usize, String)> =
        rows.iter().filter_map(|at| Some((*at, visit.form.typed(&field(at))?.to_owned()))).collect();
    if asked.is_empty() {
        return Ok(BTreeMap::new());
    }
    let known = visit
        .read(move |c: &mut Conn| {
            let region = committees::get(c, id)?.region_code;
            let area = region.up().nth(1).unwrap_or(region).prefix();
            let seated: Vec<LawyerId> = committees::members(c, id)?.iter().filter_map(|one| one.lawyer_id).collect();
            let known = |(at, name): (usize, String)| {
                let mut alike = lawyers::known_as(c, area, &name)?;
                if alike.len() > 1 {
                    // Of several of one name the one who sits there already stays.
                    alike.retain(|id| seated.contains(id));
                }
                Ok((at, alike))
            };
            asked.into_iter().map(known).collect::<Result<Vec<_>>>()
        })
        .await?;
    let (mut found, mut faults) = (BTreeMap::new(), Faults::default());
    for (at, alike) in known {
        match alike.as_slice() {
            [only] => {
                found.insert(at, *only);
            }
            _ => faults.add(
                format!("members[{}].lawyer", rows.iter().position(|row| *row == at).unwrap_or(at)),
                Code::UnknownReference,
            ),
        }
    }
    faults.done()?;
    Ok(found)
}

fn typed(form: &Form, at: usize, lawyers: &BTreeMap<usize, LawyerId>) -> Fields {
    let mut fields = Fields::new();
    for name in ["name", "gender", "role", "mediator_id"] {
        if let Some(text) = form.typed(&format!("members[{at}].{name}")) {
            fields.insert(name.to_owned(), json!(text));
        }
    }
    if let Some(id) = lawyers.get(&at) {
        fields.insert("lawyer_id".to_owned(), json!(id));
    }
    fields
}

/// The faults by the rows of the form: the workflow counts those alone that were filled in.
fn beside(error: Error, rows: &[usize]) -> Error {
    let Error::Invalid(faults) = error else { return error };
    let field = |field: &str| {
        let (at, part) = field.strip_prefix("members[")?.split_once("].")?;
        let row = rows.get(at.parse::<usize>().ok()?)?;
        Some(format!("members[{row}].{}", if part == "lawyer_id" { "lawyer" } else { part }))
    };
    let moved = |fault: Fault| Fault { field: field(&fault.field).unwrap_or(fault.field), code: fault.code };
    Error::Invalid(faults.into_iter().map(moved).collect())
}

async fn page(visit: &Visit, error: Option<&Error>) -> Result<HttpResponse> {
    let id = visit.param::<CommitteeId>("id")?;
    let found = visit
        .read(move |c: &mut Conn| {
            let committee = committees::get(c, id)?;
            let people = mediators::of_committee(c, id)?;
            let members = committees::members(c, id)?;
            let ids: Vec<LawyerId> = members.iter().filter_map(|member| member.lawyer_id).collect();
            let lawyers: BTreeMap<LawyerId, Name> = lawyers::names(c, &ids)?.into_iter().collect();
            let line = |member: CommitteeMember| {
                let mediator = people.iter().find(|one| Some(one.id) == member.mediator_id);
                Line {
                    mediator: mediator.map(|one| one.name.to_string()),
                    lawyer: member.lawyer_id.and_then(|id| lawyers.get(&id)).map(Name::to_string),
                    member,
                }
            };
            Ok(Found { committee, members: members.into_iter().map(line).collect(), mediators: people })
        })
        .await?;
    let w = registry_words::of(visit.locale);
    let faults = faults(error);
    let is_own = reaches(visit.actor()?, Permission::ManageCommittee, &found.committee.place());
    let on_file = on_file(&found.members);
    let filled = if error.is_some() { &visit.form } else { &on_file };
    let f = Frame::of(visit, &format!("{} · {}", w.members, found.committee.name))?;
    let rest = faults.iter().filter(|fault| !fault.field.contains("].")).map(|fault| f.say(fault.code)).collect();
    let page = MembersPage {
        w,
        form: is_own.then(|| rows(visit, &found, filled, faults, w)),
        refused: sentence(error, visit),
        faults: rest,
        members: found.members,
        committee: found.committee,
        f,
    };
    refusal::html(&page, error)
}

fn on_file(members: &[Line]) -> Form {
    let of = |(at, line): (usize, &Line)| {
        let text = |part: &str, text: &str| (format!("members[{at}].{part}"), text.to_owned());
        [
            text("name", line.member.name.as_str()),
            text("gender", line.member.gender.code()),
            text("role", line.member.role.code()),
            text("mediator_id", line.member.mediator_id.as_ref().map_or("", |id| id.as_str())),
            text("lawyer", line.lawyer.as_deref().unwrap_or_default()),
        ]
    };
    Form::of(members.iter().enumerate().flat_map(of).collect())
}

/// A row for each member, and some more.
fn rows(visit: &Visit, found: &Found, filled: &Form, faults: &[Fault], w: &'static Words) -> Drawn {
    let setting = Setting::of(visit);
    let row = |at: usize| {
        let of = |part: &str| format!("members[{at}].{part}");
        let cell = |field: &Field| setting.drawn(field, filled, faults);
        let name = of("mediator_id");
        let chosen = filled.get(&name).to_owned();
        let mut options = choices(&[], &chosen, visit.locale, "—");
        options.extend(found.mediators.iter().map(|one| {
            let value = one.id.to_string();
            Choice { on: value == chosen, value, label: one.name.as_str().to_owned() }
        }));
        let mediator = may(name, Kind::Line, "即调解员", "Is the mediator");
        vec![
            cell(&may(of("name"), Kind::Line, "姓名", "Name")),
            cell(&may(of("gender"), Kind::Choice(Gender::TERMS), "性别", "Gender")),
            cell(&may(of("role"), Kind::Choice(MemberRole::TERMS), "职务", "Office")),
            Drawn { control: Control::Choice { options }, ..cell(&mediator) },
            cell(&may(
                of("lawyer"),
                Kind::Line,
                "即律师（名录中的姓名或执业证号）",
                "Is the lawyer (name or licence number)",
            )),
        ]
    };
    let typed = (0..MOST).rev().find(|at| filled.typed(&format!("members[{at}].name")).is_some());
    let count = (typed.map_or(0, |at| at + 1) + SPARE).min(MOST);
    Drawn {
        name: "members".to_owned(),
        label: w.members.to_owned(),
        hint: w.members_hint,
        required: true,
        errors: Vec::new(),
        control: Control::Rows { rows: (0..count).map(row).collect() },
    }
}
