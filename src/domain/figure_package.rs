//! A package of figures that an offline place hands up (合并统计): counts by month and one dimension, no names, signed. Whether it is known
//! and new is asked of the store.

use super::case::{Regime, Source};
use super::category::Category;
use super::contribution::Counter;
use super::measures::Dimension;
use super::period::Period;
use super::region::RegionCode;
use crate::base::clock::{Instant, china_day};
use crate::base::code::Code;
use crate::base::error::{Error, Faults, Result};
use crate::base::signature;
use chrono::{Datelike, Duration, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// What a package is counted by; one that came later has another number.
pub const FORMAT: u16 = 1;
/// What its figures are by, beside the month.
pub const DIMENSIONS: [Dimension; 4] = [Dimension::Total, Dimension::Category, Dimension::Source, Dimension::Regime];
/// Nothing else that the same key signs is taken for a package.
const PURPOSE: &str = "wanlian figures 1\n";
/// No place has more of anything, in fen not either.
const MOST: i64 = 1_000_000_000_000_000;

/// What is signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigurePackage {
    pub format: u16,
    pub region: RegionCode,
    /// The first day of the first month.
    pub from: NaiveDate,
    /// The last day of the last month.
    pub to: NaiveDate,
    pub made_at: Instant,
    pub cells: Vec<PackageCell>,
}

/// The counts of a month and an item, without those that are nothing; amounts in fen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackageCell {
    pub month: NaiveDate,
    pub by: Dimension,
    /// The code; empty for the whole.
    pub item: String,
    pub counts: BTreeMap<Counter, i64>,
}

/// A package as it travels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignedPackage {
    /// The text that was signed, to the byte.
    pub package: String,
    /// Ed25519, 32 bytes in base64.
    pub public_key: String,
    /// Ed25519, 64 bytes in base64.
    pub signature: String,
}

impl FigurePackage {
    /// Signed for the way.
    pub fn signed(&self, signer: &signature::Signer) -> Result<SignedPackage> {
        let package = serde_json::to_string(self).map_err(Error::internal)?;
        let signature = signer.sign(&format!("{PURPOSE}{package}"));
        Ok(SignedPackage { package, public_key: signer.public_key(), signature })
    }

    pub fn period(&self) -> Period {
        Period { from: self.from, to: self.to }
    }

    /// Refuses what no place can have counted: other days than whole months that are over, cells of other months, unknown items, sums
    /// that do not add up.
    pub fn check(&self, now: Instant) -> Result<()> {
        let mut faults = Faults::default();
        let is_whole = self.from <= self.to && self.period().months().is_some() && self.period().ragged().is_empty();
        faults.check(self.format == FORMAT, "package.format", Code::PackageFormat);
        faults.check(self.region != RegionCode::NATION, "package.region", Code::RegionUnknown);
        faults.check(is_whole && (1949..=2100).contains(&self.from.year()), "package.from", Code::BadDate);
        faults.check(self.to < china_day(self.made_at), "package.to", Code::FutureDate);
        // The clocks of two machines may differ.
        faults.check(self.made_at <= now + Duration::days(1), "package.made_at", Code::FutureDate);
        let keys: BTreeSet<_> = self.cells.iter().map(|cell| (cell.month, cell.by, &cell.item)).collect();
        faults.check(keys.len() == self.cells.len(), "package.cells", Code::PackageInconsistent);
        faults.check(self.cells.iter().all(|cell| self.is_sound(cell)), "package.cells", Code::PackageInconsistent);
        faults.done()?;
        if self.adds_up() { Ok(()) } else { Err(Error::field("package.cells", Code::PackageInconsistent)) }
    }

    fn is_sound(&self, cell: &PackageCell) -> bool {
        let is_known = match cell.by {
            Dimension::Total => cell.item.is_empty(),
            Dimension::Category => Category::from_code(&cell.item).is_some(),
            Dimension::Source => Source::from_code(&cell.item).is_some(),
            Dimension::Regime => Regime::from_code(&cell.item).is_some(),
            _ => false,
        };
        is_known
            && cell.month.day() == 1
            && self.period().contains(cell.month)
            && cell.counts.values().all(|count| (1..=MOST).contains(count))
    }

    /// Whether categories, sources and regimes each come to the whole of every month.
    fn adds_up(&self) -> bool {
        let mut sums: BTreeMap<Dimension, BTreeMap<(NaiveDate, Counter), i64>> = BTreeMap::new();
        for cell in &self.cells {
            for (counter, count) in &cell.counts {
                let sum = sums.entry(cell.by).or_default().entry((cell.month, *counter)).or_default();
                *sum = sum.saturating_add(*count);
            }
        }
        let of = |by: &Dimension| sums.get(by).cloned().unwrap_or_default();
        DIMENSIONS.iter().all(|by| of(by) == of(&Dimension::Total))
    }
}

impl SignedPackage {
    /// What was signed. `bad_signature` unless the owner of this key signed exactly that text; `unreadable_package` when it is none.
    pub fn open(&self) -> Result<FigurePackage> {
        if !signature::is_signed(&self.public_key, &format!("{PURPOSE}{}", self.package), &self.signature) {
            return Err(Error::field("signature", Code::BadSignature));
        }
        serde_json::from_str(&self.package).map_err(|_| Error::field("package", Code::UnreadablePackage))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::signature::Signer;

    fn cell(by: Dimension, item: &str, accepted: i64) -> PackageCell {
        let month = "2026-02-01".parse().unwrap();
        PackageCell { month, by, item: item.into(), counts: BTreeMap::from([(Counter::Accepted, accepted)]) }
    }

    fn package() -> FigurePackage {
        let cells = vec![
            cell(Dimension::Total, "", 5),
            cell(Dimension::Category, "labour", 3),
            cell(Dimension::Category, "contract", 2),
            cell(Dimension::Source, "application", 5),
            cell(Dimension::Regime, "people", 5),
        ];
        let day = |text: &str| text.parse().unwrap();
        let made_at = "2026-04-02T00:00:00".parse().unwrap();
        let region = RegionCode::parse("330226").unwrap();
        FigurePackage { format: FORMAT, region, from: day("2026-01-01"), to: day("2026-03-31"), made_at, cells }
    }

    #[test]
    fn what_no_place_can_have_counted_is_refused() {
        let now = "2026-04-03T00:00:00".parse().unwrap();
        let wrong = |change: &dyn Fn(&mut FigurePackage)| {
            let mut one = package();
            change(&mut one);
            one.check(now).is_err()
        };
        assert!(!wrong(&|_| {}));
        assert!(!wrong(&|one| one.cells.clear()), "that nothing happened is a report");
        let changes: [&dyn Fn(&mut FigurePackage); 13] = [
            &|one| one.format = 2,
            &|one| one.region = RegionCode::NATION,
            &|one| one.to = "2026-03-30".parse().unwrap(),
            &|one| one.from = "2026-04-01".parse().unwrap(),
            &|one| one.made_at = "2026-03-31T10:00:00".parse().unwrap(),
            &|one| one.made_at = "2026-04-05T00:00:00".parse().unwrap(),
            &|one| one.cells[0].month = "2026-02-02".parse().unwrap(),
            &|one| one.cells[0].month = "2026-04-01".parse().unwrap(),
            &|one| one.cells[1].item = "nothing".into(),
            &|one| one.cells[1].by = Dimension::Committee,
            &|one| one.cells[1].counts = BTreeMap::from([(Counter::Accepted, 4)]),
            &|one| one.cells[1].counts = BTreeMap::from([(Counter::Accepted, -3)]),
            &|one| one.cells.push(cell(Dimension::Total, "", 5)),
        ];
        for (at, change) in changes.iter().enumerate() {
            assert!(wrong(change), "{at}");
        }
    }

    #[test]
    fn a_changed_or_forged_package_is_not_opened() {
        let signer = Signer::generate().unwrap().0;
        let signed = package().signed(&signer).unwrap();
        assert_eq!(signed.open().unwrap(), package());
        let changed =
            SignedPackage { package: signed.package.replace("\"accepted\":5", "\"accepted\":6"), ..signed.clone() };
        assert_ne!(changed.package, signed.package);
        let key = Signer::generate().unwrap().0.public_key();
        let unbound = SignedPackage { signature: signer.sign(&signed.package), ..signed.clone() };
        for forged in [changed, SignedPackage { public_key: key, ..signed }, unbound] {
            let Err(Error::Invalid(faults)) = forged.open() else { panic!("it is opened") };
            assert_eq!(faults[0].code, Code::BadSignature);
        }
    }
}
