//! A filled paper, or a whole dossier, as the file that somebody downloads.

use super::make_bundle::Dossier;
use super::make_papers::Paper;
use crate::base::config::{Config, Documents};
use crate::base::error::Result;
use crate::formats::font::Face;
use crate::formats::{docx, pdf};
use crate::text_enum;

text_enum! {
    /// What kind of file a paper is made into.
    pub enum PaperFormat {
        Docx = "docx", "DOCX", "DOCX";
        Pdf = "pdf", "PDF", "PDF";
    }
}

text_enum! {
    /// The whole dossier as one file to read, or as the files it is made of.
    pub enum BundleFormat {
        Pdf = "pdf", "PDF", "PDF";
        Zip = "zip", "ZIP", "ZIP";
    }
}

/// A file to be saved.
pub struct Made {
    pub name: String,
    pub content_type: &'static str,
    pub bytes: Vec<u8>,
}

/// A paper as a file, named by the case's number and the paper: nothing of the persons.
pub fn paper(paper: &Paper, format: PaperFormat, settings: &Documents) -> Result<Made> {
    let document = &paper.filled.document;
    let (bytes, content_type) = match format {
        PaperFormat::Docx => {
            (docx::write(document)?, "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
        }
        PaperFormat::Pdf => {
            let face = Face::open(&settings.font_file, settings.font_index)?;
            (pdf::write(document, &face, paper.item.code())?, "application/pdf")
        }
    };
    Ok(Made { name: format!("{} {}.{format}", paper.case_no, paper.item.zh()), content_type, bytes })
}

/// The whole dossier as one file.
pub fn bundle(dossier: &Dossier, format: BundleFormat, settings: &Config) -> Result<Made> {
    let face = Face::open(&settings.documents.font_file, settings.documents.font_index)?;
    let folder = &settings.attachments.folder;
    let (bytes, content_type) = match format {
        BundleFormat::Pdf => (dossier.volume(&face, folder)?, "application/pdf"),
        BundleFormat::Zip => (dossier.archive(&face, folder)?, "application/zip"),
    };
    Ok(Made { name: format!("{} 卷宗.{format}", dossier.case_no()), content_type, bytes })
}
