//! What a template may name of each party.

use super::case_fields::{day, joined};
use super::fields::Fields;
use crate::domain::case::CaseFile;
use crate::domain::consent::{Consent, ConsentMatter};
use crate::domain::contact::{Name, Phone};
use crate::domain::id_number::IdNumber;
use crate::domain::parties::{AgentAuthority, DocumentKind, DocumentNumber, Party, PartyKind, PartyRole};
use crate::domain::rules;
use chrono::{Datelike, NaiveDate};

/// All parties; `party` alone where one is named.
pub(super) fn parties(file: &CaseFile, only: impl Fn(&Party) -> bool) -> Vec<Fields> {
    let chosen: Vec<&Party> = file.parties.iter().filter(|party| only(party)).collect();
    let last = chosen.len().saturating_sub(1);
    chosen.into_iter().enumerate().map(|(at, party)| of_party(file, party, at < last)).collect()
}

fn of_party(file: &CaseFile, party: &Party, is_followed: bool) -> Fields {
    let is_person = party.kind == PartyKind::Person;
    let id = party.document_number.as_ref().filter(|_| party.document_kind == Some(DocumentKind::IdCard));
    let id = id.and_then(|number| IdNumber::parse(number.as_str()).ok()).filter(|_| is_person);
    let birth = id.as_ref().and_then(IdNumber::birth_on);
    let told = rules::last_word(file, party.id, ConsentMatter::RightsNotice, (None, None)).filter(|word| word.given);
    let opponents = file.parties.iter().filter(|other| other.role != party.role);
    let mut fields = Fields::default();
    fields.flag("is_person", is_person);
    fields.flag("is_organisation", !is_person);
    fields.flag("has_agent", party.agent_name.is_some());
    fields.flag("is_special", party.agent_authority == Some(AgentAuthority::Special));
    fields.flag("is_followed", is_followed);
    fields
        .with("party_role", party.role.zh().to_owned())
        .with("party_name", party.name.as_str().to_owned())
        .with("party_gender", id.map(|id| if id.is_male() { "男" } else { "女" }.to_owned()))
        .with("party_birth_on", birth.map(day))
        .with("party_age", birth.and_then(|birth| age(birth, file.case.applied_on)))
        .with("party_phone", party.phone.as_ref().map(Phone::as_str).map(str::to_owned))
        .with("party_address", party.address.as_ref().map(Name::as_str).map(str::to_owned))
        .with("party_document_kind", party.document_kind.map(|kind| kind.zh().to_owned()))
        .with("party_document_number", party.document_number.as_ref().map(DocumentNumber::as_str).map(str::to_owned))
        .with("party_representative", party.representative.as_ref().map(Name::as_str).map(str::to_owned))
        .with("party_opponents", joined(opponents.map(|other| other.name.as_str())))
        .with("party_agent", party.agent_name.as_ref().map(Name::as_str).map(str::to_owned))
        .with("party_agent_phone", party.agent_phone.as_ref().map(Phone::as_str).map(str::to_owned))
        .with("party_agent_authority", party.agent_authority.map(|authority| authority.zh().to_owned()))
        .with("party_notice_channel", told.map(|word: &Consent| word.channel.zh().to_owned()))
        .with("party_noticed_on", told.map(|word| day(word.recorded_on)))
}

/// The names of one side, joined.
pub(super) fn side(file: &CaseFile, role: PartyRole) -> Option<String> {
    joined(file.parties.iter().filter(|party| party.role == role).map(|party| party.name.as_str()))
}

/// Whole years from birth to a day.
fn age(birth: NaiveDate, on: NaiveDate) -> Option<String> {
    let had_birthday = (on.month(), on.day()) >= (birth.month(), birth.day());
    let years = on.year() - birth.year() - i32::from(!had_birthday);
    (0..150).contains(&years).then(|| years.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_birthday_counts_on_the_day() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(age(day("1988-06-01"), day("2026-05-31")).as_deref(), Some("37"));
        assert_eq!(age(day("1988-06-01"), day("2026-06-01")).as_deref(), Some("38"));
        assert_eq!(age(day("2027-06-01"), day("2026-06-01")), None);
    }
}
