//! What a mediator is due (以案定补), for their own eyes: each case, their part of it, and why; and why another pays nothing.

use super::allowance_sheet::parted;
use super::allowance_words::{self, Words};
use super::frame::Frame;
use super::refusal::{self, Marks, faults};
use super::visit::Visit;
use crate::base::error::{Error, Result};
use crate::domain::allowance_sheet::CaseUnpaid;
use crate::domain::money::Fen;
use crate::domain::own_allowances::{OwnAllowances, OwnShare};
use crate::domain::period::Period;
use crate::workflow::own_allowances;
use actix_web::HttpResponse;
use askama::Template;
use chrono::Datelike;

/// Cases of each list that are shown.
const SHOWN: usize = 100;

#[derive(Template)]
#[template(path = "pages/templates/own_allowances.html")]
struct OwnPage {
    f: Frame,
    w: &'static Words,
    from: String,
    to: String,
    faults: Marks,
    found: Option<Found>,
}

struct Found {
    days: String,
    parts: Vec<Part>,
    unpaid: Vec<CaseUnpaid>,
    /// Unpaid cases that are not listed.
    unpaid_more: usize,
}

/// What was approved, or what is due.
struct Part {
    title: &'static str,
    sum: Fen,
    /// Each case with its reason.
    lines: Vec<(OwnShare, String)>,
    /// Cases that are not listed.
    more: usize,
    /// What stands where there is none.
    none: &'static str,
}

/// The cases that closed in the days asked for, or this year.
pub(super) async fn show(visit: &Visit) -> Result<HttpResponse> {
    let (today, w) = (visit.today(), allowance_words::of(visit.locale));
    let typed = |name: &str, usual: String| visit.query.typed(name).map_or(usual, str::to_owned);
    let first = today.with_day(1).and_then(|day| day.with_month(1)).unwrap_or(today);
    let (from, to) = (typed("from", first.to_string()), typed("to", today.to_string()));
    let mediator = visit.actor()?.mediator().ok_or(Error::NotFound)?;
    let scans = visit.config.attachments.identity_scans;
    let found = match Period::parse(&from, &to) {
        Ok(period) => visit.read(move |c| own_allowances::own(c, mediator, period, scans)).await,
        Err(error) => Err(error),
    };
    let f = Frame::of(visit, w.own)?;
    let (found, error) = match found {
        Ok(own) => (Some(parts(own, &f, w)), None),
        Err(error @ Error::Invalid(_)) => (None, Some(error)),
        Err(error) => return Err(error),
    };
    let faults = Marks::of(faults(error.as_ref()), visit.locale);
    refusal::html(&OwnPage { f, w, from, to, faults, found }, error.as_ref())
}

fn parts(own: OwnAllowances, f: &Frame, w: &'static Words) -> Found {
    let reason = |one: &OwnShare| {
        let basis = one.basis.as_ref().map_or("", |basis| basis.as_str());
        let parts = one.sharing.map_or_else(String::new, |sharing| parted(sharing, one.sharers, w, f.locale));
        (one.clone(), format!("{basis}{}{parts}", f.locale.semicolon()))
    };
    let part = |title, sum, all: &[OwnShare], none| {
        let lines: Vec<_> = all.iter().take(SHOWN).map(reason).collect();
        Part { title, sum, more: all.len() - lines.len(), lines, none }
    };
    let parts = vec![
        part(w.own_approved, own.approved_total, &own.approved, w.own_approved_none),
        part(w.own_due, own.due_total, &own.due, w.own_due_none),
    ];
    let unpaid_more = own.unpaid.len().saturating_sub(SHOWN);
    let unpaid = own.unpaid.into_iter().take(SHOWN).collect();
    Found { days: f.days(own.from, own.to), parts, unpaid, unpaid_more }
}
