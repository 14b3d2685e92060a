//! A warning that a dispute may be in the books already, with reasons. Pure: the store finds the candidates, a person decides.

use super::case::CaseFile;
use super::money::Fen;
use super::parties::PartyRole;
use crate::base::id::CaseId;
use crate::text_enum;
use chrono::NaiveDate;
use serde::Serialize;

/// How far apart two applications may lie to look like one.
const NEAR_DAYS: i64 = 90;

text_enum! {
    /// What two cases have in common.
    pub enum Likeness {
        SameParties = "same_parties", "双方当事人相同", "The same parties";
        SwappedParties = "swapped_parties", "双方当事人互换", "The same parties on opposite sides";
        OneParty = "one_party", "一方当事人相同", "One party is the same";
        SameAmount = "same_amount", "涉案金额相同", "The same amount";
        NearDates = "near_dates", "申请日期相近", "Applied for within 90 days";
        SameReference = "same_reference", "来源编号相同", "The same number of the referring body";
    }
}

/// What of a case is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sketch {
    pub case_id: Option<CaseId>,
    /// Role, name and document number.
    pub parties: Vec<(PartyRole, String, Option<String>)>,
    pub amount_claimed: Fen,
    pub applied_on: NaiveDate,
    pub external_no: Option<String>,
}

/// A case that may be the same, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Duplicate {
    pub case_id: CaseId,
    pub reasons: Vec<Likeness>,
}

impl Sketch {
    pub fn of(file: &CaseFile) -> Self {
        let number = |number: &super::parties::DocumentNumber| number.as_str().to_owned();
        let party = |party: &super::parties::Party| {
            (party.role, party.name.as_str().to_owned(), party.document_number.as_ref().map(number))
        };
        Self {
            case_id: Some(file.case.id),
            parties: file.parties.iter().map(party).collect(),
            amount_claimed: file.case.amount_claimed,
            applied_on: file.case.applied_on,
            external_no: file.case.external_no.clone(),
        }
    }
}

/// The candidates that look like this case, the most alike first. One shared party alone is no warning: chambers have members that
/// are in many disputes; with the same amount and near dates it is.
pub fn of(case: &Sketch, candidates: &[Sketch]) -> Vec<Duplicate> {
    let mut found: Vec<Duplicate> = candidates.iter().filter_map(|other| compare(case, other)).collect();
    found.sort_by_key(|duplicate| (std::cmp::Reverse(duplicate.reasons.len()), duplicate.case_id));
    found
}

fn compare(case: &Sketch, other: &Sketch) -> Option<Duplicate> {
    let case_id = other.case_id.filter(|id| case.case_id != Some(*id))?;
    let side = |role| shared(case, role, other, role);
    let (applicant, respondent) = (side(PartyRole::Applicant), side(PartyRole::Respondent));
    let crossed = |role, opposite| shared(case, role, other, opposite);
    let swapped =
        crossed(PartyRole::Applicant, PartyRole::Respondent) && crossed(PartyRole::Respondent, PartyRole::Applicant);
    let same_amount = case.amount_claimed > Fen::ZERO && case.amount_claimed == other.amount_claimed;
    let near = (case.applied_on - other.applied_on).num_days().abs() <= NEAR_DAYS;
    let same_reference = case.external_no.is_some() && case.external_no == other.external_no;
    let both = applicant && respondent;
    let one = !both && !swapped && (applicant || respondent);
    if !(both || swapped || same_reference || (one && same_amount && near)) {
        return None;
    }
    let held = [
        (both, Likeness::SameParties),
        (swapped, Likeness::SwappedParties),
        (one, Likeness::OneParty),
        (same_amount, Likeness::SameAmount),
        (near, Likeness::NearDates),
        (same_reference, Likeness::SameReference),
    ];
    Some(Duplicate {
        case_id,
        reasons: held.into_iter().filter(|(holds, _)| *holds).map(|(_, reason)| reason).collect(),
    })
}

/// Numbers decide where both have one, names otherwise.
fn shared(case: &Sketch, role: PartyRole, other: &Sketch, other_role: PartyRole) -> bool {
    case.parties.iter().filter(|(of, ..)| *of == role).any(|(_, name, number)| {
        other.parties.iter().filter(|(of, ..)| *of == other_role).any(|(_, other_name, other_number)| {
            match (number, other_number) {
                (Some(number), Some(other_number)) => number == other_number,
                _ => name == other_name,
            }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sketch(applicant: &str, respondent: &str, yuan: u32, day: &str) -> Sketch {
        let party = |role, text: &str| {
            let (name, number) =
                text.split_once('/').map_or((text, None), |(name, number)| (name, Some(number.into())));
            (role, name.to_owned(), number)
        };
        Sketch {
            case_id: Some(CaseId::new()),
            parties: vec![party(PartyRole::Applicant, applicant), party(PartyRole::Respondent, respondent)],
            amount_claimed: Fen::yuan(yuan),
            applied_on: day.parse().unwrap(),
            external_no: None,
        }
    }

    #[test]
    fn likeness_is_named_and_a_shared_employer_alone_is_none() {
        use Likeness::*;
        let case = sketch("王一/1", "甲厂/9", 100, "2026-03-01");
        for (other, reasons) in [
            (sketch("王一/1", "甲厂/9", 100, "2026-03-20"), vec![SameParties, SameAmount, NearDates]),
            (sketch("王一/1", "甲厂/9", 70, "2024-03-20"), vec![SameParties]),
            (sketch("王一", "甲厂", 70, "2024-03-20"), vec![SameParties]),
            (sketch("王一/2", "甲厂/9", 70, "2026-03-20"), vec![]),
            (sketch("李二", "甲厂/9", 70, "2026-03-02"), vec![]),
            (sketch("李二", "甲厂/9", 100, "2026-03-02"), vec![OneParty, SameAmount, NearDates]),
            (sketch("李二", "甲厂/9", 100, "2025-03-02"), vec![]),
            (sketch("甲厂/9", "王一/1", 5, "2024-03-02"), vec![SwappedParties]),
            (sketch("李二", "乙厂", 100, "2026-03-01"), vec![]),
        ] {
            let found = of(&case, std::slice::from_ref(&other));
            assert_eq!(found.first().map(|each| each.reasons.clone()).unwrap_or_default(), reasons, "{other:?}");
        }
        assert_eq!(of(&case, std::slice::from_ref(&case)), [], "a case is not its own duplicate");
    }
}
