//! The dated list of regions: seeded from the list that comes with the program, replaced by newer ones, and read.

use super::db::Conn;
use super::dialect::each;
use super::listing::{holding, lower};
use super::schema::regions::{region, region_revision};
use crate::base::error::{Error, Fault, Result};
use crate::domain::region::{RegionCode, RegionPrefix};
use crate::domain::region_list::{self, Region};
use chrono::NaiveDate;
use diesel::prelude::*;
use sha2::{Digest, Sha256};

/// The list that comes with the program.
const LIST: &str = include_str!("../../config/regions.csv");
/// Rows in one statement: a statement takes at most 65,535 values on PostgreSQL.
const CHUNK: usize = 1_000;

/// Takes over the list that comes with the program, where there is none yet. Its codes are taken to be valid since 1949:
/// it is the first list known here, and cases of any year refer to it.
pub(super) fn seed(c: &mut Conn) -> Result<()> {
    if region_revision::table.count().get_result::<i64>(c)? == 0 {
        load(c, LIST, NaiveDate::from_ymd_opt(1949, 10, 1).unwrap_or_default())?;
    }
    Ok(())
}

/// Takes over a list (`code,name,level,parent`) that holds from a day on. Codes it no longer has end on that day and stay
/// true of earlier cases. Returns how many regions ended and began; the same list again changes nothing.
/// `Invalid` names the line that cannot be read.
pub fn load(c: &mut Conn, text: &str, as_of_on: NaiveDate) -> Result<(usize, usize)> {
    let digest: String = Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect();
    if region_revision::table.filter(region_revision::digest.eq(&digest)).count().get_result::<i64>(c)? > 0 {
        return Ok((0, 0));
    }
    let list = region_list::read(text)
        .map_err(|(line, code)| Error::Invalid(vec![Fault { field: format!("line {line}"), code }]))?;
    let valid = region::table.filter(region::valid_to_on.is_null()).load::<Region>(c)?;
    let change = region_list::change(&valid, list);
    for codes in change.ends.chunks(CHUNK) {
        let ended = region::table.filter(region::valid_to_on.is_null()).filter(region::code.eq_any(codes));
        diesel::update(ended).set(region::valid_to_on.eq(as_of_on)).execute(c)?;
    }
    for listed in change.begins.chunks(CHUNK) {
        let rows: Vec<_> = listed
            .iter()
            .map(|new| {
                (
                    region::code.eq(new.code),
                    region::valid_from_on.eq(as_of_on),
                    region::name.eq(&new.name),
                    region::level.eq(new.level),
                    region::parent_code.eq(new.parent),
                )
            })
            .collect();
        each!(c, c => diesel::insert_into(region::table).values(&rows).execute(c))?;
    }
    diesel::insert_into(region_revision::table)
        .values((region_revision::digest.eq(digest), region_revision::as_of_on.eq(as_of_on)))
        .execute(c)?;
    Ok((change.ends.len(), change.begins.len()))
}

/// The region of a code on a day.
pub fn find(c: &mut Conn, code: RegionCode, on: NaiveDate) -> Result<Option<Region>> {
    Ok(valid(on).filter(region::code.eq(code)).first(c).optional()?)
}

/// Whether a code is valid on a day.
pub fn is_valid(c: &mut Conn, code: RegionCode, on: NaiveDate) -> Result<bool> {
    Ok(find(c, code, on)?.is_some())
}

/// The regions directly below a code on a day, in the order of their codes.
pub fn children(c: &mut Conn, parent: RegionCode, on: NaiveDate) -> Result<Vec<Region>> {
    Ok(valid(on).filter(region::parent_code.eq(parent)).order(region::code).load(c)?)
}

/// All regions of an area on a day, in the order of their codes.
pub fn within(c: &mut Conn, area: RegionPrefix, on: NaiveDate) -> Result<Vec<Region>> {
    let (low, high) = area.range();
    Ok(valid(on).filter(region::code.between(low, high)).order(region::code).load(c)?)
}

/// The names of these codes on a day.
pub fn names(c: &mut Conn, codes: &[RegionCode], on: NaiveDate) -> Result<Vec<(RegionCode, String)>> {
    let named: Vec<Region> = valid(on).filter(region::code.eq_any(codes.to_vec())).load(c)?;
    Ok(named.into_iter().map(|region| (region.code, region.name)).collect())
}

/// Which regions of a list, and which page of them.
#[derive(Clone, Debug)]
pub struct Filter {
    /// The region directly above.
    pub parent: Option<RegionCode>,
    pub area: Option<RegionPrefix>,
    /// Part of the name.
    pub q: Option<String>,
    /// The last code of the page before.
    pub after: Option<RegionCode>,
    pub limit: i64,
}

/// A page of the regions that are valid on a day, in the order of their codes.
pub fn list(c: &mut Conn, filter: &Filter, on: NaiveDate) -> Result<Vec<Region>> {
    let mut query = valid(on).order(region::code).limit(filter.limit);
    if let Some(parent) = filter.parent {
        query = query.filter(region::parent_code.eq(parent));
    }
    if let Some(area) = filter.area {
        let (low, high) = area.range();
        query = query.filter(region::code.between(low, high));
    }
    if let Some(q) = &filter.q {
        query = query.filter(lower(region::name).like(lower(holding(q))).escape('\\'));
    }
    if let Some(after) = filter.after {
        query = query.filter(region::code.gt(after));
    }
    Ok(query.load(c)?)
}

/// The rows that hold on a day.
fn valid(on: NaiveDate) -> region::BoxedQuery<'static, <Conn as diesel::Connection>::Backend> {
    let not_over = region::valid_to_on.is_null().or(region::valid_to_on.assume_not_null().gt(on));
    region::table.filter(region::valid_from_on.le(on)).filter(not_over).into_boxed()
}
