//! Pairings of chambers with law firms: the list in sight, and each with its agreements and the answer of the side that is asked.

use super::fields::{Choice, choices};
use super::frame::Frame;
use super::refusal::{self, mendable, reason};
use super::visit::Visit;
use super::{paging, pairing_words, show, words};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{FirmId, LawyerId, PairingId};
use crate::base::locale::Locale;
use crate::base::text_enum::Worded;
use crate::domain::contact::Name;
use crate::domain::pairing::{Pairing, PairingRefusal, PairingReply, PairingStatus};
use crate::domain::pairing_term::PairingTerm;
use crate::domain::policy::{Permission, Role};
use crate::domain::services::LoggedService;
use crate::store::db::Conn;
use crate::store::pairings::{self, PairingFilter};
use crate::store::{chambers, federations, firms, lawyers, services};
use crate::workflow::answer_pairing::{self, PairingAnswer};
use actix_web::HttpResponse;
use askama::Template;
use std::collections::BTreeMap;

const ROWS: usize = 50;
/// Services of a pairing that are shown, the last ones.
const SERVICES: i64 = 100;

#[derive(Template)]
#[template(path = "pages/templates/pairings.html")]
struct PairingsPage {
    f: Frame,
    statuses: Vec<Choice>,
    /// The list is narrowed to a status.
    is_narrowed: bool,
    lines: Vec<Line>,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/templates/pairing.html")]
struct PairingPage {
    f: Frame,
    line: Line,
    terms: Vec<Term>,
    w: &'static pairing_words::Words,
    services: Vec<LoggedService>,
    may_sign: bool,
    may_renew: bool,
    may_end: bool,
    /// An answer is still open.
    is_waiting: bool,
    may_log: bool,
    may_confirm: bool,
    may_answer: bool,
    reasons: Vec<Choice>,
    refused: Option<&'static str>,
}

/// An agreement with what it promises and who stands for the firm, in words.
struct Term {
    term: PairingTerm,
    promised: String,
    lawyers: String,
}

/// A pairing with the names of its two sides.
struct Line {
    pairing: Pairing,
    chamber: String,
    firm: String,
}

pub(super) async fn list(visit: &Visit) -> Result<HttpResponse> {
    let (scope, today) = (visit.scope()?, visit.today());
    let before = paging::place(visit, "before")?;
    let asked = visit.query.get("status");
    let status = PairingStatus::from_code(asked);
    let filter = PairingFilter { status, chamber: None, firm: None, area: None, before, limit: paging::rows(ROWS) };
    let mut lines = visit
        .read(move |c| {
            let found = pairings::list(c, &scope, &filter, today)?;
            named(c, found.into_iter().map(|one| one.on(today)).collect())
        })
        .await?;
    let next = paging::cut(&mut lines, ROWS, |last| paging::onward(visit, "before", last.pairing.id));
    let f = Frame::of(visit, words::of(visit.locale).nav_pairings)?;
    let statuses = choices(PairingStatus::TERMS, asked, visit.locale, f.w.all);
    show::ok(&PairingsPage { f, statuses, is_narrowed: status.is_some(), lines, next })
}

pub(super) async fn show(visit: &Visit) -> Result<HttpResponse> {
    page(visit, None).await
}

/// One side answers; a refusal has its reason.
pub(super) async fn answer(visit: &Visit) -> Result<HttpResponse> {
    let (id, actor, by) = (visit.param::<PairingId>("id")?, visit.actor()?.clone(), visit.moment());
    let version = visit.version()?;
    let reply = PairingReply::from_code(visit.form.get("reply")).ok_or(Error::Malformed(Code::Malformed))?;
    let reason = PairingRefusal::from_code(visit.form.get("reason")).filter(|_| reply == PairingReply::Decline);
    let input = PairingAnswer { reply, reason };
    match visit.change(move |tx| answer_pairing::answer(tx, &actor, id, version, input, &by)).await {
        Ok(_) => Ok(show::see(&format!("/pairings/{id}"))),
        Err(error) => page(visit, Some(&mendable(error)?)).await,
    }
}

async fn page(visit: &Visit, refused: Option<&Error>) -> Result<HttpResponse> {
    let (id, actor, today) = (visit.param::<PairingId>("id")?, visit.actor()?.clone(), visit.today());
    let scope = actor.scope(Permission::ReadPairings);
    let locale = visit.locale;
    let (line, terms, services) = visit
        .read(move |c| {
            let pairing = pairings::get(c, &scope, id)?.on(today);
            let terms = pairings::terms(c, pairing.id)?;
            let terms = worded(c, terms, pairing.firm_id, locale)?;
            let line = named(c, vec![pairing])?.into_iter().next().ok_or(Error::NotFound)?;
            let services = services::list(c, id, None, SERVICES)?;
            Ok((line, terms, services))
        })
        .await?;
    let w = words::of(visit.locale);
    let page = PairingPage {
        f: Frame::of(visit, &line.pairing.pairing_no)?,
        may_answer: waits_for(&line.pairing, visit.actor()?.role()),
        reasons: choices(PairingRefusal::TERMS, visit.form.get("reason"), visit.locale, w.choose),
        refused: reason(refused, visit),
        w: pairing_words::of(visit.locale),
        may_sign: line.pairing.status == PairingStatus::Agreed && actor.may(Permission::SignPairing),
        may_renew: line.pairing.status == PairingStatus::Living && actor.may(Permission::SignPairing),
        is_waiting: matches!(
            line.pairing.status,
            PairingStatus::Proposed | PairingStatus::ChamberAccepted | PairingStatus::FirmAccepted
        ),
        may_end: !line.pairing.is_over(today) && actor.may(Permission::ManagePairing),
        may_log: line.pairing.status == PairingStatus::Living && actor.may(Permission::LogService),
        may_confirm: actor.may(Permission::ConfirmService),
        services,
        line,
        terms,
    };
    refusal::html(&page, refused)
}

fn worded(c: &mut Conn, terms: Vec<PairingTerm>, firm: FirmId, locale: Locale) -> Result<Vec<Term>> {
    let names: BTreeMap<LawyerId, String> =
        lawyers::of_firm(c, firm)?.into_iter().map(|one| (one.id, one.name.into_string())).collect();
    let of = |term: PairingTerm| Term {
        promised: term.promised.iter().map(|kind| kind.word(locale)).collect::<Vec<_>>().join(locale.comma()),
        lawyers: term
            .contact_lawyers
            .iter()
            .filter_map(|id| names.get(id).cloned())
            .collect::<Vec<_>>()
            .join(locale.comma()),
        term,
    };
    Ok(terms.into_iter().map(of).collect())
}

/// Whether the answer of this role's side is still open.
fn waits_for(pairing: &Pairing, role: Role) -> bool {
    match role {
        Role::ChamberAdmin => matches!(pairing.status, PairingStatus::Proposed | PairingStatus::FirmAccepted),
        Role::FirmAdmin => matches!(pairing.status, PairingStatus::Proposed | PairingStatus::ChamberAccepted),
        Role::FederationAdmin => {
            pairing.federation_id.is_some()
                && matches!(pairing.status, PairingStatus::Proposed | PairingStatus::FirmAccepted)
        }
        _ => false,
    }
}

fn named(c: &mut Conn, found: Vec<Pairing>) -> Result<Vec<Line>> {
    fn by_id<I: Ord>(names: Vec<(I, Name)>) -> BTreeMap<I, String> {
        names.into_iter().map(|(id, name)| (id, name.into_string())).collect()
    }
    let chambers = by_id(chambers::names(c, &found.iter().filter_map(|one| one.chamber_id).collect::<Vec<_>>())?);
    let federations =
        by_id(federations::names(c, &found.iter().filter_map(|one| one.federation_id).collect::<Vec<_>>())?);
    let firms = by_id(firms::names(c, &found.iter().map(|one| one.firm_id).collect::<Vec<_>>())?);
    let line = |pairing: Pairing| {
        let chamber = pairing.chamber_id.and_then(|id| chambers.get(&id));
        let side = chamber.or_else(|| pairing.federation_id.and_then(|id| federations.get(&id)));
        let firm = firms.get(&pairing.firm_id).cloned().unwrap_or_default();
        Line { chamber: side.cloned().unwrap_or_default(), firm, pairing }
    };
    Ok(found.into_iter().map(line).collect())
}
