//! Why a chamber got its firm or none, why not another one, what pinning it would bring; and two runs side by side.

use super::charts::{self, Point};
use super::fields::Choice;
use super::frame::{Frame, grouped, points};
use super::matching_run::Names;
use super::matching_words::{self, Words};
use super::refusal::{self, Marks, faults, sentence};
use super::visit::Visit;
use super::{once, show};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{ChamberId, FirmId, MatchingRunId};
use crate::base::locale::Locale;
use crate::base::text_enum::Worded;
use crate::domain::matching::compare;
use crate::domain::matching::explain::{Bench, Change, Unmatched};
use crate::domain::matching::outcome::RunMeasures;
use crate::domain::matching::run::{MatchingRun, RunStatus};
use crate::domain::matching::score::{Parts, Scale};
use crate::domain::matching::seal::Run;
use crate::domain::matching::why_not::{self, Explanation, WhyNot};
use crate::domain::policy::Permission;
use crate::store::db::Conn;
use crate::workflow::read_run;
use actix_web::{HttpResponse, web};
use askama::Template;
use std::cmp::Reverse;

/// Firms shown of those with the best scores.
const BEST: usize = 30;
/// Pairs shown of each kind of difference.
const MOST_DIFFERENCES: usize = 200;

#[derive(Template)]
#[template(path = "pages/templates/matching_why.html")]
struct WhyPage {
    f: Frame,
    w: &'static Words,
    run: MatchingRun,
    chamber_id: ChamberId,
    chamber: String,
    matched: Option<Scored>,
    unmatched: Option<Unmatched>,
    change: Option<(Change, String)>,
    firm: Option<(WhyNot, Scored)>,
    effect_refused: Option<&'static str>,
    displaced: Vec<(String, String, String)>,
    best: Vec<BestLine>,
    firms: Vec<Choice>,
    may_change: bool,
    once: String,
    reason: String,
    what_if: bool,
    refused: Option<&'static str>,
    faults: Marks,
}

/// A firm with the parts of both scores.
struct Scored {
    name: String,
    rows: Vec<(&'static str, String, String)>,
    sums: (String, String),
    svg: String,
}

struct BestLine {
    id: FirmId,
    name: String,
    scores: (String, String),
    standing: &'static str,
}

#[derive(Template)]
#[template(path = "pages/templates/matching_compare.html")]
struct ComparePage {
    f: Frame,
    w: &'static Words,
    id: MatchingRunId,
    with: MatchingRunId,
    /// The policies of both.
    heads: (&'static str, &'static str),
    measures: Vec<(&'static str, [String; 2])>,
    kept: u64,
    gained: Vec<(String, String)>,
    lost: Vec<(String, String)>,
    changed: Vec<(String, String, String)>,
}

pub(super) async fn show(visit: &Visit) -> Result<HttpResponse> {
    page(visit, None).await
}

/// What was found by solving again, off the threads that serve requests.
struct Answer {
    explanation: Explanation,
    best: Vec<(FirmId, i32, i32, bool, Option<&'static str>)>,
    matched: Option<(Parts, Parts)>,
}

/// The chamber and the firm are those of the address, or of the form that was refused.
pub(super) async fn page(visit: &Visit, error: Option<&Error>) -> Result<HttpResponse> {
    let asked = |name: &str| visit.query.typed(name).or_else(|| visit.form.typed(name));
    let id: MatchingRunId = visit.param("id")?;
    let chamber: ChamberId = asked("chamber_id").and_then(|text| text.parse().ok()).ok_or(Error::NotFound)?;
    let firm: Option<FirmId> = asked("firm_id").map(str::parse).transpose().map_err(|_| Error::NotFound)?;
    let (scope, locale) = (visit.actor()?.scope(Permission::ReadMatching), visit.locale);
    let (head, run, names) = visit
        .read(move |c: &mut Conn| {
            let (head, run) = read_run::load(c, &scope, id)?;
            let all = run.facts.chambers.iter().map(|one| one.id).chain([chamber]);
            let names = Names::of(c, all, run.facts.firms.iter().map(|one| one.id))?;
            Ok((head, run, names))
        })
        .await?;
    let answer = web::block(move || answered(&run, chamber, firm, locale)).await.map_err(Error::internal)?;
    let answer = match answer {
        Err(Error::Invalid(_)) => return Err(Error::NotFound),
        other => other?,
    };
    let page = filled(visit, head, &names, (chamber, firm), answer, error)?;
    refusal::html(&page, error)
}

fn answered(run: &Run, chamber: ChamberId, firm: Option<FirmId>, locale: Locale) -> Result<Answer> {
    let bench = Bench::of(run)?;
    let explanation = why_not::explain(&bench, chamber, firm)?;
    let scale = Scale::of(&run.asked.weights);
    let facts = run.facts.chamber(chamber).ok_or(Error::NotFound)?;
    let mut best: Vec<_> = run
        .facts
        .firms
        .iter()
        .map(|one| {
            let (own, other) = scale.scores(&run.facts, facts, one);
            let removal = bench.removal(facts, one).map(|removal| removal.word(locale));
            (one.id, own, other, explanation.matched == Some(one.id), removal)
        })
        .collect();
    best.sort_by_key(|(id, own, other, _, removal)| (removal.is_some(), Reverse(own + other), *id));
    best.truncate(BEST);
    let pair = run.outcome.pairs.iter().find(|pair| pair.chamber_id == chamber);
    let matched = pair.map(|pair| (pair.chamber_parts.clone(), pair.firm_parts.clone()));
    Ok(Answer { explanation, best, matched })
}

fn filled(
    visit: &Visit,
    run: MatchingRun,
    names: &Names,
    (chamber_id, firm_id): (ChamberId, Option<FirmId>),
    answer: Answer,
    error: Option<&Error>,
) -> Result<WhyPage> {
    let (w, locale) = (matching_words::of(visit.locale), visit.locale);
    let Answer { explanation, best, matched } = answer;
    let word = |code: &str| Code::of(code).map_or("", |code| code.word(locale));
    let firm = explanation.firm.map(|firm| {
        let parts = scored(names.firm(firm.firm_id), &firm.chamber_parts, &firm.firm_parts, w, locale);
        (firm, parts)
    });
    let effect = firm.as_ref().and_then(|(firm, _)| firm.pin.as_ref());
    let somebody = |firm: Option<FirmId>| firm.map_or_else(|| w.nobody.to_owned(), |firm| names.firm(firm));
    let mut choices: Vec<FirmId> = best.iter().map(|one| one.0).collect();
    choices.extend(firm_id.filter(|firm| !choices.contains(firm)));
    let unmatched = explanation.unmatched;
    Ok(WhyPage {
        f: Frame::of(visit, w.why_title)?,
        chamber: names.chamber(chamber_id),
        chamber_id,
        matched: explanation
            .matched
            .zip(matched)
            .map(|(firm, (own, other))| scored(names.firm(firm), &own, &other, w, locale)),
        change: unmatched.as_ref().and_then(|one| one.change.clone()).map(|change| {
            let firm = names.firm(change.firm_id);
            (change, firm)
        }),
        unmatched,
        effect_refused: effect.and_then(|effect| effect.refused.as_deref()).map(word),
        displaced: effect
            .iter()
            .flat_map(|effect| &effect.displaced)
            .take(MOST_DIFFERENCES)
            .map(|one| (names.chamber(one.chamber_id), somebody(one.before), somebody(one.after)))
            .collect(),
        firm,
        best: best
            .into_iter()
            .map(|(id, chamber_score, firm_score, is_matched, removal)| BestLine {
                id,
                name: names.firm(id),
                scores: (points(chamber_score.into()), points(firm_score.into())),
                standing: removal.unwrap_or(if is_matched { w.matched } else { "" }),
            })
            .collect(),
        firms: choices
            .into_iter()
            .map(|id| Choice { value: id.to_string(), label: names.firm(id), on: Some(id) == firm_id })
            .collect(),
        may_change: visit.actor()?.may(Permission::ManagePairing),
        once: once::field(visit)?.1,
        reason: visit.form.get("reason").to_owned(),
        what_if: if error.is_some() { visit.form.get("what_if") == "true" } else { run.what_if },
        refused: sentence(error.filter(|error| !matches!(error, Error::Invalid(_))), visit),
        faults: Marks::of(faults(error), visit.locale),
        run,
        w,
    })
}

fn scored(name: String, own: &Parts, other: &Parts, w: &'static Words, locale: Locale) -> Scored {
    let sum = |parts: &Parts| points(parts.values().map(|part| i128::from(*part)).sum());
    let criteria: std::collections::BTreeSet<_> = own.keys().chain(other.keys()).copied().collect();
    let cell = |part: Option<&i32>| part.map_or_else(|| "—".to_owned(), |part| points((*part).into()));
    let bar = |(criterion, part): (&crate::domain::matching::weights::Criterion, &i32)| Point {
        label: criterion.word(locale).to_owned(),
        mark: Some(points((*part).into())),
        values: vec![i64::from(*part)],
    };
    Scored {
        svg: charts::bars(w.chamber_score, &own.iter().map(bar).collect::<Vec<_>>(), None),
        rows: criteria.iter().map(|one| (one.word(locale), cell(own.get(one)), cell(other.get(one)))).collect(),
        sums: (sum(own), sum(other)),
        name,
    }
}

/// What a run changes against another.
pub(super) async fn compare(visit: &Visit) -> Result<HttpResponse> {
    let (id, scope): (MatchingRunId, _) = (visit.param("id")?, visit.scope()?);
    let with: MatchingRunId = visit.query.get("with").parse().map_err(|_| Error::NotFound)?;
    let (found, names) = visit
        .read(move |c: &mut Conn| {
            let (before, after) = (read_run::load(c, &scope, with)?, read_run::load(c, &scope, id)?);
            let found = compare::compare((with, &before.1), (id, &after.1));
            let pairs = [&before.1, &after.1].into_iter().flat_map(|run| &run.outcome.pairs);
            let names = Names::of(c, pairs.clone().map(|pair| pair.chamber_id), pairs.map(|pair| pair.firm_id))?;
            Ok((found, names))
        })
        .await?;
    let (w, locale) = (matching_words::of(visit.locale), visit.locale);
    let pairs = |pairs: &[compare::ComparedPair]| {
        let named = |one: &compare::ComparedPair| (names.chamber(one.chamber_id), names.firm(one.firm_id));
        pairs.iter().take(MOST_DIFFERENCES).map(named).collect()
    };
    let sides = [&found.before, &found.after];
    let row = |name, cell: fn(&RunMeasures) -> String| {
        (name, sides.map(|side| side.measures.as_ref().map_or_else(|| "—".to_owned(), cell)))
    };
    show::ok(&ComparePage {
        f: Frame::of(visit, w.compare_title)?,
        w,
        id,
        with,
        heads: (found.before.policy.word(locale), found.after.policy.word(locale)),
        measures: vec![
            row(w.served, |one| format!("{} / {}", one.served, one.chambers)),
            row(w.total, |one| points(one.total.into())),
            row(w.idle, |one| one.idle_firms.to_string()),
            row(w.blocking, |one| grouped(&one.blocking_pairs.to_string())),
            row(w.changed, |one| one.changed_links.to_string()),
        ],
        kept: found.kept,
        gained: pairs(&found.gained),
        lost: pairs(&found.lost),
        changed: found
            .changed
            .iter()
            .take(MOST_DIFFERENCES)
            .map(|one| (names.chamber(one.chamber_id), names.firm(one.before), names.firm(one.after)))
            .collect(),
    })
}
