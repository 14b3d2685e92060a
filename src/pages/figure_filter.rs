//! The form above a page of figures: whose, of which days, and one choice of the page's own.

use super::areas;
use super::fields::Choice;
use super::figure_asking::Asking;
use super::refusal::Marks;
use super::visit::Visit;
use crate::base::error::Fault;
use crate::base::locale::Locale;
use crate::base::text_enum::Worded;
use crate::domain::region::RegionCode;

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

impl Filter {
    /// With what was asked, or with what was typed and is wrong.
    pub(super) fn of(
        visit: &Visit,
        (action, name, label): (&'static str, &'static str, &'static str),
        options: Vec<Choice>,
        regions: Vec<(RegionCode, String)>,
        asked: std::result::Result<&Asking, Vec<Fault>>,
    ) -> Self {
        let typed = |name: &str| visit.query.get(name).to_owned();
        let (from, to, region, faults) = match asked {
            Ok(asking) => (asking.period.from.to_string(), asking.period.to.to_string(), asking.region, Vec::new()),
            Err(faults) => (typed("from"), typed("to"), visit.query.get("region").parse().ok(), faults),
        };
        let regions = areas::choices(regions, region);
        Self { action, regions, from, to, name, label, options, faults: Marks::of(&faults, visit.locale) }
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
