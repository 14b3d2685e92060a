//! The layouts that come with the program: one file of `config/documents` for each paper that is made from data.

use super::template::Template;
use crate::base::error::Result;
use crate::domain::dossier::DossierItem;

/// The built-in template of a paper; none for what can only be filed as it came.
pub fn text(item: DossierItem) -> Option<&'static str> {
    macro_rules! files {
        ($($item:ident $file:literal,)+) => {
            match item {
                $(DossierItem::$item => Some(include_str!(concat!("../../../config/documents/", $file, ".txt"))),)+
                DossierItem::IdentityProof | DossierItem::Evidence => None,
            }
        };
    }
    files! {
        Cover "cover",
        Index "index",
        Application "application",
        Acceptance "acceptance",
        RightsNotice "rights_notice",
        PowerOfAttorney "power_of_attorney",
        InquiryRecord "inquiry_record",
        MediationRecord "mediation_record",
        Agreement "agreement",
        OralAgreement "oral_agreement",
        PerformanceProof "performance_proof",
        CallbackRecord "callback_record",
        ConfirmationUnit "confirmation_unit",
        ConfirmationPersons "confirmation_persons",
        TerminationNote "termination_note",
        RefusalLetter "refusal_letter",
        RemedyLetter "remedy_letter",
        RiskReport "risk_report",
        ClosingReport "closing_report",
        FileNote "file_note",
        BackCover "back_cover",
    }
}

/// The built-in template of a paper, read.
pub fn template(item: DossierItem) -> Result<Option<Template>> {
    text(item).map(Template::parse).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_layout_names_only_what_is_known() {
        for item in DossierItem::ALL {
            template(*item).unwrap_or_else(|error| panic!("{item}: {error}"));
        }
        assert_eq!(DossierItem::ALL.iter().filter(|item| text(**item).is_none()).count(), 2);
    }
}
