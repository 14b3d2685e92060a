//! What firms did for chambers and federations of an area in a period: services added up. Counted in `store/service_totals.rs`.

use super::network_measures::NetworkDefinition;
use super::region::RegionCode;
use crate::text_enum;
use chrono::NaiveDate;
use serde::Serialize;

text_enum! {
    /// What services are broken down by.
    pub enum ServicesBy {
        Total = "total", "合计", "Total";
        Kind = "kind", "服务类别", "Kind of service";
        Region = "region", "地区", "Region";
    }
}

/// The sums of one item. An enterprise served twice counts twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ServiceSums {
    pub services: i64,
    /// Of these, confirmed by the chamber.
    pub confirmed: i64,
    /// Of these, without a fee.
    pub pro_bono: i64,
    pub enterprises: i64,
    pub people: i64,
    pub minutes: i64,
}

impl ServiceSums {
    /// Adds the sums of another item.
    pub fn add(&mut self, other: &Self) {
        self.services += other.services;
        self.confirmed += other.confirmed;
        self.pro_bono += other.pro_bono;
        self.enterprises += other.enterprises;
        self.people += other.people;
        self.minutes += other.minutes;
    }
}

/// One item: a kind of service, a region; the whole when asked for `total`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ServiceLine {
    /// Its code; empty for the whole.
    pub item: String,
    /// Its word or name in Chinese.
    pub name: String,
    #[serde(flatten)]
    pub sums: ServiceSums,
}

/// The services held in an area from a day to a day, both included.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ServiceSheet {
    pub region: RegionCode,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub by: ServicesBy,
    pub items: Vec<ServiceLine>,
    /// What each sum means.
    pub definitions: Vec<NetworkDefinition>,
}
