//! A matching run: the policies side by side, the pairs, who is left over, pins and bans, and publishing.

use super::fields::Choice;
use super::frame::{Frame, grouped, points};
use super::matching_words::{self, Words};
use super::refusal::{self, mendable, sentence};
use super::visit::Visit;
use super::{areas, once, show};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{ChamberId, FirmId, MatchingRunId, PairingId};
use crate::base::text_enum::Worded;
use crate::domain::matching::outcome::{MatchedPair, PolicyOutcome, Price, RunMeasures};
use crate::domain::matching::request::{MatchingPolicy, PairWish};
use crate::domain::matching::run::{MatchingRun, RunStatus};
use crate::domain::pairing::PairingStatus;
use crate::domain::policy::Permission;
use crate::store::db::Conn;
use crate::store::{chambers, firms, matching_runs};
use crate::workflow::{publish_run, read_run};
use actix_web::HttpResponse;
use askama::Template;
use std::collections::{BTreeMap, BTreeSet};

/// Pairs, and chambers without a firm, on a page.
const ROWS: usize = 50;

#[derive(Template)]
#[template(path = "pages/templates/matching_run.html")]
struct RunPage {
    f: Frame,
    w: &'static Words,
    run: MatchingRun,
    region: String,
    policies: Vec<Column>,
    measures: Vec<(&'static str, Vec<String>)>,
    candidates: u64,
    not_kept: u64,
    removed: Vec<(&'static str, u64)>,
    q: String,
    pairs: Vec<PairLine>,
    pairs_next: Option<String>,
    left: Vec<(ChamberId, String)>,
    left_count: usize,
    left_next: Option<String>,
    wishes: Vec<WishLine>,
    weights: Vec<(&'static str, i64)>,
    kept_candidates: u16,
    limits: Vec<(String, String, String)>,
    others: Vec<Choice>,
    may_change: bool,
    once: String,
    refused: Option<&'static str>,
    faults: Vec<String>,
    /// The faults are of pairs that cannot be proposed.
    impossible: bool,
}

/// The head of a policy's column.
struct Column {
    policy: MatchingPolicy,
    is_chosen: bool,
    refused: Option<&'static str>,
}

struct PairLine {
    pair: MatchedPair,
    chamber: String,
    firm: String,
    /// Of the chamber for the firm, and of the firm for the chamber.
    scores: (String, String),
    pairing: Option<(PairingId, PairingStatus)>,
}

struct WishLine {
    wish: PairWish,
    is_pin: bool,
    chamber: String,
    firm: String,
}

/// The names of both sides.
#[derive(Default)]
pub(super) struct Names {
    chambers: BTreeMap<ChamberId, String>,
    firms: BTreeMap<FirmId, String>,
}

impl Names {
    pub(super) fn of(
        c: &mut Conn,
        chamber_ids: impl IntoIterator<Item = ChamberId>,
        firm_ids: impl IntoIterator<Item = FirmId>,
    ) -> Result<Self> {
        let chamber_ids: BTreeSet<ChamberId> = chamber_ids.into_iter().collect();
        let firm_ids: BTreeSet<FirmId> = firm_ids.into_iter().collect();
        let chambers = chambers::names(c, &chamber_ids.into_iter().collect::<Vec<_>>())?;
        let firms = firms::names(c, &firm_ids.into_iter().collect::<Vec<_>>())?;
        Ok(Self {
            chambers: chambers.into_iter().map(|(id, name)| (id, name.into_string())).collect(),
            firms: firms.into_iter().map(|(id, name)| (id, name.into_string())).collect(),
        })
    }

    pub(super) fn chamber(&self, id: ChamberId) -> String {
        self.chambers.get(&id).cloned().unwrap_or_else(|| id.to_string())
    }

    pub(super) fn firm(&self, id: FirmId) -> String {
        self.firms.get(&id).cloned().unwrap_or_else(|| id.to_string())
    }
}

pub(super) async fn show(visit: &Visit) -> Result<HttpResponse> {
    page(visit, None).await
}

/// Proposes every pair to both sides, or none where one has become impossible.
pub(super) async fn publish(visit: &Visit) -> Result<HttpResponse> {
    let (id, actor, by) = (visit.param::<MatchingRunId>("id")?, visit.actor()?.clone(), visit.moment());
    let version = visit.version()?;
    let days = visit.config.pairing.answer_days;
    match visit.change(move |tx| publish_run::publish(tx, &actor, id, version, days, &by)).await {
        Ok(_) => Ok(show::see(&format!("/matching/{id}"))),
        Err(error) => page(visit, Some(&mendable(error)?)).await,
    }
}

/// The run with what was refused of it.
pub(super) async fn page(visit: &Visit, error: Option<&Error>) -> Result<HttpResponse> {
    let (id, by, today) = (visit.param::<MatchingRunId>("id")?, visit.moment(), visit.today());
    let scope = visit.actor()?.scope(Permission::ReadMatching);
    let (head, run, proposed, names, region, others) = visit
        .read(move |c: &mut Conn| {
            let (head, run) = read_run::load(c, &scope, id)?;
            let names =
                Names::of(c, run.facts.chambers.iter().map(|one| one.id), run.facts.firms.iter().map(|one| one.id))?;
            let region = areas::Names::of(c, [head.region_code], today)?.get(head.region_code);
            let others = matching_runs::list(c, &scope, None, 100)?;
            Ok((head, run, read_run::proposed(c, id, &by)?, names, region, others))
        })
        .await?;
    let (w, locale) = (matching_words::of(visit.locale), visit.locale);
    let f = Frame::of(visit, w.title)?;
    let q = visit.query.get("q").trim().to_owned();
    let at = |name: &str| visit.query.get(name).parse::<usize>().unwrap_or(0);
    let line = |pair: &MatchedPair| PairLine {
        chamber: names.chamber(pair.chamber_id),
        firm: names.firm(pair.firm_id),
        scores: (points(pair.chamber_score.into()), points(pair.firm_score.into())),
        pairing: proposed.get(&pair.chamber_id).copied(),
        pair: pair.clone(),
    };
    let found: Vec<PairLine> = run
        .outcome
        .pairs
        .iter()
        .map(line)
        .filter(|line| q.is_empty() || line.chamber.contains(&q) || line.firm.contains(&q))
        .collect();
    let served: BTreeSet<ChamberId> = run.outcome.pairs.iter().map(|pair| pair.chamber_id).collect();
    let left: Vec<(ChamberId, String)> = run
        .facts
        .chambers
        .iter()
        .filter(|one| !served.contains(&one.id))
        .map(|one| (one.id, names.chamber(one.id)))
        .collect();
    let further = |name: &str, at: usize, all: usize| {
        let next = at.saturating_add(ROWS);
        (next < all).then(|| format!("/matching/{id}?{name}={next}"))
    };
    let wish = |is_pin: bool| {
        let names = &names;
        move |wish: &PairWish| WishLine {
            is_pin,
            chamber: names.chamber(wish.chamber_id),
            firm: names.firm(wish.firm_id),
            wish: wish.clone(),
        }
    };
    let word = |code: &str| Code::of(code).map_or("", |code| code.word(locale));
    let policies = &run.outcome.summary.policies;
    let is_same = |other: &&MatchingRun| other.region_code == head.region_code && other.id != head.id;
    let page = RunPage {
        region,
        policies: policies
            .iter()
            .map(|one| Column {
                policy: one.policy,
                is_chosen: one.policy == head.policy,
                refused: one.refused.as_deref().map(word),
            })
            .collect(),
        measures: measures(policies, w),
        candidates: run.outcome.summary.candidates,
        not_kept: run.outcome.summary.not_kept,
        removed: run.outcome.summary.removed.iter().map(|one| (one.filter.word(locale), one.pairs)).collect(),
        pairs_next: further("from", at("from"), if q.is_empty() { found.len() } else { 0 }),
        pairs: found.into_iter().skip(at("from")).take(ROWS).collect(),
        left_next: further("left", at("left"), left.len()),
        left_count: left.len(),
        left: left.into_iter().skip(at("left")).take(ROWS).collect(),
        wishes: run.asked.pins.iter().map(wish(true)).chain(run.asked.bans.iter().map(wish(false))).collect(),
        weights: run.asked.weights.all().iter().map(|(one, weight)| (one.word(locale), *weight)).collect(),
        kept_candidates: run.asked.candidates,
        limits: run
            .asked
            .limits
            .iter()
            .map(|one| {
                let text = |number: Option<u32>| number.map_or_else(|| "—".to_owned(), |number| number.to_string());
                (names.firm(one.firm_id), text(one.least), text(one.most))
            })
            .collect(),
        others: others
            .iter()
            .filter(is_same)
            .map(|one| Choice {
                value: one.id.to_string(),
                label: format!("{} {}", f.time(one.created_at), one.policy.word(locale)),
                on: false,
            })
            .collect(),
        may_change: visit.actor()?.may(Permission::ManagePairing),
        once: once::field(visit)?.1,
        refused: sentence(error.filter(|error| !matches!(error, Error::Invalid(_))), visit),
        impossible: matches!(error, Some(Error::Invalid(faults)) if faults.iter().any(|one| one.field.starts_with("pairs."))),
        faults: faults(error, &names, locale),
        q,
        run: head,
        w,
        f,
    };
    refusal::html(&page, error)
}

/// What is wrong, with the names of the pair it is about.
fn faults(error: Option<&Error>, names: &Names, locale: crate::base::locale::Locale) -> Vec<String> {
    let Some(Error::Invalid(faults)) = error else { return Vec::new() };
    let told = |fault: &crate::base::error::Fault| {
        let word = fault.code.word(locale);
        let pair = fault.field.strip_prefix("pairs.").and_then(|pair| pair.split_once('.'));
        match pair.and_then(|(chamber, firm)| Some((chamber.parse().ok()?, firm.parse().ok()?))) {
            Some((chamber, firm)) => format!("{} — {} · {word}", names.chamber(chamber), names.firm(firm)),
            None => word.to_owned(),
        }
    };
    faults.iter().map(told).collect()
}

/// A line for each measure, a cell for each policy, with how far it stays behind the best.
pub(super) fn measures(policies: &[PolicyOutcome], w: &'static Words) -> Vec<(&'static str, Vec<String>)> {
    let count: fn(i128) -> String = |behind| grouped(&behind.to_string());
    let row = |name, told: fn(i128) -> String, cell: fn(&RunMeasures, &Price) -> (String, i128)| {
        let cells = policies.iter().map(|one| match (&one.measures, &one.price) {
            (Some(measures), Some(price)) => match cell(measures, price) {
                (text, 0) => text,
                (text, behind @ 1..) => format!("{text} (+{})", told(behind)),
                (text, behind) => format!("{text} ({})", told(behind)),
            },
            _ => "—".to_owned(),
        });
        (name, cells.collect())
    };
    vec![
        row(w.served, count, |m, p| (format!("{} / {}", m.served, m.chambers), -i128::from(p.served_less))),
        row(w.total, points, |m, p| (points(m.total.into()), -i128::from(p.total_less))),
        row(w.worst, points, |m, p| {
            (m.worst.map_or_else(|| "—".to_owned(), |one| points(one.into())), -i128::from(p.worst_less))
        }),
        row(w.jain, count, |m, p| {
            let text = m.jain.per_mille.map_or_else(|| "—".to_owned(), |one| one.to_string());
            (text, -i128::from(p.jain_per_mille_less))
        }),
        row(w.idle, count, |m, p| (m.idle_firms.to_string(), p.idle_firms_more.into())),
        row(w.blocking, count, |m, p| (grouped(&m.blocking_pairs.to_string()), p.blocking_pairs_more.into())),
        row(w.changed, count, |m, p| (m.changed_links.to_string(), p.changed_links_more.into())),
    ]
}
