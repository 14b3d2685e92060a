//! The papers of a dossier, and which of them a case must hold before it is archived, by how it ended (L1 art 27, F1). What stands in
//! them is in `documents`.

use super::agreement::{AgreementForm, ConfirmationStatus};
use super::attachments::{Attachment, AttachmentKind};
use super::case::{CaseFile, Origin, Outcome, Source};
use super::parties::PartyKind;
use super::{remedies, rules};
use crate::base::code::Code;
use crate::base::error::{Faults, Result};
use crate::text_enum;

text_enum! {
    /// The papers of a dossier, in its order (F1). What is asked of a case follows from how it ended.
    pub enum DossierItem {
        Cover = "cover", "调解卷宗封面", "Cover";
        Index = "index", "卷内目录", "Index";
        Application = "application", "调解申请书", "Application";
        Acceptance = "acceptance", "受理登记表", "Acceptance form";
        RightsNotice = "rights_notice", "当事人权利义务告知书", "Rights and duties notice";
        IdentityProof = "identity_proof", "当事人身份证明", "Proof of identity";
        PowerOfAttorney = "power_of_attorney", "授权委托书", "Power of attorney";
        InquiryRecord = "inquiry_record", "调查记录", "Inquiry record";
        Evidence = "evidence", "证据材料", "Evidence";
        MediationRecord = "mediation_record", "调解记录", "Mediation record";
        Agreement = "agreement", "调解协议书", "Agreement";
        OralAgreement = "oral_agreement", "口头协议登记表", "Oral agreement form";
        PerformanceProof = "performance_proof", "履行凭证", "Proof of performance";
        CallbackRecord = "callback_record", "回访记录", "Callback record";
        ConfirmationUnit = "confirmation_unit", "司法确认申请书（涉及单位）", "Application for confirmation, with an organisation";
        ConfirmationPersons = "confirmation_persons", "司法确认申请书（个人之间）", "Application for confirmation, between persons";
        TerminationNote = "termination_note", "终止调解告知书", "Note of the termination";
        RefusalLetter = "refusal_letter", "不予受理告知书", "Letter of refusal";
        RemedyLetter = "remedy_letter", "不履行调解协议救济途径告知书", "Letter on an agreement that is not kept";
        RiskReport = "risk_report", "风险报告记录", "Record of the risk report";
        ClosingReport = "closing_report", "结案报告表", "Closing report";
        FileNote = "file_note", "卷宗情况说明", "File note";
        BackCover = "back_cover", "封底", "Back cover";
    }
}

text_enum! {
    /// Whether a dossier must hold a paper, or holds it where there is reason to.
    pub enum Need {
        Must = "must", "必须", "Must";
        IfUsed = "if_used", "按需", "If used";
    }
}

/// A paper of a dossier and how the case stands to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    pub item: DossierItem,
    pub need: Need,
    /// There is reason to have it: it goes into the bundle.
    pub is_used: bool,
    /// What it is made of is recorded, or it is filed.
    pub is_there: bool,
}

/// What is filed beside what is recorded.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filed<'a> {
    pub attachments: &'a [Attachment],
    /// Proofs of identity are scanned; else they are kept on paper.
    pub wants_identity_scans: bool,
}

/// Every paper of the dossier of this case, in its order. A case from a ledger has no meetings of its own, and its agreement is kept
/// on paper.
pub fn contents(file: &CaseFile, filed: &Filed) -> Vec<Entry> {
    use DossierItem as I;
    let case = &file.case;
    let ledger = case.origin == Origin::Ledger;
    let agreed = case.outcome == Some(Outcome::Agreed);
    let form = file.agreement.as_ref().map(|agreement| agreement.form);
    let mediated = agreed || !file.meetings.is_empty();
    let has_organisation = file.parties.iter().any(|party| party.kind == PartyKind::Organisation);
    let applied = file.agreement.as_ref().is_some_and(|agreement| agreement.confirmation != ConfirmationStatus::None);
    let called_back = file.callbacks.iter().any(|callback| callback.done_on.is_some());
    let to_call_back = !ledger && !file.callbacks.is_empty();
    let all_called_back = file.callbacks.iter().all(|callback| callback.done_on.is_some());
    let has = |item: I| filed.attachments.iter().any(|one| one.kind.item() == item && one.removed_at.is_none());
    let entry = |item: &DossierItem| {
        let (must, is_used, is_there) = match item {
            I::Cover | I::Index | I::BackCover => (true, true, true),
            I::Application => (false, case.source == Source::Application, true),
            I::Acceptance => (agreed, case.accepted_on.is_some(), case.accepted_on.is_some()),
            I::RightsNotice => (mediated, mediated, rules::all_noticed(file).is_ok()),
            I::IdentityProof => {
                let must = filed.wants_identity_scans && !ledger && case.accepted_on.is_some();
                (must, has(I::IdentityProof), if must { all_identified(file, filed) } else { has(I::IdentityProof) })
            }
            I::Evidence => (false, has(I::Evidence), has(I::Evidence)),
            I::InquiryRecord => (false, false, false),
            I::PowerOfAttorney => (false, file.parties.iter().any(|party| party.agent_name.is_some()), true),
            I::MediationRecord => (agreed && !ledger, !file.meetings.is_empty(), !file.meetings.is_empty()),
            I::Agreement => {
                let written = agreed && form != Some(AgreementForm::Oral);
                (written, written, is_good(file, ledger))
            }
            I::OralAgreement => {
                let oral = agreed && form == Some(AgreementForm::Oral);
                (oral, oral, is_good(file, ledger))
            }
            I::PerformanceProof => (false, !file.payments.is_empty() || has(I::PerformanceProof), true),
            I::CallbackRecord => (to_call_back, called_back, called_back && all_called_back),
            I::ConfirmationUnit => (false, applied && has_organisation, true),
            I::ConfirmationPersons => (false, applied && !has_organisation, true),
            I::TerminationNote => (case.failed(), case.failed(), case.remedies_told_on.is_some()),
            I::RefusalLetter => (false, case.refused(), true),
            I::RemedyLetter => (false, remedies::is_broken(file), true),
            I::RiskReport => {
                let any = !file.risk_reports.is_empty();
                (any, any, file.risk_reports.iter().all(|risk| rules::risk_reported(risk).is_ok()))
            }
            I::ClosingReport => (false, case.closed_on.is_some(), true),
            I::FileNote => (false, true, true),
        };
        let need = if must { Need::Must } else { Need::IfUsed };
        Entry { item: *item, need, is_used: is_used || must, is_there }
    };
    DossierItem::ALL.iter().map(entry).collect()
}

/// Whether there is a proof of identity of each party.
fn all_identified(file: &CaseFile, filed: &Filed) -> bool {
    let proofs =
        filed.attachments.iter().filter(|one| one.kind == AttachmentKind::IdentityProof && one.removed_at.is_none());
    let known: Vec<_> = proofs.filter_map(|one| one.party_id).collect();
    file.parties.iter().all(|party| known.contains(&party.id))
}

fn is_good(file: &CaseFile, ledger: bool) -> bool {
    file.agreement.as_ref().is_some_and(|agreement| {
        agreement.effective_on.is_some()
            && (agreement.content.is_some() || (ledger && agreement.form == AgreementForm::Written))
    })
}

/// The papers this case must have and lacks.
pub fn missing(file: &CaseFile, filed: &Filed) -> Vec<DossierItem> {
    let lacks = |entry: &Entry| entry.need == Need::Must && !entry.is_there;
    contents(file, filed).into_iter().filter(lacks).map(|entry| entry.item).collect()
}

/// Refuses an archive while an item is missing, naming each.
pub fn complete(file: &CaseFile, filed: &Filed) -> Result<()> {
    let mut faults = Faults::default();
    for item in missing(file, filed) {
        faults.add(item.code(), Code::DossierItemMissing);
    }
    faults.done()
}
