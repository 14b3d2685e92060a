//! Files of a case: proofs, evidence, signed scans, recordings. They are no part of its file, so that a private one is seen by nobody
//! who sees the case; the chain of events holds their hashes.

use super::contact::{Name, Text};
use super::dossier::DossierItem;
use crate::base::id::{AccountId, AttachmentId, CaseId, PartyId, PaymentId};
use crate::base::text_list::TextList;
use crate::text_enum;
use chrono::NaiveDateTime;
use serde::Serialize;

text_enum! {
    /// What a file is to the case.
    pub enum AttachmentKind {
        IdentityProof = "identity_proof", "身份证明", "Proof of identity";
        PowerOfAttorney = "power_of_attorney", "授权委托书", "Power of attorney";
        Evidence = "evidence", "证据材料", "Evidence";
        PaymentProof = "payment_proof", "履行凭证", "Proof of payment";
        SignedScan = "signed_scan", "签名盖章扫描件", "Signed scan";
        CallbackRecording = "callback_recording", "回访录音", "Recording of a callback";
        Other = "other", "其他", "Other";
    }
}

impl AttachmentKind {
    /// The paper of the dossier behind which it is filed.
    pub const fn item(self) -> DossierItem {
        match self {
            Self::IdentityProof => DossierItem::IdentityProof,
            Self::PowerOfAttorney => DossierItem::PowerOfAttorney,
            Self::Evidence => DossierItem::Evidence,
            Self::PaymentProof => DossierItem::PerformanceProof,
            Self::SignedScan => DossierItem::Agreement,
            Self::CallbackRecording => DossierItem::CallbackRecord,
            Self::Other => DossierItem::FileNote,
        }
    }
}

text_enum! {
    /// What a file is made of, as its content shows.
    pub enum FileType {
        Pdf = "pdf", "PDF", "PDF";
        Jpeg = "jpeg", "JPEG 图片", "JPEG picture";
        Png = "png", "PNG 图片", "PNG picture";
        Heic = "heic", "HEIC 图片", "HEIC picture";
        Docx = "docx", "DOCX", "DOCX";
        Xlsx = "xlsx", "XLSX", "XLSX";
        Mp3 = "mp3", "MP3 录音", "MP3 recording";
        M4a = "m4a", "M4A 录音", "M4A recording";
        Wav = "wav", "WAV 录音", "WAV recording";
    }
}

impl FileType {
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Heic => "image/heic",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Mp3 => "audio/mpeg",
            Self::M4a => "audio/mp4",
            Self::Wav => "audio/wav",
        }
    }

    /// What the name of such a file may end with, the usual one first.
    pub const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Png => &["png"],
            Self::Heic => &["heic", "heif"],
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
            Self::Mp3 => &["mp3"],
            Self::M4a => &["m4a", "mp4"],
            Self::Wav => &["wav"],
        }
    }

    /// Whether a name does not say something else: one without an ending says nothing.
    pub fn fits(self, name: &str) -> bool {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
        let is_ending =
            |ending: &String| (1..=5).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_alphanumeric());
        ending.filter(is_ending).is_none_or(|ending| self.endings().contains(&ending.as_str()))
    }
}

/// A file of a case. Its bytes lie under its hash, once for all that have the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, diesel::Queryable, utoipa::ToSchema)]
pub struct Attachment {
    pub id: AttachmentId,
    pub case_id: CaseId,
    pub kind: AttachmentKind,
    pub title: Name,
    pub file_type: FileType,
    pub sha256: String,
    pub bytes: i64,
    /// The party it is about.
    pub party_id: Option<PartyId>,
    /// Whose signatures a signed scan shows.
    #[schema(value_type = Vec<PartyId>)]
    pub signers: TextList<PartyId>,
    /// For its author's eyes alone, as a note of a private caucus is.
    pub is_private: bool,
    pub author: AccountId,
    pub added_at: NaiveDateTime,
    pub removed_at: Option<NaiveDateTime>,
    pub removal_reason: Option<Text>,
    /// The payment it proves.
    pub payment_id: Option<PaymentId>,
}

impl Attachment {
    /// The name to save it under: its title, with the usual ending.
    pub fn file_name(&self) -> String {
        let ending = self.file_type.endings().first().copied().unwrap_or_default();
        let name = self.title.as_str();
        if self.file_type.fits(name) && name.ends_with(ending) { name.to_owned() } else { format!("{name}.{ending}") }
    }

    /// Whether this account may know of it.
    pub fn is_open_to(&self, account: AccountId) -> bool {
        !self.is_private || self.author == account
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_not_say_something_else() {
        for (name, fits) in [
            ("a.pdf", true),
            ("A.PDF", true),
            ("收条", true),
            ("第1.2.3条", true),
            ("a.pdf.exe", false),
            ("a.jpg", false),
        ] {
            assert_eq!(FileType::Pdf.fits(name), fits, "{name}");
        }
        assert!(FileType::Jpeg.fits("a.jpeg") && FileType::Jpeg.fits("a.jpg"));
    }
}
