//! In which cells of the figures a change counts. Kept for four levels of areas, for committees and for firms, each by every dimension but
//! its own (docs/decisions/0003-statistics-cells.md).

use super::statistics_cells::{COMMITTEE, COUNTY, Cell, Cells, FIRM, Name};
use crate::base::error::{Error, Result};
use crate::domain::contribution::{Added, CellKey, Contribution};
use crate::domain::measures::Dimension;
use crate::domain::region::RegionCode;
use std::sync::Arc;
use std::sync::mpsc::{self, SendError, SyncSender};
use std::thread;

/// What cells are kept by, in the order of the codes.
const DIMS: [Dimension; 7] = [
    Dimension::Category,
    Dimension::Committee,
    Dimension::Firm,
    Dimension::Regime,
    Dimension::Region,
    Dimension::Source,
    Dimension::Total,
];

/// Shows every kind of cells that sums come to, one after the other: all together would not fit where there are many. While one is shown
/// the next is summed.
pub(super) fn each_kind(sums: &Contribution, show: &mut dyn FnMut(i64, Dimension, &Cells) -> Result<()>) -> Result<()> {
    thread::scope(|threads| {
        let (summed, kinds) = mpsc::sync_channel(0);
        // Who no longer listens has failed, and says why.
        let summing = threads.spawn(move || sum_kinds(sums, &summed).ok());
        let shown = kinds.into_iter().try_for_each(|(level, dim, cells): Kind| show(level, dim, &cells));
        summing.join().map_err(|_| Error::internal("figures could not be summed")).and(shown)
    })
}

/// The cells of a level by a dimension.
type Kind = (i64, Dimension, Arc<Cells>);

/// Hands on kind after kind, as long as they are taken.
fn sum_kinds(sums: &Contribution, summed: &SyncSender<Kind>) -> std::result::Result<(), SendError<Kind>> {
    for dim in DIMS {
        for level in [FIRM, COMMITTEE].into_iter().filter(|level| keeps(*level, dim)) {
            summed.send((level, dim, Arc::new(cells_at(sums, level, dim))))?;
        }
        if !keeps(COUNTY, dim) {
            continue;
        }
        let mut cells = Arc::new(cells_at(sums, COUNTY, dim));
        summed.send((COUNTY, dim, Arc::clone(&cells)))?;
        for level in (0..COUNTY).rev() {
            cells = Arc::new(around(&cells, level));
            summed.send((level, dim, Arc::clone(&cells)))?;
        }
    }
    Ok(())
}

/// Every level with each of its dimensions.
pub(super) fn kinds() -> impl Iterator<Item = (i64, Dimension)> {
    DIMS.into_iter().flat_map(|dim| (0..=FIRM).filter(move |level| keeps(*level, dim)).map(move |level| (level, dim)))
}

/// No place is divided by what it is itself.
fn keeps(level: i64, dim: Dimension) -> bool {
    let own = match level {
        COMMITTEE => Dimension::Committee,
        FIRM => Dimension::Firm,
        _ => Dimension::Region,
    };
    dim != own
}

/// The cells of one level by one dimension; nothing of what has no firm is on the level of firms.
pub(super) fn cells_at(sums: &Contribution, level: i64, dim: Dimension) -> Cells {
    let mut cells = Cells::new();
    for (key, added) in sums {
        if let Some(cell) = cell_at(key, level, dim) {
            cells.entry(cell).or_default().merge(added, 1);
        }
    }
    cells.retain(|_, added| !added.is_zero());
    cells
}

/// Adds to every cell that something counts in: four areas, its committee and its firm, by every dimension.
pub(super) fn spread(key: &CellKey, added: &Added, cells: &mut Cells) {
    for cell in kinds().filter_map(|(level, dim)| cell_at(key, level, dim)) {
        cells.entry(cell).or_default().merge(added, 1);
    }
}

/// The cells of the level around areas.
fn around(cells: &Cells, level: i64) -> Cells {
    let mut sums = Cells::new();
    for (cell, added) in cells {
        let Name::Region(region) = cell.place else { continue };
        let cell = Cell { level, place: Name::Region(region_at(region, level)), ..*cell };
        sums.entry(cell).or_default().merge(added, 1);
    }
    sums.retain(|_, added| !added.is_zero());
    sums
}

fn cell_at(key: &CellKey, level: i64, dim: Dimension) -> Option<Cell> {
    let place = match level {
        COMMITTEE => Name::Committee(key.committee),
        FIRM => Name::Firm(key.firm?),
        level => Name::Region(region_at(key.region, level)),
    };
    let item = match dim {
        Dimension::Committee => Name::Committee(key.committee),
        Dimension::Category => Name::Category(key.category),
        Dimension::Source => Name::Source(key.source),
        Dimension::Regime => Name::Regime(key.regime),
        Dimension::Firm => key.firm.map_or(Name::None, Name::Firm),
        Dimension::Region => Name::Region(key.region),
        _ => Name::None,
    };
    Some(Cell { level, dim, place, item, month: key.month })
}

/// The code of a region at a level: 330226 is 000000, 330000, 330200, 330226. An area's own cases keep its code further down.
fn region_at(region: RegionCode, level: i64) -> RegionCode {
    match level {
        0 => RegionCode::NATION,
        1 => region.province(),
        2 => region.city(),
        _ => region,
    }
}
