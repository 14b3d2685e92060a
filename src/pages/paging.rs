//! Lists page by page: the place in the address where a page begins, and the way to the next one.

use super::visit::Visit;
use crate::base::error::{Error, Result};
use std::fmt::Display;
use std::str::FromStr;

/// Rows to read for a page: one more than it shows says that there is another page.
pub(super) fn rows(most: usize) -> i64 {
    i64::try_from(most).map_or(i64::MAX, |most| most.saturating_add(1))
}

/// The place that the address names; `NotFound` when it cannot be one.
pub(super) fn place<T: FromStr>(visit: &Visit, name: &str) -> Result<Option<T>> {
    visit.query.typed(name).map(str::parse).transpose().map_err(|_| Error::NotFound)
}

/// Cuts what was read to a page; the way on from its last row, where there is more.
pub(super) fn cut<T>(found: &mut Vec<T>, most: usize, way: impl FnOnce(&T) -> String) -> Option<String> {
    let has_more = found.len() > most;
    found.truncate(most);
    found.last().filter(|_| has_more).map(way)
}

/// The address as it was asked for, with another place in it.
pub(super) fn onward(visit: &Visit, name: &str, place: impl Display) -> String {
    let first = first(visit, name);
    let glue = if first.contains('?') { '&' } else { '?' };
    format!("{first}{glue}{name}={place}")
}

/// The address of the first page of a list.
pub(super) fn first(visit: &Visit, name: &str) -> String {
    let (path, query) = visit.path.split_once('?').unwrap_or((&visit.path, ""));
    let is_place = |pair: &str| pair.strip_prefix(name).is_some_and(|rest| rest.starts_with('='));
    let kept: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !is_place(pair)).collect();
    if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
}
