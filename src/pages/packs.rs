//! The figures that come by mail by themselves, on the screen; and the switch for them.

use super::frame::Frame;
use super::visit::Visit;
use super::{show, words};
use crate::base::error::Result;
use crate::domain::contribution::Counter;
use crate::domain::measures::{Rate, RateFigure};
use crate::domain::pack::{Pack, TOLD};
use crate::store::packs;
use actix_web::HttpResponse;
use askama::Template;

/// A year of months and quarters.
const SHOWN: i64 = 16;

#[derive(Template)]
#[template(path = "pages/templates/packs.html")]
struct PacksPage {
    f: Frame,
    is_wanted: bool,
    packs: Vec<Shown>,
}

/// One pack as the mail tells it.
struct Shown {
    label: String,
    pack: Pack,
    /// Each with the count of the period before.
    counts: Vec<(Counter, i64, i64)>,
    rates: Vec<(Rate, String, i64, i64)>,
}

/// The packs of whoever is signed in, the latest first.
pub(super) async fn list(visit: &Visit) -> Result<HttpResponse> {
    let id = visit.actor()?.account();
    let read = move |c: &mut _| Ok((packs::is_wanted(c, id)?, packs::of_account(c, id, SHOWN)?));
    let (is_wanted, found) = visit.read(read).await?;
    let packs = found.into_iter().map(shown).collect();
    show::ok(&PacksPage { f: Frame::of(visit, words::of(visit.locale).packs)?, is_wanted, packs })
}

/// Switches them on or off.
pub(super) async fn choose(visit: &Visit) -> Result<HttpResponse> {
    let (id, is_wanted, now) = (visit.actor()?.account(), visit.form.get("wanted") == "true", visit.moment().now);
    visit.change(move |tx| packs::choose(tx, id, is_wanted, now)).await?;
    Ok(show::see("/packs"))
}

fn shown(pack: Pack) -> Shown {
    let (now, before) = (pack.tally(), pack.tally_before());
    let rate = |one: RateFigure| {
        let share =
            one.basis_points.map_or("—".to_owned(), |points| format!("{}.{:02} %", points / 100, points % 100));
        (one.rate, share, one.numerator, one.denominator)
    };
    Shown {
        label: pack.label(),
        counts: TOLD.iter().map(|counter| (*counter, now.get(*counter), before.get(*counter))).collect(),
        rates: pack.rates().into_iter().map(rate).collect(),
        pack,
    }
}
