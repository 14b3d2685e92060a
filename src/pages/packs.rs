//! The figures that come by mail by themselves, on the screen; and the switch for them.

use super::figure_parts::named;
use super::frame::{self, Frame};
use super::visit::Visit;
use super::{figure_words, show, words};
use crate::base::error::Result;
use crate::base::locale::Locale;
use crate::domain::contribution::Counter;
use crate::domain::measures::{Dimension, Rate, RateFigure};
use crate::domain::pack::{Pack, Span, TOLD};
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
    /// Each with its two counts, of this period alone.
    rates: Vec<(Rate, String, String, String)>,
}

/// The packs of whoever is signed in, the latest first.
pub(super) async fn list(visit: &Visit) -> Result<HttpResponse> {
    let id = visit.actor()?.account();
    let read = move |c: &mut _| Ok((packs::is_wanted(c, id)?, packs::of_account(c, id, SHOWN)?));
    let (is_wanted, found) = visit.read(read).await?;
    let packs = found.into_iter().map(|pack| shown(pack, visit.locale)).collect();
    show::ok(&PacksPage { f: Frame::of(visit, words::of(visit.locale).packs)?, is_wanted, packs })
}

/// Switches them on or off.
pub(super) async fn choose(visit: &Visit) -> Result<HttpResponse> {
    let (id, is_wanted, now) = (visit.actor()?.account(), visit.form.get("wanted") == "true", visit.moment().now);
    visit.change(move |tx| packs::choose(tx, id, is_wanted, now)).await?;
    Ok(show::see("/packs"))
}

fn shown(pack: Pack, locale: Locale) -> Shown {
    let w = figure_words::of(locale);
    let (now, before) = (pack.tally(), pack.tally_before());
    let rate = |one: RateFigure| {
        let share =
            one.basis_points.map_or("—".to_owned(), |points| format!("{}.{:02}%", points / 100, points % 100));
        (one.rate, share, frame::grouped(&one.numerator.to_string()), frame::grouped(&one.denominator.to_string()))
    };
    let label = match pack.span {
        Span::Month => named(Dimension::Month, &pack.from_on.to_string(), "", w, locale),
        Span::Quarter => named(Dimension::Quarter, &pack.label(), "", w, locale),
    };
    Shown {
        label,
        counts: TOLD.iter().map(|counter| (*counter, now.get(*counter), before.get(*counter))).collect(),
        rates: pack.rates().into_iter().map(rate).collect(),
        pack,
    }
}
