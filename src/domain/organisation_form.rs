//! What is counted for 人民调解组织队伍经费保障情况统计表 (domain.md 6.2). The form itself is laid out in `config/forms/organisation_form.toml`,
//! and filled in by official_form.rs.

use crate::text_enum;
use std::collections::BTreeMap;

text_enum! {
    /// What is counted of organisations; amounts are in fen.
    pub enum OrganisationCount {
        Committees = "committees", "调解委员会", "Committees";
        ChamberCommittees = "chamber_committees", "商会所设调解委员会", "Committees of chambers";
        OtherCommittees = "other_committees", "其他组织所设调解委员会", "Committees of other bodies";
        CommitteesOutOfTerm = "committees_out_of_term", "期末届满或未登记任期的调解委员会", "Committees whose term is over or unknown at the end of the period";
        Members = "members", "委员", "Members";
        MembersFemale = "members_female", "女委员", "Women among the members";
        MembersMale = "members_male", "男委员", "Men among the members";
        MembersLawyers = "members_lawyers", "委员中的律师", "Lawyers among the members";
        Mediators = "mediators", "调解员（罢免或解聘的除外）", "Mediators who were not removed";
        MediatorsFullTime = "mediators_full_time", "专职调解员", "Full-time mediators";
        MediatorsPartTime = "mediators_part_time", "兼职调解员", "Part-time mediators";
        MediatorsFemale = "mediators_female", "女调解员", "Women among the mediators";
        Allowances = "allowances", "期内核准的以案定补金额", "Allowances approved in the period";
        AllowanceCases = "allowance_cases", "期内核准补贴的案件", "Cases whose allowance was approved in the period";
    }
}

/// One figure for each count.
pub type OrganisationTally = BTreeMap<OrganisationCount, i64>;
