//! Matching runs: the list, computing one over a region, and computing one again with another policy, a pin or a ban.

use super::fields::{Choice, Control, Drawn, Setting, choices};
use super::frame::Frame;
use super::matching_words::{self, Words};
use super::refusal::{self, faults, mendable, sentence};
use super::visit::Visit;
use super::{areas, matching_run, matching_terms, matching_why, once, paging, show};
use crate::base::code::Code;
use crate::base::error::{Error, Fault, Result};
use crate::base::id::MatchingRunId;
use crate::domain::contact::Text;
use crate::domain::matching::request::{MatchingPolicy, NewRun, PairWish};
use crate::domain::matching::run::{MatchingRun, RunStatus};
use crate::domain::matching::seal::Run;
use crate::domain::policy::Permission;
use crate::domain::region::RegionCode;
use crate::store::db::Conn;
use crate::store::matching_runs;
use crate::workflow::read_statistics::area_of;
use crate::workflow::{gather_matching, read_run};
use actix_web::{HttpResponse, web};
use askama::Template;
use std::collections::BTreeMap;

const ROWS: usize = 50;

#[derive(Template)]
#[template(path = "pages/templates/matching.html")]
struct RunsPage {
    f: Frame,
    w: &'static Words,
    runs: Vec<(MatchingRun, String)>,
    next: Option<String>,
    may_open: bool,
    once: String,
    regions: Vec<Choice>,
    policies: Vec<Choice>,
    around: Vec<Choice>,
    what_if: bool,
    /// Weights and candidates, folded away until one of them is wrong.
    terms: Vec<Drawn>,
    terms_open: bool,
    refused: Option<&'static str>,
    faults: Vec<Fault>,
}

pub(super) async fn list(visit: &Visit) -> Result<HttpResponse> {
    page(visit, None).await
}

/// Computes a run over a region. Nothing is proposed yet.
pub(super) async fn open(visit: &Visit) -> Result<HttpResponse> {
    let opened = async { computed(visit, asked(visit)?).await };
    match opened.await {
        Ok(path) => Ok(show::see(&path)),
        Err(error) => page(visit, Some(&mendable(error)?)).await,
    }
}

fn asked(visit: &Visit) -> Result<NewRun> {
    let form = &visit.form;
    let own = area_of(&visit.scope()?, None)?.unwrap_or(RegionCode::NATION);
    let region = form.typed("region").map(RegionCode::parse).transpose();
    let around = form.typed("around").map(str::parse).transpose();
    let mut new = NewRun {
        region: region.map_err(|code| Error::field("region", code))?.unwrap_or(own),
        policy: MatchingPolicy::from_code(form.get("policy")).ok_or_else(|| Error::field("policy", Code::Missing))?,
        weights: BTreeMap::new(),
        candidates: None,
        limits: Vec::new(),
        pins: Vec::new(),
        bans: Vec::new(),
        what_if: form.get("what_if") == "true",
        around: around.map_err(|_| Error::field("around", Code::UnknownReference))?,
    };
    matching_terms::typed(form, &mut new)?;
    Ok(new)
}

/// Computes a run on the terms of another one, with what the form changes of them; what was asked of the other one stays as it was.
pub(super) async fn again(visit: &Visit) -> Result<HttpResponse> {
    let (id, scope) = (visit.param::<MatchingRunId>("id")?, visit.scope()?);
    let (head, run) = visit.read(move |c| read_run::load(c, &scope, id)).await?;
    let is_wish = matches!(visit.form.get("do"), "pin" | "ban");
    let opened = async { computed(visit, changed(visit, &head, &run)?).await };
    match opened.await {
        Ok(path) => Ok(show::see(&path)),
        Err(error) if is_wish => matching_why::page(visit, Some(&mendable(error)?)).await,
        Err(error) => matching_run::page(visit, Some(&mendable(error)?)).await,
    }
}

fn changed(visit: &Visit, head: &MatchingRun, run: &Run) -> Result<NewRun> {
    let form = &visit.form;
    let mut new = NewRun::again(&run.asked);
    let id = |field: &str| Error::field(field, Code::UnknownReference);
    let pair = || -> Result<_> {
        let chamber = form.get("chamber_id").parse().map_err(|_| id("chamber_id"))?;
        Ok((chamber, form.get("firm_id").parse().map_err(|_| id("firm_id"))?))
    };
    let wish = || -> Result<PairWish> {
        let (chamber_id, firm_id) = pair()?;
        let reason = form.typed("reason").ok_or_else(|| Error::field("reason", Code::Missing))?;
        let reason = Text::parse(reason).map_err(|code| Error::field("reason", code))?;
        Ok(PairWish { chamber_id, firm_id, reason })
    };
    match form.get("do") {
        "policy" => {
            let policy = MatchingPolicy::from_code(form.get("policy"));
            new.policy = policy.ok_or_else(|| Error::field("policy", Code::Missing))?;
        }
        "pin" => new.pin(wish()?),
        "ban" => new.ban(wish()?),
        "free" => new.free(pair()?),
        // What was proposed stays, so nothing is wished of those chambers any more.
        "around" => (new.around, new.pins, new.bans) = (Some(head.id), Vec::new(), Vec::new()),
        _ => return Err(Error::Malformed(Code::Malformed)),
    }
    if matches!(form.get("do"), "pin" | "ban") {
        new.what_if = form.get("what_if") == "true";
    }
    Ok(new)
}

/// Computes and stores a run, once however often the form is sent; the path of it.
pub(super) async fn computed(visit: &Visit, new: NewRun) -> Result<String> {
    let (actor, by, settings) = (visit.actor()?.clone(), visit.moment(), visit.config.matching.clone());
    let at = by.clone();
    let (asked, facts) = visit.read(move |c| gather_matching::gather(c, &actor, new, &settings, &at)).await?;
    // Off the threads that serve requests, and before the writer is asked for.
    let computing = web::block(move || Run::compute(asked, facts)?.seal(&by));
    let (head, file) = computing.await.map_err(Error::internal)??;
    let store = move |tx: &mut Conn| {
        matching_runs::insert(tx, &head)?;
        matching_runs::insert_file(tx, &file)?;
        Ok(format!("/matching/{}", head.id))
    };
    once::make(visit, store).await
}

async fn page(visit: &Visit, error: Option<&Error>) -> Result<HttpResponse> {
    let (scope, today) = (visit.actor()?.scope(Permission::ReadMatching), visit.today());
    let before = paging::place(visit, "before")?;
    let rows = paging::rows(ROWS);
    let own = area_of(&scope, None)?;
    let (mut runs, all, names) = visit
        .read(move |c: &mut Conn| {
            let runs = matching_runs::list(c, &scope, before, rows)?;
            let names = areas::Names::of(c, runs.iter().map(|run| run.region_code), today)?;
            Ok((runs, areas::around(c, &scope, own, today)?, names))
        })
        .await?;
    let next = paging::cut(&mut runs, ROWS, |last| format!("/matching?before={}", last.id));
    let (w, form, locale) = (matching_words::of(visit.locale), &visit.form, visit.locale);
    let f = Frame::of(visit, w.title)?;
    let choice = |value: String, label: String, chosen: &str| Choice { on: value == chosen, value, label };
    let published = runs.iter().filter(|run| run.status == RunStatus::Published);
    let mut around = vec![choice(String::new(), w.around_none.to_owned(), form.get("around"))];
    around.extend(published.map(|run| {
        let label = format!("{} {}", names.get(run.region_code), f.time(run.created_at));
        choice(run.id.to_string(), label, form.get("around"))
    }));
    let usual = form.typed("policy").unwrap_or(MatchingPolicy::Coverage.code());
    let faults = faults(error);
    let terms = if error.is_some() { form.clone() } else { matching_terms::usual(&visit.config.matching) };
    let (terms, _) = Setting::of(visit).draw(&matching_terms::fields(), &terms, faults);
    let page = RunsPage {
        terms_open: terms.iter().any(|field| !field.errors.is_empty()),
        terms,
        may_open: visit.actor()?.may(Permission::ManagePairing),
        once: once::field(visit)?.1,
        regions: areas::choices(all, form.typed("region").and_then(|text| RegionCode::parse(text).ok())),
        policies: choices(MatchingPolicy::TERMS, usual, locale, "").into_iter().skip(1).collect(),
        around,
        what_if: form.get("what_if") == "true",
        refused: sentence(error.filter(|error| !matches!(error, Error::Invalid(_))), visit),
        faults: faults.to_vec(),
        runs: runs.into_iter().map(|run| (run.clone(), names.get(run.region_code))).collect(),
        next,
        w,
        f,
    };
    refusal::html(&page, error)
}
