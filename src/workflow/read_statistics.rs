//! Reads figures for who may see them: names beside the codes, and small groups of other organisations held back.

use crate::base::clock::Instant;
use crate::base::clock::china_day;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::domain::case::{Regime, Source};
use crate::domain::category::Category;
use crate::domain::contribution::Tally;
use crate::domain::figures::{Definitions, Line, Sheet};
use crate::domain::measures::{Dimension, suppressed};
use crate::domain::period::Period;
use crate::domain::policy::Scope;
use crate::domain::region::RegionCode;
use crate::store::db::Conn;
use crate::store::statistics::{self, Question};
use crate::store::{committees, firms, regions};
use std::collections::HashMap;

/// Lines in one answer: more than any province has cities, or most have committees.
const MOST_LINES: usize = 300;

/// The figures of an area within a scope, by one dimension; of an organisation without an area. An area outside the scope has no figures: `NotFound`.
/// More than 300 lines are refused. `is_operator` sees them all, and small groups too: it has the database itself.
pub fn sheet(
    c: &mut Conn,
    scope: &Scope,
    region: Option<RegionCode>,
    period: Period,
    by: Dimension,
    now: Instant,
    is_operator: bool,
) -> Result<Sheet> {
    if let Scope::Regions { prefix, .. } = scope
        && !region.is_some_and(|region| prefix.contains(region))
    {
        return Err(Error::NotFound);
    }
    let area = region.unwrap_or(RegionCode::NATION).prefix();
    let question = Question { area, from: period.from, to: period.to, by };
    let rows = statistics::read(c, scope, &question)?;
    if rows.len() > MOST_LINES && !is_operator {
        return Err(Error::field("region", Code::AreaTooWide));
    }
    let names = names(c, by, &rows, now)?;
    let others = matches!(scope, Scope::Regions { .. } | Scope::Everything) && !is_operator;
    let held = match by {
        Dimension::Committee | Dimension::Firm if others => {
            suppressed(&rows.iter().map(|(_, tally)| tally).collect::<Vec<_>>())
        }
        _ => vec![false; rows.len()],
    };
    let line = |((item, tally), held): ((String, Tally), bool)| {
        let name = names.get(&item).cloned().unwrap_or_default();
        if held { Line::held_back(item, name) } else { Line::shown(item, name, &tally) }
    };
    let items = rows.into_iter().zip(held).map(line).collect();
    Ok(Sheet { region, from: period.from, to: period.last_day(), by, items, definitions: Definitions::all() })
}

/// The Chinese word or name of each item.
fn names(c: &mut Conn, by: Dimension, rows: &[(String, Tally)], now: Instant) -> Result<HashMap<String, String>> {
    let items: Vec<&str> = rows.iter().map(|(item, _)| item.as_str()).filter(|item| !item.is_empty()).collect();
    let words = |word: fn(&str) -> Option<&'static str>| {
        items.iter().filter_map(|item| Some(((*item).to_owned(), word(item)?.to_owned()))).collect()
    };
    Ok(match by {
        Dimension::Total => HashMap::from([(String::new(), by.zh().to_owned())]),
        Dimension::Month => HashMap::new(),
        Dimension::Category => words(|code| Category::from_code(code).map(Category::zh)),
        Dimension::Source => words(|code| Source::from_code(code).map(Source::zh)),
        Dimension::Regime => words(|code| Regime::from_code(code).map(Regime::zh)),
        Dimension::Region => {
            let codes: Vec<_> = items.iter().filter_map(|item| item.parse().ok()).collect();
            let named = regions::names(c, &codes, china_day(now))?;
            named.into_iter().map(|(code, name)| (code.to_string(), name)).collect()
        }
        Dimension::Committee => {
            let ids: Vec<_> = items.iter().filter_map(|item| item.parse().ok()).collect();
            let named = committees::names(c, &ids)?;
            named.into_iter().map(|(id, name)| (id.to_string(), name.into_string())).collect()
        }
        Dimension::Firm => {
            let ids: Vec<_> = items.iter().filter_map(|item| item.parse().ok()).collect();
            let named = firms::names(c, &ids)?;
            named.into_iter().map(|(id, name)| (id.to_string(), name.into_string())).collect()
        }
    })
}
