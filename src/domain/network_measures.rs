//! The measures of pairings and services: each once, with its words, the counts it is made of, its day and what it leaves out. Those of
//! cases are in counter.rs and measures.rs, those of time in times.rs.

use crate::text_enum;
use serde::Serialize;
use utoipa::ToSchema;

text_enum! {
    /// What is counted of chambers, firms and their services; the code is the field.
    pub enum NetworkMeasure {
        Chambers = "chambers", "正常运行的商会", "Active chambers";
        Pairs = "pairs", "有效结对", "Living pairings";
        ChambersCovered = "chambers_covered", "已结对商会", "Chambers with a living pairing";
        FirmsInvolved = "firms_involved", "参与结对律所", "Firms with a living pairing";
        IdlePairs = "idle_pairs", "无服务的结对", "Living pairings without a service";
        ChambersWithCommittee = "chambers_with_committee", "设有调解组织的商会", "Chambers with a mediation committee";
        Federations = "federations", "工商联", "Federations";
        FederationsCovered = "federations_covered", "已结对工商联", "Federations with a living pairing";
        Coverage = "coverage", "结对覆盖率", "Chambers covered, of chambers";
        Mediation = "mediation", "调解组织覆盖率", "With a mediation committee, of chambers";
        Idle = "idle", "无服务结对占比", "Without a service, of living pairings";
        FederationCoverage = "federation_coverage", "工商联结对覆盖率", "Federations covered, of federations";
        Services = "services", "服务次数", "Services";
        Confirmed = "confirmed", "商会确认的服务", "Services confirmed by the chamber";
        ProBono = "pro_bono", "公益服务", "Services without a fee";
        Enterprises = "enterprises", "服务企业（家次）", "Enterprises served";
        People = "people", "服务人次", "Persons served";
        Minutes = "minutes", "服务时长（分钟）", "Minutes of service";
    }
}

/// What a measure means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct NetworkDefinition {
    pub code: NetworkMeasure,
    pub zh: &'static str,
    pub en: &'static str,
    /// Of a rate, the count above the line and the one below it.
    pub numerator: Option<NetworkMeasure>,
    pub denominator: Option<NetworkMeasure>,
    pub date_basis_zh: &'static str,
    pub date_basis_en: &'static str,
    pub leaves_out_zh: &'static str,
    pub leaves_out_en: &'static str,
}

impl NetworkMeasure {
    /// Of a rate, the counts above and below the line.
    pub const fn formula(self) -> Option<(Self, Self)> {
        match self {
            Self::Coverage => Some((Self::ChambersCovered, Self::Chambers)),
            Self::Mediation => Some((Self::ChambersWithCommittee, Self::Chambers)),
            Self::Idle => Some((Self::IdlePairs, Self::Pairs)),
            Self::FederationCoverage => Some((Self::FederationsCovered, Self::Federations)),
            _ => None,
        }
    }

    /// Whether it is of services held in a period, and not of what stands on a day.
    const fn is_of_services(self) -> bool {
        matches!(
            self,
            Self::Services | Self::Confirmed | Self::ProBono | Self::Enterprises | Self::People | Self::Minutes
        )
    }

    /// What it leaves out, in Chinese and English.
    pub const fn leaves_out(self) -> (&'static str, &'static str) {
        match self {
            Self::Chambers => ("停止活动或注销的商会", "dormant and deregistered chambers"),
            Self::Pairs => {
                ("未签约、到期、终止的结对；工商联自身的结对", "those not signed, over or ended; those of federations")
            }
            Self::ChambersCovered | Self::Coverage => {
                ("仅有意向或已到期的结对", "chambers whose pairings are proposals or over")
            }
            Self::FirmsInvolved => ("仅与工商联结对的律所", "firms paired with federations alone"),
            Self::IdlePairs | Self::Idle => ("结对不足规定天数的", "pairings younger than the days that are set"),
            Self::ChambersWithCommittee | Self::Mediation => ("已撤销的调解组织", "committees no longer active"),
            Self::Federations => ("无", "nothing"),
            Self::FederationsCovered | Self::FederationCoverage => {
                ("其下属商会的结对", "the pairings of the chambers below them")
            }
            Self::Services => ("未登记的服务", "services nobody logged"),
            Self::Confirmed => ("商会尚未确认的", "those not yet confirmed"),
            Self::ProBono => ("收费的服务", "services for a fee"),
            Self::Enterprises => ("同一企业多次接受服务的重复计算", "nothing: an enterprise served twice counts twice"),
            Self::People => ("同一人多次接受服务的重复计算", "nothing: somebody served twice counts twice"),
            Self::Minutes => ("无", "nothing"),
        }
    }

    /// The definitions of the measures of pairings, or of services.
    pub fn definitions(of_services: bool) -> Vec<NetworkDefinition> {
        let of = Self::ALL.iter().copied().filter(|one| one.is_of_services() == of_services);
        of.map(Self::definition).collect()
    }

    fn definition(self) -> NetworkDefinition {
        let (leaves_out_zh, leaves_out_en) = self.leaves_out();
        let (date_basis_zh, date_basis_en) = if self.is_of_services() {
            ("服务日", "day of the service")
        } else {
            ("所查之日", "the day asked for")
        };
        let (numerator, denominator) = self.formula().unzip();
        NetworkDefinition {
            code: self,
            zh: self.zh(),
            en: self.en(),
            numerator,
            denominator,
            date_basis_zh,
            date_basis_en,
            leaves_out_zh,
            leaves_out_en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_made_of_counts() {
        for measure in NetworkMeasure::ALL {
            if let Some((above, below)) = measure.formula() {
                assert!(above.formula().is_none() && below.formula().is_none(), "{measure}");
            }
        }
        assert_eq!(NetworkMeasure::definitions(true).len(), 6);
        assert_eq!(NetworkMeasure::definitions(false).len() + 6, NetworkMeasure::ALL.len());
    }
}
