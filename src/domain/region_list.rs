//! The list of regions as a file and as dated rows: reading a revision, and what it changes.

use super::region::RegionCode;
use crate::base::code::Code;
use crate::text_enum;
use chrono::NaiveDate;
use std::collections::BTreeMap;

text_enum! {
    pub enum RegionLevel {
        Nation = "nation", "全国", "Nation";
        Province = "province", "省级", "Province";
        City = "city", "地级", "City";
        County = "county", "县级", "County";
    }
}

/// A region as one revision names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub code: RegionCode,
    pub name: String,
    pub level: RegionLevel,
    pub parent: Option<RegionCode>,
}

/// A region in the time it is valid: from a day on, up to but without another.
#[derive(Clone, Debug, PartialEq, Eq, diesel::Queryable, serde::Serialize, utoipa::ToSchema)]
pub struct Region {
    pub code: RegionCode,
    pub valid_from_on: NaiveDate,
    pub valid_to_on: Option<NaiveDate>,
    pub name: String,
    pub level: RegionLevel,
    pub parent_code: Option<RegionCode>,
}

/// What a revision changes: codes that end, and rows that begin.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Change {
    pub ends: Vec<RegionCode>,
    pub begins: Vec<Listed>,
}

/// Reads `code,name,level,parent` lines under a header. Fails with the number of the line and why.
pub fn read(text: &str) -> Result<Vec<Listed>, (usize, Code)> {
    let lines = text.trim_start_matches('\u{feff}').lines().enumerate().skip(1);
    let lines = lines.filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(at, line)| listed(line).map_err(|code| (at + 1, code))).collect()
}

fn listed(line: &str) -> Result<Listed, Code> {
    let mut cells = line.split(',').map(str::trim);
    let mut next = || cells.next().ok_or(Code::RaggedRow);
    Ok(Listed {
        code: RegionCode::parse(next()?)?,
        name: Some(next()?).filter(|name| !name.is_empty()).ok_or(Code::Missing)?.to_owned(),
        level: RegionLevel::from_code(next()?).ok_or(Code::UnknownCode)?,
        parent: Some(next()?).filter(|parent| !parent.is_empty()).map(RegionCode::parse).transpose()?,
    })
}

/// What turns the regions valid now into those of a revision. A region that is renamed or moved ends and begins anew.
pub fn change(valid: &[Region], revision: Vec<Listed>) -> Change {
    let mut old: BTreeMap<RegionCode, &Region> = valid.iter().map(|region| (region.code, region)).collect();
    let mut change = Change::default();
    for new in revision {
        let same = |old: &Region| old.name == new.name && old.level == new.level && old.parent_code == new.parent;
        match old.remove(&new.code) {
            Some(old) if same(old) => {}
            Some(_) => {
                change.ends.push(new.code);
                change.begins.push(new);
            }
            None => change.begins.push(new),
        }
    }
    change.ends.extend(old.into_keys());
    change
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> RegionCode {
        RegionCode::parse(text).unwrap()
    }

    #[test]
    fn the_list_that_comes_with_the_program_is_whole() {
        let list = read(include_str!("../../config/regions.csv")).unwrap();
        let by_code: BTreeMap<_, _> = list.iter().map(|region| (region.code, region)).collect();
        assert_eq!(by_code.len(), list.len(), "a code stands twice");
        assert!(list.len() > 3000);
        for region in &list {
            assert!(region.parent.is_none_or(|parent| by_code.contains_key(&parent)), "{}", region.code);
            assert_eq!(region.parent.is_none(), region.level == RegionLevel::Nation, "{}", region.code);
        }
        assert_eq!(by_code[&code("330226")].name, "宁海县");
        assert_eq!(by_code[&code("330226")].parent, Some(code("330200")));
    }

    #[test]
    fn a_wrong_line_is_named() {
        let read = |line: &str| read(&format!("code,name,level,parent\n{line}\n"));
        assert_eq!(read("33022,宁海县,county,330200"), Err((2, Code::RegionUnknown)));
        assert_eq!(read("330226,,county,330200"), Err((2, Code::Missing)));
        assert_eq!(read("330226,宁海县,village,330200"), Err((2, Code::UnknownCode)));
        assert_eq!(read("330226,宁海县"), Err((2, Code::RaggedRow)));
    }

    #[test]
    fn a_revision_ends_and_begins_only_what_it_changes() {
        let from = "1949-10-01".parse().unwrap();
        let region = |number: &str, name: &str| Region {
            code: code(number),
            valid_from_on: from,
            valid_to_on: None,
            name: name.into(),
            level: RegionLevel::County,
            parent_code: Some(code("330200")),
        };
        let listed = |number: &str, name: &str| Listed {
            code: code(number),
            name: name.into(),
            level: RegionLevel::County,
            parent: Some(code("330200")),
        };
        let valid = [region("330204", "江东区"), region("330226", "宁海县"), region("330283", "奉化市")];
        let found =
            change(&valid, vec![listed("330213", "奉化区"), listed("330226", "宁海县"), listed("330283", "改名市")]);
        assert_eq!(found.ends, [code("330283"), code("330204")]);
        assert_eq!(found.begins, [listed("330213", "奉化区"), listed("330283", "改名市")]);
        assert_eq!(change(&valid, vec![]).ends.len(), 3);
    }
}
