//! Figures that other installations handed up, beside one's own (合并统计): the rows that are kept, and how both are shown. What travels is
//! in figure_package.rs.

use super::contact::Name;
use super::figures::{Figures, Sheet};
use super::pack::Counted;
use super::region::RegionCode;
use crate::base::clock::Instant;
use crate::base::id::{AccountId, FigureKeyId, FigurePackageId};
use crate::base::text_list::TextList;
use crate::text_enum;
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

/// A key by which packages of a place are signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, diesel::Queryable, ToSchema)]
pub struct FigureKey {
    pub id: FigureKeyId,
    /// The place it is good for, and no other.
    pub region_code: RegionCode,
    /// Whose it is.
    pub name: Name,
    /// Ed25519, 32 bytes in base64.
    pub public_key: String,
    pub registered_by: Option<AccountId>,
    #[schema(value_type = String, format = DateTime)]
    pub registered_at: Instant,
    /// From then on it is good for nothing; what it signed before stays.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub retired_at: Option<Instant>,
}

/// A package that came in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, diesel::Queryable, ToSchema)]
pub struct MergedPackage {
    pub id: FigurePackageId,
    pub region_code: RegionCode,
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    /// When the place made it.
    #[schema(value_type = String, format = DateTime)]
    pub made_at: Instant,
    pub key_id: FigureKeyId,
    /// Of the text that was signed.
    pub sha256: String,
    pub imported_by: Option<AccountId>,
    #[schema(value_type = String, format = DateTime)]
    pub imported_at: Instant,
    /// A newer one of the same place and days came.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub replaced_at: Option<Instant>,
}

/// A count of a package as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, diesel::Queryable)]
pub struct MergedCell {
    pub region_code: RegionCode,
    pub month: NaiveDate,
    pub item: String,
    pub counts: TextList<Counted>,
}

text_enum! {
    /// What became of a package.
    pub enum PackageOutcome {
        Merged = "merged", "已并入", "It counts now";
        Replaced = "replaced", "已替换较早的数据包", "It counts now in place of an older one";
        Unchanged = "unchanged", "此前已并入，未重复计入", "It was in already and counts once";
    }
}

/// One's own figures, and beside them those that were handed up.
#[derive(Debug, Serialize, ToSchema)]
pub struct WithMerged {
    #[serde(flatten)]
    pub sheet: Sheet,
    /// Absent where there are none in this area and these months, or they are not kept by what was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merged: Option<Merged>,
}

/// Figures of other installations, marked as such.
#[derive(Debug, Serialize, ToSchema)]
pub struct Merged {
    /// Which places, and when they made them.
    pub packages: Vec<MergedPackage>,
    /// Months of places that have cases here as well: these alone count, and the package of that month is left out.
    pub left_out: Vec<LeftOut>,
    pub items: Vec<MergedLine>,
}

/// A month of a package that does not count.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
pub struct LeftOut {
    pub region: RegionCode,
    pub month: NaiveDate,
}

/// The figures of one item.
#[derive(Debug, Serialize, ToSchema)]
pub struct MergedLine {
    pub item: String,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_name: Option<String>,
    /// What was handed up.
    pub merged: Figures,
    /// That and one's own cases.
    pub together: Figures,
}
