//! Areas on a page: their names, those around one that a list or a figure can be narrowed to, and those an entry can be put in.

use super::fields::{Choice, Control, Drawn};
use super::registry_words;
use crate::base::error::Result;
use crate::base::locale::Locale;
use crate::domain::policy::Scope;
use crate::domain::region::RegionCode;
use crate::store::db::Conn;
use crate::store::regions;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Areas to put an entry in; where there are more, the code is typed.
const MOST: usize = 150;

/// Names by their codes.
pub(super) struct Names(BTreeMap<RegionCode, String>);

impl Names {
    /// Those of a day.
    pub(super) fn of(c: &mut Conn, codes: impl IntoIterator<Item = RegionCode>, on: NaiveDate) -> Result<Self> {
        let mut codes: Vec<RegionCode> = codes.into_iter().collect();
        codes.sort_unstable();
        codes.dedup();
        Ok(Self(regions::names(c, &codes, on)?.into_iter().collect()))
    }

    /// The name of an area; its code where it has none on that day.
    pub(super) fn get(&self, code: RegionCode) -> String {
        self.0.get(&code).cloned().unwrap_or_else(|| code.to_string())
    }
}

/// An area with those around it within the scope and those directly below it, by name; none for an organisation.
pub(super) fn around(
    c: &mut Conn,
    scope: &Scope,
    area: Option<RegionCode>,
    on: NaiveDate,
) -> Result<Vec<(RegionCode, String)>> {
    let Some(area) = area else { return Ok(Vec::new()) };
    let is_own = |code: &RegionCode| match scope {
        Scope::Regions { prefix, .. } => prefix.contains(*code),
        _ => true,
    };
    let mut chain: Vec<RegionCode> = area.up().filter(is_own).collect();
    chain.reverse();
    let names = Names::of(c, chain.iter().copied(), on)?;
    let mut all: Vec<(RegionCode, String)> = chain.iter().map(|code| (*code, names.get(*code))).collect();
    all.extend(regions::children(c, area, on)?.into_iter().map(|below| (below.code, below.name)));
    Ok(all)
}

/// Areas to choose from.
pub(super) fn choices(all: Vec<(RegionCode, String)>, chosen: Option<RegionCode>) -> Vec<Choice> {
    let one = |(code, label): (RegionCode, String)| Choice { value: code.to_string(), label, on: chosen == Some(code) };
    all.into_iter().map(one).collect()
}

/// The same led by everywhere, which is chosen where no area is.
pub(super) fn choices_or_all(
    all: Vec<(RegionCode, String)>,
    chosen: Option<RegionCode>,
    everywhere: &str,
) -> Vec<Choice> {
    let everywhere = Choice { value: String::new(), label: everywhere.to_owned(), on: chosen.is_none() };
    let areas = all.into_iter().filter(|(code, _)| *code != RegionCode::NATION).collect();
    std::iter::once(everywhere).chain(choices(areas, chosen)).collect()
}

/// The areas an entry may be put in: those of one's own area, and where it stands now. None where they are too many to choose from.
pub(super) fn to_put_in(
    c: &mut Conn,
    own: Option<RegionCode>,
    now: Option<RegionCode>,
    on: NaiveDate,
) -> Result<Vec<(RegionCode, String)>> {
    let mut all: Vec<(RegionCode, String)> = match own {
        Some(own) => regions::within(c, own.prefix(), on)?.into_iter().map(|one| (one.code, one.name)).collect(),
        None => Vec::new(),
    };
    if let Some(now) = now.filter(|now| all.iter().all(|(code, _)| code != now)) {
        all.extend(regions::names(c, &[now], on)?);
    }
    Ok(if own.is_none() || all.len() > MOST { Vec::new() } else { all })
}

/// Makes the field `region_code`, where a form has it, a choice of these areas; where there are none the code is typed.
pub(super) fn offer(drawn: &mut [Drawn], all: Vec<(RegionCode, String)>, chosen: &str, locale: Locale) {
    let Some(field) = drawn.iter_mut().find(|field| field.name == "region_code") else { return };
    if all.is_empty() {
        field.hint = registry_words::of(locale).region_hint;
        return;
    }
    let named = all.into_iter().map(|(code, name)| (code, format!("{name} {code}"))).collect();
    field.control = Control::Choice { options: choices(named, RegionCode::parse(chosen).ok()) };
}
