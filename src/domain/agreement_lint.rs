//! What is wrong with an agreement before it is signed: contradictions, which block it, and gaps, which are warned of. Pure.

use super::agreement::{Agreement, AgreementForm, Instalment, Signature};
use super::capital_reading;
use super::case::{CaseFile, Origin, Regime};
use super::money::Fen;
use super::parties::{Party, PartyKind};
use super::rules;
use crate::base::code::Code;
use crate::base::error::{Error, Fault, Result};
use crate::text_enum;
use chrono::NaiveDate;
use serde::Serialize;

text_enum! {
    /// How much a finding weighs.
    pub enum Weight {
        Contradiction = "contradiction", "自相矛盾，不能保存", "A contradiction: refused";
        Gap = "gap", "内容欠缺，请补充", "A gap: complete it";
    }
}

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Finding {
    pub weight: Weight,
    /// Where it is, as in `instalments[1].place`.
    pub field: String,
    #[schema(value_type = String)]
    pub code: Code,
    /// The article it follows, as the law is cited; empty where it is plain sense.
    pub article: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
}

/// What is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Draft<'a> {
    pub regime: Regime,
    pub parties: &'a [Party],
    pub agreement: &'a Agreement,
    pub instalments: &'a [Instalment],
    pub today: NaiveDate,
}

/// The findings on the agreement of a case; none where there is no agreement, or it was taken over from a ledger.
pub fn of_case(file: &CaseFile, today: NaiveDate) -> Vec<Finding> {
    let agreement = file.agreement.as_ref().filter(|_| file.case.origin == Origin::Live);
    agreement.map_or_else(Vec::new, |agreement| {
        let (regime, parties, instalments) = (file.case.regime, &*file.parties, &*file.instalments);
        lint(&Draft { regime, parties, agreement, instalments, today })
    })
}

/// Refuses an agreement that contradicts itself, with every contradiction.
pub fn no_contradiction(draft: &Draft<'_>) -> Result<()> {
    let found = lint(draft).into_iter().filter(|finding| finding.weight == Weight::Contradiction);
    let faults: Vec<Fault> = found.map(|finding| Fault { field: finding.field, code: finding.code }).collect();
    if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
}

/// Everything that is wrong, contradictions first, each kind in the order of the form.
pub fn lint(draft: &Draft<'_>) -> Vec<Finding> {
    let mut found = Findings::default();
    content(draft, &mut found);
    money(draft, &mut found);
    schedule(draft, &mut found);
    signatures(draft, &mut found);
    for (at, party) in draft.parties.iter().enumerate() {
        particulars(at, party, &mut found);
    }
    let copies = i32::try_from(draft.parties.len()).unwrap_or(i32::MAX).saturating_add(1);
    if let Some(given) = draft.agreement.copies {
        found.contradiction(given >= copies, "copies", Code::CopiesTooFew);
        found.gap(given <= copies, "copies", Code::CopiesTooMany);
    }
    found.0.sort_by_key(|finding| finding.weight);
    found.0
}

/// Form and words (L1 arts 28-29, L7 art 14).
fn content(draft: &Draft<'_>, found: &mut Findings) {
    let agreement = draft.agreement;
    found.rule("form", rules::form_allowed(draft.regime, agreement.form, agreement.content.is_some()));
    found.gap(agreement.content.is_some() || agreement.form == AgreementForm::Oral, "content", Code::ContentMissing);
    found.gap(agreement.facts.is_some(), "facts", Code::FactsMissing);
}

/// Instalments make up the amount, and so do the capital figures of the words.
fn money(draft: &Draft<'_>, found: &mut Findings) {
    let (agreement, parts) = (draft.agreement, draft.instalments);
    found.rule("instalments", rules::instalments_sum(parts.iter().map(|part| part.amount), agreement.amount));
    // The words of a ledger's agreement are a summary of the case.
    let words = agreement.content.as_ref().filter(|_| !agreement.attested_by_ledger);
    let figures = words.map(|words| capital_reading::find(words.as_str())).unwrap_or_default();
    let is_agreed = |amount: Fen| amount == agreement.amount || parts.iter().any(|part| part.amount == amount);
    let read: Vec<Fen> = figures.iter().filter_map(|figure| figure.amount).collect();
    found.contradiction(read.len() == figures.len(), "content", Code::CapitalUnreadable);
    let agree =
        figures.iter().all(|figure| figure.beside.is_none() || figure.amount.is_none_or(|a| figure.beside == Some(a)));
    found.contradiction(agree, "content", Code::CapitalDiffers);
    // One of several may be of something else, such as what is waived; if none is what was agreed, the words contradict the figure.
    let fits = read.iter().filter(|amount| is_agreed(**amount)).count();
    let sums_up = Fen::total(read.iter().copied()) == Some(agreement.amount);
    found.contradiction(read.is_empty() || fits > 0 || sums_up, "content", Code::CapitalDiffers);
    found.gap(fits == 0 || fits == read.len() || sums_up, "content", Code::CapitalUnplaced);
}

/// Every part has its day, its manner and its place (L1 art 29, L6 art 35).
fn schedule(draft: &Draft<'_>, found: &mut Findings) {
    let agreement = draft.agreement;
    let is_scheduled = agreement.amount == Fen::ZERO || !draft.instalments.is_empty();
    found.gap(is_scheduled, "instalments", Code::ScheduleMissing);
    for (at, part) in draft.instalments.iter().enumerate() {
        let field = |name: &str| format!("instalments[{at}].{name}");
        let due = rules::not_before("instalments", part.due_on, agreement.agreed_on);
        found.rule(&field("due_on"), due);
        let in_force =
            agreement.effective_on.is_none_or(|from| part.due_on >= from || part.due_on < agreement.agreed_on);
        found.gap(in_force, &field("due_on"), Code::DueBeforeEffect);
        found.gap(part.place.is_some(), &field("place"), Code::PlaceMissing);
    }
}

/// Who signed, and when (L1 art 29). An oral agreement needs none.
fn signatures(draft: &Draft<'_>, found: &mut Findings) {
    let agreement = draft.agreement;
    let signed = agreement.signatures.iter().map(|signature| ("signatures", signature.signed_on));
    let others = [("mediator_signed_on", agreement.mediator_signed_on), ("sealed_on", agreement.sealed_on)];
    let dated = signed.chain(others.into_iter().filter_map(|(field, day)| Some((field, day?))));
    for (field, day) in dated {
        found.rule(field, rules::not_in_future(field, day, draft.today));
        found.rule(field, rules::not_before(field, day, agreement.agreed_on));
    }
    found.rule("agreed_on", rules::not_in_future("agreed_on", agreement.agreed_on, draft.today));
    if agreement.form == AgreementForm::Oral {
        return;
    }
    let of = |party: &Party| agreement.signatures.iter().any(|signature: &Signature| signature.party_id == party.id);
    found.gap(draft.parties.iter().all(of), "signatures", Code::SignatureMissing);
    found.gap(agreement.mediator_signed_on.is_some(), "mediator_signed_on", Code::MediatorUnsigned);
    found.gap(agreement.sealed_on.is_some(), "sealed_on", Code::SealMissing);
}

/// What the official form asks of a party (F6, F8): number, address, phone; who signs for an organisation.
fn particulars(at: usize, party: &Party, found: &mut Findings) {
    let field = |name: &str| format!("parties[{at}].{name}");
    found.gap(party.document_number.is_some(), &field("document_number"), Code::PartyNumberMissing);
    found.gap(party.address.is_some(), &field("address"), Code::PartyAddressMissing);
    found.gap(party.phone.is_some(), &field("phone"), Code::PartyPhoneMissing);
    let is_represented = party.kind == PartyKind::Person || party.representative.is_some();
    found.gap(is_represented, &field("representative"), Code::RepresentativeMissing);
    let is_authorised = party.agent_name.is_none() || party.agent_authority.is_some();
    found.gap(is_authorised, &field("agent_authority"), Code::AuthorityMissing);
}

#[derive(Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn add(&mut self, weight: Weight, field: &str, code: Code) {
        let finding =
            Finding { weight, field: field.to_owned(), code, article: article(code), zh: code.zh(), en: code.en() };
        if !self.0.contains(&finding) {
            self.0.push(finding);
        }
    }

    fn contradiction(&mut self, holds: bool, field: &str, code: Code) {
        if !holds {
            self.add(Weight::Contradiction, field, code);
        }
    }

    fn gap(&mut self, holds: bool, field: &str, code: Code) {
        if !holds {
            self.add(Weight::Gap, field, code);
        }
    }

    /// A rule that is broken is a contradiction.
    fn rule(&mut self, field: &str, outcome: Result<()>) {
        match outcome {
            Ok(()) => {}
            Err(Error::Invalid(faults)) => {
                for fault in faults {
                    self.add(Weight::Contradiction, field, fault.code);
                }
            }
            Err(error) => self.add(Weight::Contradiction, field, error.code()),
        }
    }
}

/// The article behind a finding.
fn article(code: Code) -> &'static str {
    match code {
        Code::OralLabour => "劳动争议调解仲裁法第十四条",
        Code::OralWithoutContent => "人民调解法第二十八条",
        Code::PlaceMissing | Code::FactsMissing | Code::DueBeforeEffect => "人民调解工作若干规定第三十五条",
        Code::PartyNumberMissing
        | Code::PartyAddressMissing
        | Code::PartyPhoneMissing
        | Code::RepresentativeMissing
        | Code::AuthorityMissing => "人民调解协议书格式",
        Code::FutureDate | Code::DateOrder => "",
        _ => "人民调解法第二十九条",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::id::{AgreementId, CaseId, InstalmentId, PartyId};
    use crate::base::text_list::TextList;
    use crate::domain::agreement::{ConfirmationStatus, Manner};
    use crate::domain::contact::{Name, Phone, Text};
    use crate::domain::parties::{DocumentNumber, PartyRole};
    use crate::domain::steps::NewParty;

    fn day(number: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, number).unwrap()
    }

    /// A flawless agreement of three instalments of so many times ten thousand yuan, signed by both sides.
    fn flawless(tens: u32) -> (Vec<Party>, Agreement, Vec<Instalment>) {
        let digit = ["壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"][(tens as usize * 3 - 1) % 9];
        let case_id = CaseId::new();
        let party = |role| {
            let named = NewParty::named(role, PartyKind::Person, Name::parse("王一").unwrap());
            Party {
                id: PartyId::new(),
                case_id,
                role,
                kind: named.kind,
                name: named.name,
                document_kind: None,
                document_number: Some(DocumentNumber::parse("330226199001010011").unwrap()),
                phone: Some(Phone::parse("13800001234").unwrap()),
                email: None,
                email_confirmed_on: None,
                address: Some(Name::parse("宁海县").unwrap()),
                representative: None,
                agent_name: None,
                agent_phone: None,
                agent_email: None,
                agent_authority: None,
                scope_relation: None,
            }
        };
        let parties = vec![party(PartyRole::Applicant), party(PartyRole::Respondent)];
        let amount = Fen::yuan(tens * 30_000);
        let words = format!("被申请人付给申请人{}元（大写：人民币{digit}万元整），分三期付清。", tens * 30_000);
        let signed = parties.iter().map(|party| Signature { party_id: party.id, signed_on: day(10) }).collect();
        let agreement = Agreement {
            id: AgreementId::new(),
            case_id,
            agreement_no: None,
            form: AgreementForm::Written,
            content: Some(Text::parse(&words).unwrap()),
            amount,
            agreed_on: day(10),
            signatures: TextList(signed),
            mediator_signed_on: Some(day(10)),
            sealed_on: Some(day(10)),
            effective_on: Some(day(10)),
            confirmation: ConfirmationStatus::None,
            confirmation_on: None,
            confirmation_due_on: None,
            attested_by_ledger: false,
            facts: Some(Text::parse("欠货款").unwrap()),
            copies: Some(3),
            court: None,
            court_no: None,
        };
        let part = |no: i32| Instalment {
            id: InstalmentId::new(),
            case_id,
            no,
            due_on: day(10 + no.unsigned_abs()),
            amount: Fen::yuan(tens * 10_000),
            manner: Manner::Transfer,
            place: Some(Name::parse("宁海").unwrap()),
        };
        (parties, agreement, (1..=3).map(part).collect())
    }

    fn found(
        regime: Regime,
        (parties, agreement, instalments): &(Vec<Party>, Agreement, Vec<Instalment>),
    ) -> Vec<String> {
        let found = lint(&Draft { regime, parties, agreement, instalments, today: day(20) });
        let shown = |each: Finding| format!("{} {} {}", each.weight, each.field, each.code.as_str());
        found.into_iter().map(shown).collect()
    }

    /// A change to a flawless agreement.
    type Flaw = fn(&mut (Vec<Party>, Agreement, Vec<Instalment>));

    fn words(agreement: &mut Agreement, text: &str) {
        agreement.content = Some(Text::parse(text).unwrap());
    }

    const FLAWS: [(Flaw, &str); 22] = [
        (|_| {}, ""),
        (|all| all.2[0].amount = Fen::yuan(1), "contradiction instalments instalments_sum"),
        (|all| words(&mut all.1, "付30000元（大写：人民币贰万元整）"), "contradiction content capital_differs"),
        (|all| words(&mut all.1, "付人民币伍万元整"), "contradiction content capital_differs"),
        (|all| words(&mut all.1, "付人民币叁佰万佰元整"), "contradiction content capital_unreadable"),
        (|all| words(&mut all.1, "付人民币叁万元整，其余人民币伍万元整放弃"), "gap content capital_unplaced"),
        (|all| words(&mut all.1, "首期人民币壹万元整，余款两期各人民币壹万元整"), ""),
        (|all| all.1.sealed_on = Some(day(21)), "contradiction sealed_on future_date"),
        (|all| all.1.signatures.0[0].signed_on = day(9), "contradiction signatures date_order"),
        (|all| all.2[0].due_on = day(9), "contradiction instalments[0].due_on date_order"),
        (|all| all.1.copies = Some(2), "contradiction copies copies_too_few"),
        (|all| all.1.copies = Some(4), "gap copies copies_too_many"),
        (|all| all.1.content = None, "gap content content_missing"),
        (|all| all.1.facts = None, "gap facts facts_missing"),
        (|all| all.2.clear(), "gap instalments schedule_missing"),
        (|all| all.2[1].place = None, "gap instalments[1].place place_missing"),
        (|all| all.1.effective_on = Some(day(12)), "gap instalments[0].due_on due_before_effect"),
        (|all| all.1.signatures.0.truncate(1), "gap signatures signature_missing"),
        (|all| all.1.sealed_on = None, "gap sealed_on seal_missing"),
        (|all| all.0[1].document_number = None, "gap parties[1].document_number party_number_missing"),
        (|all| all.0[1].kind = PartyKind::Organisation, "gap parties[1].representative representative_missing"),
        (|all| all.0[0].agent_name = Some(all.0[0].name.clone()), "gap parties[0].agent_authority authority_missing"),
    ];

    #[test]
    fn each_flaw_is_found_by_its_name_and_nothing_else_is() {
        for (at, (flaw, expected)) in FLAWS.iter().enumerate() {
            let mut all = flawless(1);
            flaw(&mut all);
            assert_eq!(found(Regime::People, &all).join("; "), *expected, "{at}");
        }
        let mut oral = flawless(1);
        oral.1.form = AgreementForm::Oral;
        assert_eq!(found(Regime::Labour, &oral), ["contradiction form oral_labour"]);
        oral.1.content = None;
        assert_eq!(found(Regime::People, &oral), ["contradiction form oral_without_content"]);
    }

    #[test]
    fn ten_thousand_agreements_are_looked_at_within_a_second() {
        let drafts: Vec<_> = (0..10_000)
            .map(|at| {
                let (flaw, expected) = FLAWS[at % FLAWS.len()];
                let mut all = flawless(1);
                flaw(&mut all);
                (all, expected)
            })
            .collect();
        let begun = std::time::Instant::now();
        let right = drafts.iter().filter(|(all, expected)| found(Regime::People, all).join("; ") == *expected).count();
        let taken = begun.elapsed();
        println!("10,000 agreements in {taken:?}");
        assert_eq!(right, 10_000);
        // Without optimisation, on a machine that does other things too: ten times what is asked of the program.
        let most = if cfg!(debug_assertions) { 10 } else { 1 };
        assert!(taken < std::time::Duration::from_secs(most), "{taken:?}");
    }
}
