//! Figures of places that work offline (合并统计): made into a signed package there, taken in here once, and shown beside one's own.

use super::read_statistics::{self, Asked, names};
use crate::base::clock::Instant;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::FigurePackageId;
use crate::base::signature::Signer;
use crate::base::token;
use crate::domain::contribution::Tally;
use crate::domain::figure_package::{DIMENSIONS, FORMAT, FigurePackage, PackageCell, SignedPackage};
use crate::domain::figures::{Figures, Sheet};
use crate::domain::measures::Dimension;
use crate::domain::merging::{LeftOut, Merged, MergedLine, MergedPackage, PackageOutcome};
use crate::domain::moment::Moment;
use crate::domain::pack::tally;
use crate::domain::period::Period;
use crate::domain::policy::Scope;
use crate::domain::region::{RegionCode, RegionPrefix};
use crate::domain::suppression::Items;
use crate::store::db::Conn;
use crate::store::statistics::{self, Question};
use crate::store::{figure_keys, merging};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// The figures of an area in whole months, as they are now, signed by its key. Read as the screen reads them.
pub fn export(
    c: &mut Conn,
    region: RegionCode,
    period: Period,
    signer: &Signer,
    now: Instant,
) -> Result<SignedPackage> {
    let mut cells = Vec::new();
    for by in DIMENSIONS {
        let (months, compare) = (Dimension::Month, None);
        let asked =
            Asked { region: Some(region), period, by: months, and: by, compare, as_of: None, is_operator: true };
        for line in read_statistics::sheet(c, &Scope::Everything, &asked, now)?.items {
            let month = line.item.parse().map_err(Error::internal)?;
            let counts = line.figures.counts.into_iter().filter(|(_, count)| *count != 0).collect();
            cells.push(PackageCell { month, by, item: line.other.unwrap_or_default(), counts });
        }
    }
    let package = FigurePackage { format: FORMAT, region, from: period.from, to: period.to, made_at: now, cells };
    package.check(now)?;
    package.signed(signer)
}

/// Takes a package in. The same one twice counts once; a newer one of the same place and days replaces the older. `NotFound` for a place
/// outside the scope; refused where it is forged or changed, older, of other days that overlap, or of a place with cases here.
pub fn import(
    tx: &mut Conn,
    scope: &Scope,
    signed: &SignedPackage,
    by: &Moment,
) -> Result<(MergedPackage, PackageOutcome)> {
    let package = signed.open()?;
    let (region, period) = (package.region, package.period());
    if !scope.reaches(Some(region)) {
        return Err(Error::NotFound);
    }
    let unknown = || Error::field("public_key", Code::UnknownKey);
    let key = figure_keys::in_use(tx, region, &signed.public_key)?.ok_or_else(unknown)?;
    package.check(by.now)?;
    merging::one_at_a_time(tx)?;
    let sha256 = token::digest(signed.package.as_bytes());
    let mut outcome = PackageOutcome::Merged;
    for other in merging::overlapping(tx, region, period)? {
        if (other.region_code, other.from_on, other.to_on) != (region, period.from, period.to) {
            return Err(Error::Conflict(Code::PackageOverlaps));
        }
        if other.sha256 == sha256 {
            return Ok((other, PackageOutcome::Unchanged));
        }
        if other.made_at >= package.made_at {
            return Err(Error::Conflict(Code::PackageOlder));
        }
        merging::replace(tx, other.id, by.now)?;
        outcome = PackageOutcome::Replaced;
    }
    if !live_months(tx, region, period, None)?.is_empty() {
        return Err(Error::Conflict(Code::LiveFigures));
    }
    let merged = MergedPackage {
        id: FigurePackageId::new(),
        region_code: region,
        from_on: period.from,
        to_on: period.to,
        made_at: package.made_at,
        key_id: key.id,
        sha256,
        imported_by: by.account,
        imported_at: by.now,
        replaced_at: None,
    };
    merging::add(tx, &merged, &package.cells)?;
    Ok((merged, outcome))
}

/// What other installations handed up of an area in the whole months of a period.
pub(super) struct HandedUp {
    pub packages: Vec<MergedPackage>,
    area: RegionPrefix,
    months: (NaiveDate, NaiveDate),
    /// The months of each place in which cases of it count here: these alone count.
    live: BTreeMap<RegionCode, BTreeSet<NaiveDate>>,
}

/// What counts of it under each item, and the months of places that are left out because their cases are here.
pub(super) type Sums = (BTreeMap<Items, Tally>, BTreeSet<LeftOut>);

/// The packages in use, as of a past day those that were then; none where there are none, and for an organisation.
pub(super) fn handed_up(
    c: &mut Conn,
    scope: &Scope,
    region: Option<RegionCode>,
    period: Period,
    as_of: Option<NaiveDate>,
) -> Result<Option<HandedUp>> {
    let (Some(_), Some(region), Some(months)) = (scope.area(), region, period.months()) else { return Ok(None) };
    let area = region.prefix();
    let packages = merging::in_use(c, area, months, as_of)?;
    if packages.is_empty() {
        return Ok(None);
    }
    let mut live = BTreeMap::new();
    let whole = Period { from: months.0, to: period.to };
    for region in packages.iter().map(|package| package.region_code).collect::<BTreeSet<_>>() {
        live.insert(region, live_months(c, region, whole, as_of)?);
    }
    Ok(Some(HandedUp { packages, area, months, live }))
}

impl HandedUp {
    /// By one or two dimensions; none where packages are not counted by these. No month of a place is in the sums and among the
    /// cases too.
    pub(super) fn by(&self, c: &mut Conn, (by, and): (Dimension, Dimension)) -> Result<Option<Sums>> {
        let Some(kept) = kept_by(by, and) else { return Ok(None) };
        let ids: Vec<FigurePackageId> = self.packages.iter().map(|package| package.id).collect();
        let (mut sums, mut left_out) = Sums::default();
        for cell in merging::cells(c, &ids, self.months, kept)? {
            if self.live.get(&cell.region_code).is_some_and(|months| months.contains(&cell.month)) {
                left_out.insert(LeftOut { region: cell.region_code, month: cell.month });
                continue;
            }
            let item = |by: Dimension| match by {
                Dimension::Total => String::new(),
                Dimension::Region => self.area.child(cell.region_code).to_string(),
                by if by.is_of_time() => by.of_month(&cell.month.to_string()),
                _ => cell.item.clone(),
            };
            sums.entry((item(by), item(and))).or_default().merge(&tally(&cell.counts), 1);
        }
        Ok(Some((sums, left_out)))
    }
}

/// What was handed up, beside the figures of a sheet and together with them.
pub fn beside(c: &mut Conn, scope: &Scope, asked: &Asked, sheet: &Sheet, now: Instant) -> Result<Option<Merged>> {
    let Some(found) = handed_up(c, scope, asked.region, asked.period, asked.as_of)? else { return Ok(None) };
    let Some((sums, left_out)) = found.by(c, (asked.by, asked.and))? else { return Ok(None) };
    let items = lines(c, asked, sheet, &sums, now)?;
    Ok(Some(Merged { packages: found.packages, left_out: left_out.into_iter().collect(), items }))
}

/// The dimension of a package that serves these two; none where it has no cells for them.
fn kept_by(by: Dimension, and: Dimension) -> Option<Dimension> {
    let of_cell = |one: Dimension| !(one.is_of_time() || matches!(one, Dimension::Total | Dimension::Region));
    match (of_cell(by), of_cell(and)) {
        (false, false) => Some(Dimension::Total),
        (true, false) => Some(by).filter(|one| DIMENSIONS.contains(one)),
        (false, true) => Some(and).filter(|one| DIMENSIONS.contains(one)),
        (true, true) => None,
    }
}

fn lines(
    c: &mut Conn,
    asked: &Asked,
    sheet: &Sheet,
    sums: &BTreeMap<Items, Tally>,
    now: Instant,
) -> Result<Vec<MergedLine>> {
    let first_names = names(c, asked.by, sums.keys().map(|items| items.0.as_str()), now)?;
    let other_names = names(c, asked.and, sums.keys().map(|items| items.1.as_str()), now)?;
    let is_crossed = asked.and != Dimension::Total;
    let own = |items: &Items| {
        let mut of = sheet.items.iter();
        of.find(|line| line.item == items.0 && line.other.as_deref().unwrap_or_default() == items.1)
    };
    let line = |(items, merged): (&Items, &Tally)| {
        let mut together = merged.clone();
        for (counter, count) in own(items).into_iter().flat_map(|line| &line.figures.counts) {
            together.add(*counter, *count);
        }
        MergedLine {
            item: items.0.clone(),
            name: first_names.get(&items.0).cloned().unwrap_or_default(),
            other: is_crossed.then(|| items.1.clone()),
            other_name: is_crossed.then(|| other_names.get(&items.1).cloned().unwrap_or_default()),
            merged: Figures::of(merged, false),
            together: Figures::of(&together, false),
        }
    };
    Ok(sums.iter().map(line).collect())
}

/// The months of a period in which cases of a place count here.
fn live_months(
    c: &mut Conn,
    region: RegionCode,
    period: Period,
    as_of: Option<NaiveDate>,
) -> Result<BTreeSet<NaiveDate>> {
    let Some((from, to)) = period.months() else { return Ok(BTreeSet::new()) };
    let question = Question { area: region.prefix(), from, to, by: Dimension::Month, as_of };
    let months = statistics::read(c, &Scope::Everything, &question)?;
    Ok(months.into_iter().filter_map(|(month, _)| month.parse().ok()).collect())
}
