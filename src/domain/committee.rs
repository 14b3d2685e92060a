//! People's mediation committees of chambers, their members and mediators (People's Mediation Law arts 8-16).

use super::contact::{Email, Name, Phone};
use super::region::RegionCode;
use super::vocabulary::{Language, PracticeArea};
use crate::base::clock::Instant;
use crate::base::code::Code;
use crate::base::id::{ChamberId, CommitteeId, CommitteeMemberId, LawyerId, MediatorId};
use crate::base::text_list::TextList;
use crate::text_enum;
use chrono::NaiveDate;
use serde::Serialize;

text_enum! {
    pub enum CommitteeStatus {
        Active = "active", "正常", "Active";
        Closed = "closed", "撤销", "Closed";
    }
}

/// A committee. Case numbers begin with its prefix: 宁商调〔2026〕0001号.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, diesel::Queryable, utoipa::ToSchema)]
pub struct Committee {
    pub id: CommitteeId,
    pub chamber_id: Option<ChamberId>,
    pub region_code: RegionCode,
    pub name: Name,
    pub case_prefix: Name,
    pub term_start_on: Option<NaiveDate>,
    pub term_end_on: Option<NaiveDate>,
    pub status: CommitteeStatus,
    pub version: i64,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Instant,
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Instant,
}

text_enum! {
    pub enum MemberRole {
        Director = "director", "主任", "Director";
        Deputy = "deputy", "副主任", "Deputy director";
        Member = "member", "委员", "Member";
    }
}

text_enum! {
    pub enum Gender {
        Female = "female", "女", "Female";
        Male = "male", "男", "Male";
    }
}

/// A member of a committee. Lawyers often sit there, which is why the lawyer is named: it makes a conflict of interest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, diesel::Queryable, utoipa::ToSchema)]
pub struct CommitteeMember {
    pub id: CommitteeMemberId,
    pub committee_id: CommitteeId,
    pub name: Name,
    pub gender: Gender,
    pub role: MemberRole,
    pub mediator_id: Option<MediatorId>,
    pub lawyer_id: Option<LawyerId>,
}

text_enum! {
    pub enum Employment {
        FullTime = "full_time", "专职", "Full-time";
        PartTime = "part_time", "兼职", "Part-time";
    }
}

text_enum! {
    /// Suspended and removed mediators cannot be assigned (art 15).
    pub enum MediatorStatus {
        Active = "active", "在岗", "Active";
        Absent = "absent", "离岗", "Absent";
        Suspended = "suspended", "停职", "Suspended";
        Removed = "removed", "罢免或解聘", "Removed";
    }
}

impl MediatorStatus {
    /// Who was suspended or removed does not mediate (People's Mediation Law art 15). An absence is the committee's own affair.
    pub fn is_barred(self) -> bool {
        matches!(self, Self::Suspended | Self::Removed)
    }
}

/// A people's mediator: a member of the committee or appointed by it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, diesel::Queryable, utoipa::ToSchema)]
pub struct Mediator {
    pub id: MediatorId,
    pub committee_id: CommitteeId,
    pub region_code: RegionCode,
    pub name: Name,
    pub gender: Option<Gender>,
    pub employment: Employment,
    pub status: MediatorStatus,
    #[schema(value_type = Vec<PracticeArea>)]
    pub skills: TextList<PracticeArea>,
    #[schema(value_type = Vec<Language>)]
    pub languages: TextList<Language>,
    pub phone: Option<Phone>,
    pub email: Option<Email>,
    /// The mediator is also this lawyer.
    pub lawyer_id: Option<LawyerId>,
    pub version: i64,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Instant,
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Instant,
}

/// What a committee should put right: 3 to 9 members, a director, a woman (art 8), a running term of at most 3 years (art 9).
pub fn warnings(committee: &Committee, members: &[CommitteeMember], today: NaiveDate) -> Vec<Code> {
    let too_long = |(start, end): (NaiveDate, NaiveDate)| end > start + chrono::Months::new(36);
    [
        (!(3..=9).contains(&members.len()), Code::CommitteeSize),
        (members.iter().filter(|member| member.role == MemberRole::Director).count() != 1, Code::CommitteeDirector),
        (!members.iter().any(|member| member.gender == Gender::Female), Code::CommitteeNoWoman),
        (committee.term_end_on.is_none_or(|end| end < today), Code::CommitteeTermOver),
        (committee.term_start_on.zip(committee.term_end_on).is_some_and(too_long), Code::CommitteeTermLong),
    ]
    .into_iter()
    .filter_map(|(wrong, code)| wrong.then_some(code))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn committee(end: Option<&str>) -> Committee {
        let now = "2024-01-01T00:00:00".parse().unwrap();
        Committee {
            id: CommitteeId::new(),
            chamber_id: None,
            region_code: RegionCode::parse("330226").unwrap(),
            name: Name::parse("宁海县商会人民调解委员会").unwrap(),
            case_prefix: Name::parse("宁商调").unwrap(),
            term_start_on: "2024-01-01".parse().ok(),
            term_end_on: end.map(|day| day.parse().unwrap()),
            status: CommitteeStatus::Active,
            version: 1,
            created_at: now,
            updated_at: now,
        }
    }

    fn members(count: usize) -> Vec<CommitteeMember> {
        let member = |at: usize| CommitteeMember {
            id: CommitteeMemberId::new(),
            committee_id: CommitteeId::new(),
            name: Name::parse("委员").unwrap(),
            gender: if at == 1 { Gender::Female } else { Gender::Male },
            role: if at == 0 { MemberRole::Director } else { MemberRole::Member },
            mediator_id: None,
            lawyer_id: None,
        };
        (0..count).map(member).collect()
    }

    #[test]
    fn each_rule_of_articles_8_and_9_warns_by_itself() {
        let today = "2026-11-21".parse().unwrap();
        let good = committee(Some("2026-12-31"));
        for count in [3, 9] {
            assert_eq!(warnings(&good, &members(count), today), []);
        }
        assert_eq!(warnings(&good, &members(2), today), [Code::CommitteeSize]);
        assert_eq!(warnings(&good, &members(10), today), [Code::CommitteeSize]);
        let men = members(4).into_iter().filter(|member| member.gender == Gender::Male).collect::<Vec<_>>();
        assert_eq!(warnings(&good, &men, today), [Code::CommitteeNoWoman]);
        let led = &members(5)[1..];
        assert_eq!(warnings(&good, led, today), [Code::CommitteeDirector]);
        assert_eq!(warnings(&committee(Some("2026-11-20")), &members(3), today), [Code::CommitteeTermOver]);
        assert_eq!(warnings(&committee(Some("2027-02-01")), &members(3), today), [Code::CommitteeTermLong]);
    }
}
