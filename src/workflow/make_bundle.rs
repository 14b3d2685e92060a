//! The whole dossier of a case at once: what goes into it, in which order, as one PDF or as an archive of files.

use super::make_papers::{Ways, names, template, whole};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::CaseId;
use crate::domain::attachments::{Attachment, FileType};
use crate::domain::case::CaseFile;
use crate::domain::documents::case_fields;
use crate::domain::documents::fields::Fields;
use crate::domain::documents::fill::fill;
use crate::domain::documents::model::{Block, Document, Place};
use crate::domain::documents::names::Names;
use crate::domain::documents::template::Template;
use crate::domain::dossier::{self, DossierItem, Entry, Filed, Need};
use crate::domain::moment::Moment;
use crate::domain::policy::Actor;
use crate::formats::font::Face;
use crate::formats::volume::{Bound, Covers, Part, Sheet, bind};
use crate::formats::{archive, csv, docx, pdf};
use crate::store::db::Conn;
use crate::store::{attachments, blobs};
use std::collections::BTreeMap;
use std::path::Path;

/// The most bytes of files in one bundle: it is made in memory.
const MOST_BYTES: i64 = 256 << 20;

/// All that a bundle is made of, read at one moment.
pub struct Dossier {
    file: CaseFile,
    names: Names,
    entries: Vec<Entry>,
    templates: BTreeMap<DossierItem, Template>,
    attachments: Vec<Attachment>,
}

/// Reads the dossier of a case. Sealed files stay out, their author's too: what is bound is for others to read.
pub fn gather(c: &mut Conn, actor: &Actor, id: CaseId, ways: &Ways, by: &Moment) -> Result<Dossier> {
    let file = whole(c, actor, id, by)?;
    let names = names(c, &file, &ways.terms)?;
    let attachments: Vec<Attachment> =
        attachments::readable(c, id, actor.account())?.into_iter().filter(|one| !one.is_private).collect();
    if attachments.iter().map(|one| one.bytes).sum::<i64>() > MOST_BYTES {
        return Err(Error::Conflict(Code::BundleTooLarge));
    }
    let wants_identity_scans = ways.wants_identity_scans;
    let entries = dossier::contents(&file, &Filed { attachments: &attachments, wants_identity_scans });
    let mut templates = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.is_used) {
        if let Some(template) = template(c, &file, entry.item)? {
            templates.insert(entry.item, template);
        }
    }
    Ok(Dossier { file, names, entries, templates, attachments })
}

impl Dossier {
    /// The number of the case.
    pub fn case_no(&self) -> &str {
        &self.file.case.case_no
    }

    /// Everything in one PDF: cover, index, papers with the files behind them, back cover.
    pub fn volume(&self, face: &Face, folder: &Path) -> Result<Vec<u8>> {
        let mut parts = Vec::new();
        for (item, _) in self.parts() {
            parts.push(Part { name: item.zh().to_owned(), sheets: self.sheets(item, folder)? });
        }
        bind(parts, |bound| self.covers(bound), face, "dossier")
    }

    /// The same as files: the volume, each paper as DOCX and PDF, the files as they came, and an index with their hashes.
    pub fn archive(&self, face: &Face, folder: &Path) -> Result<Vec<u8>> {
        let mut files = vec![("卷宗.pdf".to_owned(), self.volume(face, folder)?)];
        let mut index: Vec<[String; 4]> = Vec::new();
        for (no, (item, papers)) in (1..).zip(self.parts()) {
            if self.templates.contains_key(&item) {
                let document = self.paper(item, &self.fields())?;
                let name = format!("{no:02} {}", item.zh());
                files.push((format!("{name}.docx"), docx::write(&document)?));
                files.push((format!("{name}.pdf"), pdf::write(&document, face, item.code())?));
                index.push([no.to_string(), item.zh().to_owned(), format!("{name}.docx"), String::new()]);
            }
            for one in papers {
                let ending = one.file_type.endings().first().copied().unwrap_or_default();
                let title = one.title.as_str().trim_end_matches(format!(".{ending}").as_str());
                let name = format!("附件/{no:02} {title}.{ending}");
                index.push([no.to_string(), one.kind.zh().to_owned(), name.clone(), one.sha256.clone()]);
                files.push((name, blobs::get(folder, &one.sha256)?));
            }
        }
        files.insert(1, ("目录.csv".to_owned(), csv::write(&["序号", "材料名称", "文件", "SHA-256"], &index)?));
        archive::pack(&files)
    }

    /// What lies between the index and the back cover: the papers in use, each with the files filed behind it.
    fn parts(&self) -> Vec<(DossierItem, Vec<&Attachment>)> {
        use DossierItem::{BackCover, Cover, Index};
        let between =
            self.entries.iter().map(|entry| entry.item).filter(|item| ![Cover, Index, BackCover].contains(item));
        let with_files = between.map(|item| {
            let files: Vec<&Attachment> =
                self.attachments.iter().filter(|one| self.filed_behind(one) == item).collect();
            (item, files)
        });
        with_files.filter(|(item, files)| self.templates.contains_key(item) || !files.is_empty()).collect()
    }

    /// A scan of what was signed lies behind the agreement that there is.
    fn filed_behind(&self, one: &Attachment) -> DossierItem {
        let oral = self.templates.contains_key(&DossierItem::OralAgreement);
        match one.kind.item() {
            DossierItem::Agreement if oral => DossierItem::OralAgreement,
            item => item,
        }
    }

    fn sheets(&self, item: DossierItem, folder: &Path) -> Result<Vec<Sheet>> {
        let mut sheets = Vec::new();
        if self.templates.contains_key(&item) {
            sheets.push(Sheet::Paper(self.paper(item, &self.fields())?));
        }
        for one in self.attachments.iter().filter(|one| self.filed_behind(one) == item) {
            let words = format!("附件：{}　{}（{}）", one.kind.zh(), one.title.as_str(), one.file_type.zh());
            sheets.push(match one.file_type {
                FileType::Jpeg | FileType::Png => {
                    let bytes = blobs::get(folder, &one.sha256)?;
                    Sheet::Picture { words, bytes, is_png: one.file_type == FileType::Png }
                }
                _ => Sheet::Paper(reference(&words, one)),
            });
        }
        Ok(sheets)
    }

    fn paper(&self, item: DossierItem, fields: &Fields) -> Result<Document> {
        let template = self.templates.get(&item).ok_or(Error::NotFound)?;
        let filled = fill(template, fields)?;
        if !filled.document.blocks.is_empty() {
            return Ok(filled.document);
        }
        Ok(fill(template, &case_fields::with_blank_forms(fields.clone()))?.document)
    }

    fn fields(&self) -> Fields {
        let mut fields = case_fields::of_case(&self.file, &self.names, None);
        fields.set("item_count", self.parts().len().to_string());
        let missing = self.entries.iter().filter(|entry| entry.need == Need::Must && !entry.is_there);
        let missing = missing.map(|entry| Fields::default().with("missing_name", entry.item.zh().to_owned()));
        fields.list("missing", missing.collect());
        fields
    }

    fn covers(&self, bound: &[Bound]) -> Result<Covers> {
        let mut fields = self.fields();
        let line = |(no, part): (usize, &Bound)| {
            Fields::default()
                .with("item_no", no.to_string())
                .with("item_name", part.name.clone())
                .with("item_pages", part.pages())
        };
        fields.list("items", (1..).zip(bound).map(line).collect());
        fields.set("page_count", bound.last().map(|part| part.last.to_string()));
        let front = [DossierItem::Cover, DossierItem::Index].map(|item| self.paper(item, &fields));
        Ok(Covers {
            front: front.into_iter().collect::<Result<_>>()?,
            back: self.paper(DossierItem::BackCover, &fields)?,
        })
    }
}

/// The page that stands for a file that is not drawn: what it is, and by which hash it can be told.
fn reference(words: &str, one: &Attachment) -> Document {
    let texts = [words.to_owned(), "原件见卷宗压缩包“附件”文件夹。".to_owned(), format!("SHA-256：{}", one.sha256)];
    Document { blocks: texts.map(|text| Block::Paragraph { text, place: Place::Left }).into() }
}
