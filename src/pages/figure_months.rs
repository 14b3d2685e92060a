//! The table of a page of figures month by month, whole, as a file.

use super::figure_asking::{Asking, Cut};
use super::paper::saved;
use super::visit::Visit;
use crate::base::error::Result;
use crate::domain::contribution::Counter;
use crate::domain::measures::Dimension;
use crate::store::db::Conn;
use crate::workflow::read_table::{self, TableAsked};
use crate::workflow::write_table;
use actix_web::HttpResponse;

/// Where the file of a cut is; nowhere where no such table is kept. A cut by months, quarters or years is by the same in the file.
pub(super) fn address(visit: &Visit, asking: &Asking, (by, and): Cut) -> Result<Option<String>> {
    let mut others = [by, and].into_iter().filter(|one| !one.is_of_time() && *one != Dimension::Total);
    let per = [by, and].into_iter().find(|one| one.is_of_time()).unwrap_or(Dimension::Month);
    let (by, and) = (others.next().unwrap_or(Dimension::Total), others.next().unwrap_or(Dimension::Total));
    let is_kept = read_table::check(&visit.scope()?, &asked(asking, (by, and), per)).is_ok();
    Ok(is_kept.then(|| format!("/figures/months?{}&by={by}&and={and}&per={per}", asking.address())))
}

/// `/figures/months?from=…&to=…&by=region&and=category&per=month`.
pub(super) async fn file(visit: &Visit) -> Result<HttpResponse> {
    let (scope, now, asking) = (visit.scope()?, visit.now, Asking::of(visit)?);
    let dimension = |name: &str, usual| Dimension::from_code(visit.query.get(name)).unwrap_or(usual);
    let cut = (dimension("by", Dimension::Total), dimension("and", Dimension::Total));
    let asked = asked(&asking, cut, dimension("per", Dimension::Month));
    saved(write_table::csv(&visit.read(move |c: &mut Conn| read_table::table(c, &scope, &asked, now)).await?)?)
}

fn asked(asking: &Asking, (by, and): Cut, per: Dimension) -> TableAsked {
    let Asking { region, period, .. } = *asking;
    TableAsked { region, period, by, and, per, counts: Counter::ALL.to_vec() }
}
