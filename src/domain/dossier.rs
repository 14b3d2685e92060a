//! What the file of a case must hold before it is archived, by how it ended (L1 art 27, F1). Here is only what is recorded as data.

use super::agreement::AgreementForm;
use super::case::{CaseFile, Origin, Outcome};
use super::rules;
use crate::base::code::Code;
use crate::base::error::{Faults, Result};
use crate::text_enum;

text_enum! {
    /// The must-items of the dossier, in its order.
    pub enum DossierItem {
        Acceptance = "acceptance", "受理登记表", "Acceptance form";
        RightsNotice = "rights_notice", "当事人权利义务告知书", "Rights and duties notice";
        MediationRecord = "mediation_record", "人民调解记录", "Mediation record";
        Agreement = "agreement", "人民调解协议书或口头协议登记表", "Agreement or oral agreement form";
        TerminationNote = "termination_note", "终止告知记录", "Note of the termination";
        RiskReport = "risk_report", "风险报告记录", "Record of the risk report";
    }
}

/// The items this case lacks. A case from a ledger has no meetings of its own, and its agreement is kept on paper.
pub fn missing(file: &CaseFile) -> Vec<DossierItem> {
    let ledger = file.case.origin == Origin::Ledger;
    let agreed = file.case.outcome == Some(Outcome::Agreed);
    let good_agreement = file.agreement.as_ref().is_some_and(|agreement| {
        agreement.effective_on.is_some()
            && (agreement.content.is_some() || (ledger && agreement.form == AgreementForm::Written))
    });
    let mediated = agreed || !file.meetings.is_empty();
    let terminated = file.case.failed();
    let lacks = |item: &DossierItem| match item {
        DossierItem::Acceptance => agreed && file.case.accepted_on.is_none(),
        DossierItem::RightsNotice => mediated && rules::all_noticed(file).is_err(),
        DossierItem::MediationRecord => agreed && !ledger && file.meetings.is_empty(),
        DossierItem::Agreement => agreed && !good_agreement,
        DossierItem::TerminationNote => terminated && file.case.remedies_told_on.is_none(),
        DossierItem::RiskReport => file.risk_reports.iter().any(|risk| rules::risk_reported(risk).is_err()),
    };
    DossierItem::ALL.iter().copied().filter(lacks).collect()
}

/// Refuses an archive while an item is missing, naming each.
pub fn complete(file: &CaseFile) -> Result<()> {
    let mut faults = Faults::default();
    for item in missing(file) {
        faults.add(item.code(), Code::DossierItemMissing);
    }
    faults.done()
}
