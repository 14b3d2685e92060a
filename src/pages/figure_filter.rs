//! The form above a page of figures: whose, of which days, and one choice of the page's own; and what is read for it.

use super::areas;
use super::fields::Choice;
use super::figure_asking::Asking;
use super::refusal::Marks;
use super::visit::Visit;
use crate::base::error::{Error, Fault, Result};
use crate::domain::policy::Scope;
use crate::domain::region::RegionCode;
use crate::store::db::Conn;
use crate::workflow::read_statistics::area_of;

/// The form as `figure_filter.html` draws it.
pub(super) struct Filter {
    pub action: &'static str,
    pub regions: Vec<Choice>,
    pub from: String,
    pub to: String,
    /// The name of the choice, its label and what may be chosen.
    pub name: &'static str,
    pub label: &'static str,
    pub options: Vec<Choice>,
    faults: Marks,
}

/// What was asked for and read, or what is wrong in the form.
pub(super) type Found<T> = std::result::Result<(Asking, T), Vec<Fault>>;

/// Reads figures, with the areas of their form.
pub(super) async fn read<T: Send + 'static>(
    visit: &Visit,
    figures: impl FnOnce(&mut Conn, &Scope, &Asking) -> Result<T> + Send + 'static,
) -> Result<(Vec<(RegionCode, String)>, Found<T>)> {
    let (scope, today) = (visit.scope()?, visit.today());
    let (region, asked) = match Asking::of(visit) {
        Ok(asking) => (asking.region, Ok(asking)),
        Err(Error::Invalid(faults)) => (area_of(&scope, None)?, Err(faults)),
        Err(error) => return Err(error),
    };
    let read = move |c: &mut Conn| {
        let regions = areas::around(c, &scope, region, today)?;
        let found = match asked {
            Ok(asking) => match figures(c, &scope, &asking) {
                Ok(found) => Ok((asking, found)),
                Err(Error::Invalid(faults)) => Err(faults),
                Err(error) => return Err(error),
            },
            Err(faults) => Err(faults),
        };
        Ok((regions, found))
    };
    visit.read(read).await
}

impl Filter {
    /// With what was asked, or with what was typed and is wrong.
    pub(super) fn of(
        visit: &Visit,
        (action, name, label): (&'static str, &'static str, &'static str),
        options: Vec<Choice>,
        regions: Vec<(RegionCode, String)>,
        asked: std::result::Result<&Asking, &[Fault]>,
    ) -> Self {
        let typed = |name: &str| visit.query.get(name).to_owned();
        let (from, to, region, faults) = match asked {
            Ok(asking) => (asking.period.from.to_string(), asking.period.to.to_string(), asking.region, &[][..]),
            Err(faults) => (typed("from"), typed("to"), visit.query.get("region").parse().ok(), faults),
        };
        let regions = areas::choices(regions, region);
        Self { action, regions, from, to, name, label, options, faults: Marks::of(faults, visit.locale) }
    }

    /// What is wrong with a field.
    pub(super) fn fault(&self, field: &str) -> Option<&'static str> {
        self.faults.on(field)
    }

    /// What is wrong and has no field here.
    pub(super) fn rest(&self) -> Vec<&'static str> {
        let shown: &[&str] = if self.regions.is_empty() { &["from", "to"] } else { &["from", "to", "region"] };
        self.faults.not_on(shown)
    }
}
