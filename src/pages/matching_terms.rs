//! The terms of a matching run that its board does not show as buttons: weights, candidates and what single firms take. Computed again
//! with other ones, the run before stays as it was.

use super::fields::{Control, Drawn, Field, Kind, Setting, may};
use super::form::Form;
use super::matching;
use super::matching_words;
use super::refusal::{faults, mendable};
use super::step::FormPage;
use super::visit::Visit;
use crate::base::code::Code;
use crate::base::config::Matching;
use crate::base::error::{Error, Fault, Faults, Result};
use crate::base::id::{FirmId, MatchingRunId};
use crate::domain::matching::request::{FirmLimits, NewRun};
use crate::domain::matching::run::MatchingRun;
use crate::domain::matching::seal::Run;
use crate::domain::matching::weights::{Criterion, Weights};
use crate::store::db::Conn;
use crate::store::firms;
use crate::workflow::read_run;
use actix_web::HttpResponse;
use std::collections::BTreeMap;

/// The limits of a firm that is named by what its name holds.
const NEW: [&str; 3] = ["limit.firm", "limit.least", "limit.most"];

/// A field for each weight, and one for how many candidates are kept.
pub(super) fn fields() -> Vec<Field> {
    let weight = |one: &Criterion| may(format!("weights.{}", one.code()), Kind::Number, one.zh(), one.en());
    let candidates = may(
        "candidates",
        Kind::Number,
        "每家商会保留的候选律所（1 至 1000）",
        "Candidates kept of each chamber, 1 to 1000",
    );
    Criterion::ALL.iter().map(weight).chain([candidates]).collect()
}

/// What the settings say, as a form has it.
pub(super) fn usual(settings: &Matching) -> Form {
    written(Weights::from(&settings.weights).all(), settings.candidates)
}

fn written(weights: &BTreeMap<Criterion, i64>, candidates: u16) -> Form {
    let weights = weights.iter().map(|(one, weight)| (format!("weights.{}", one.code()), weight.to_string()));
    Form::of(weights.chain([("candidates".to_owned(), candidates.to_string())]).collect())
}

/// The weights and the candidates that were typed; what was left empty is as the settings say.
pub(super) fn typed(form: &Form, new: &mut NewRun) -> Result<()> {
    let mut faults = Faults::default();
    for one in Criterion::ALL {
        let field = format!("weights.{}", one.code());
        match form.typed(&field).map(str::parse) {
            Some(Ok(weight)) => {
                new.weights.insert(*one, weight);
            }
            Some(Err(_)) => faults.add(field, Code::WrongType),
            None => {
                new.weights.remove(one);
            }
        }
    }
    match form.typed("candidates").map(str::parse) {
        Some(Ok(candidates)) => new.candidates = Some(candidates),
        Some(Err(_)) => faults.add("candidates", Code::OutOfRange),
        None => new.candidates = None,
    }
    faults.done()
}

pub(super) async fn show(visit: &Visit) -> Result<HttpResponse> {
    let (head, run, names) = opened(visit).await?;
    let mut pairs = limits_as_typed(&run.asked.limits);
    pairs.push(("what_if".to_owned(), run.asked.what_if.to_string()));
    let on_file = written(run.asked.weights.all(), run.asked.candidates).with(pairs);
    page(visit, &head, (&run, &names), &on_file, None)
}

/// Computes a run again on other terms.
pub(super) async fn again(visit: &Visit) -> Result<HttpResponse> {
    let (head, run, names) = opened(visit).await?;
    let done = async {
        let mut new = NewRun::again(&run.asked);
        changed(visit, &names, &mut new)?;
        let order: Vec<FirmId> = new.limits.iter().map(|one| one.firm_id).collect();
        matching::computed(visit, new).await.map_err(|error| beside(error, &order, &run))
    };
    match done.await {
        Ok(path) => Ok(super::show::see(&path)),
        Err(error) => page(visit, &head, (&run, &names), &visit.form, Some(&mendable(error)?)),
    }
}

type Names = BTreeMap<FirmId, String>;

async fn opened(visit: &Visit) -> Result<(MatchingRun, Run, Names)> {
    let (id, scope) = (visit.param::<MatchingRunId>("id")?, visit.scope()?);
    visit
        .read(move |c: &mut Conn| {
            let (head, run) = read_run::load(c, &scope, id)?;
            let ids: Vec<FirmId> = run.facts.firms.iter().map(|one| one.id).collect();
            let names = firms::names(c, &ids)?.into_iter().map(|(id, name)| (id, name.into_string())).collect();
            Ok((head, run, names))
        })
        .await
}

fn limits_as_typed(limits: &[FirmLimits]) -> Vec<(String, String)> {
    let text = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
    let of = |one: &FirmLimits| {
        let name = |part: &str| format!("limit.{}.{part}", one.firm_id);
        [(name("least"), text(one.least)), (name("most"), text(one.most))]
    };
    limits.iter().flat_map(of).collect()
}

/// What the form changes: limits that are emptied are taken away, and one firm can be added.
fn changed(visit: &Visit, names: &Names, new: &mut NewRun) -> Result<()> {
    let form = &visit.form;
    let mut faults = Faults::default();
    let mut number = |field: String| match form.typed(&field).map(str::parse::<u32>) {
        Some(Ok(number)) => Some(number),
        Some(Err(_)) => {
            faults.add(field, Code::WrongType);
            None
        }
        None => None,
    };
    for one in &mut new.limits {
        one.least = number(format!("limit.{}.least", one.firm_id));
        one.most = number(format!("limit.{}.most", one.firm_id));
    }
    new.limits.retain(|one| one.least.is_some() || one.most.is_some());
    let [firm, least, most] = NEW;
    let (least, most) = (number(least.to_owned()), number(most.to_owned()));
    if let Some(name) = form.typed(firm) {
        match named(name, names) {
            Some(firm_id) => new.limits.push(FirmLimits { firm_id, least, most }),
            None => faults.add(firm, Code::UnknownFirm),
        }
    } else if least.is_some() || most.is_some() {
        faults.add(firm, Code::Missing);
    }
    if let Err(Error::Invalid(more)) = typed(form, new) {
        more.into_iter().for_each(|fault| faults.add(fault.field, fault.code));
    }
    new.what_if = form.get("what_if") == "true";
    faults.done()
}

/// The firm of this name, or the only one whose name holds it.
fn named(name: &str, names: &Names) -> Option<FirmId> {
    let mut alike = names.iter().filter(|(_, known)| known.contains(name));
    let same = names.iter().find(|(_, known)| *known == name);
    let only = alike.next().filter(|_| alike.next().is_none());
    same.or(only).map(|(id, _)| *id)
}

/// The faults of the limits by the fields that the form has for them.
fn beside(error: Error, order: &[FirmId], run: &Run) -> Error {
    let Error::Invalid(faults) = error else { return error };
    let field = |field: &str| {
        let (at, part) = field.strip_prefix("limits[")?.split_once("].")?;
        let firm = order.get(at.parse::<usize>().ok()?)?;
        let is_old = run.asked.limits_of(*firm).is_some();
        Some(match part {
            "least" | "most" if is_old => format!("limit.{firm}.{part}"),
            "firm_id" => "limit.firm".to_owned(),
            part => format!("limit.{part}"),
        })
    };
    let moved = |fault: Fault| Fault { field: field(&fault.field).unwrap_or(fault.field), code: fault.code };
    Error::Invalid(faults.into_iter().map(moved).collect())
}

fn page(
    visit: &Visit,
    head: &MatchingRun,
    (run, names): (&Run, &Names),
    filled: &Form,
    error: Option<&Error>,
) -> Result<HttpResponse> {
    let w = matching_words::of(visit.locale);
    let faults = faults(error);
    let setting = Setting::of(visit);
    let (least, most) = (("至少", "At least"), ("至多", "At most"));
    let cell = |name: String, (zh, en)| setting.drawn(&may(name, Kind::Number, zh, en), filled, faults);
    let row = |one: &FirmLimits| {
        let name = names.get(&one.firm_id).cloned().unwrap_or_default();
        let of = |part: &str| format!("limit.{}.{part}", one.firm_id);
        vec![
            Drawn { label: format!("{name} {}", w.limit_least), ..cell(of("least"), least) },
            Drawn { label: format!("{name} {}", w.limit_most), ..cell(of("most"), most) },
        ]
    };
    let [firm, new_least, new_most] = NEW;
    let added = vec![
        setting.drawn(
            &may(firm, Kind::Line, "律师事务所（名称或其中几个字）", "Law firm, by its name or a part"),
            filled,
            faults,
        ),
        cell(new_least.to_owned(), least),
        cell(new_most.to_owned(), most),
    ];
    let limits = Drawn {
        name: "limits".to_owned(),
        label: w.limits.to_owned(),
        hint: w.limits_hint,
        required: false,
        errors: Vec::new(),
        control: Control::Rows { rows: run.asked.limits.iter().map(row).chain([added]).collect() },
    };
    let what_if = may("what_if", Kind::Tick, "仅试算，不可发布", "Only to see what would be; never published");
    let is_of_limits = |fault: &&Fault| fault.field.starts_with("limit.");
    let others: Vec<Fault> = faults.iter().filter(|fault| !is_of_limits(fault)).cloned().collect();
    let (mut drawn, rest) = setting.draw(&fields(), filled, &others);
    drawn.extend([limits, setting.drawn(&what_if, filled, faults)]);
    let page = FormPage {
        intro: w.terms_intro,
        back: Some((format!("/matching/{}", head.id), w.title.to_owned())),
        hidden: vec![super::once::field(visit)?],
        ..FormPage::of(visit, w.terms, format!("/matching/{}/terms", head.id), (drawn, rest), w.open, error)?
    };
    page.answer(error)
}
