//! The papers of a dossier bound together: one PDF with a cover, an index and page numbers, pictures among them.

use super::font::{Face, Reader};
use super::page_layout::{Mark, Page, pages};
use super::pdf::{self, Numbered, Unmade};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::domain::documents::model::{Block, Document, Place};
use krilla::image::Image;

/// What comes in a dossier under one number of its index.
pub struct Part {
    pub name: String,
    pub sheets: Vec<Sheet>,
}

/// Pages of a part.
pub enum Sheet {
    Paper(Document),
    /// A picture under a line that says what it is; where it cannot be shown, the line alone.
    Picture {
        words: String,
        bytes: Vec<u8>,
        is_png: bool,
    },
}

/// A part and the pages it came to lie on, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    pub name: String,
    pub first: usize,
    pub last: usize,
}

impl Bound {
    /// `3` or `3-5`.
    pub fn pages(&self) -> String {
        if self.first == self.last { self.first.to_string() } else { format!("{}-{}", self.first, self.last) }
    }
}

/// The papers around the parts, which bear no number. They are made when it is known where each part lies.
pub struct Covers {
    pub front: Vec<Document>,
    pub back: Document,
}

/// The PDF of a volume. `covers` makes cover, index and back cover from the places of the parts. Errors are those of `page_layout`.
pub fn bind(
    parts: Vec<Part>,
    covers: impl FnOnce(&[Bound]) -> Result<Covers>,
    face: &Face,
    title: &str,
) -> Result<Vec<u8>> {
    let reader = face.reader().ok_or(Error::Conflict(Code::NoFont))?;
    let mut volume = Volume { reader: &reader, pages: Vec::new(), pictures: Vec::new() };
    let mut bound = Vec::new();
    for part in parts {
        let first = volume.pages.len() + 1;
        for sheet in part.sheets {
            volume.add(sheet, &part.name)?;
        }
        bound.push(Bound { name: part.name, first, last: volume.pages.len() });
    }
    let covers = covers(&bound)?;
    let plain = |document: &Document, name: &str| -> Result<Vec<Numbered>> {
        Ok(pages(document, &reader, name)?.into_iter().map(|page| Numbered { page, number: None }).collect())
    };
    let mut all = Vec::new();
    for document in &covers.front {
        all.extend(plain(document, "cover")?);
    }
    all.extend((1..).zip(volume.pages).map(|(number, page)| Numbered { page, number: Some(number) }));
    all.extend(plain(&covers.back, "back_cover")?);
    let mut pictures = volume.pictures;
    loop {
        match pdf::assemble(&all, &pictures, face, title) {
            // A picture that turns out not to be one leaves its line; the file itself is in the archive.
            Err(Unmade::Picture(at)) => pictures.iter_mut().skip(at).take(1).for_each(|one| *one = None),
            Err(Unmade::Other(cause)) => return Err(cause),
            Ok(bytes) => return Ok(bytes),
        }
    }
}

struct Volume<'a> {
    reader: &'a Reader<'a>,
    pages: Vec<Page>,
    pictures: Vec<Option<Image>>,
}

impl Volume<'_> {
    fn add(&mut self, sheet: Sheet, name: &str) -> Result<()> {
        match sheet {
            Sheet::Paper(document) => self.pages.extend(pages(&document, self.reader, name)?),
            Sheet::Picture { words, bytes, is_png } => {
                let line = Document { blocks: vec![Block::Paragraph { text: words, place: Place::Left }] };
                let mut page = pages(&line, self.reader, name)?.into_iter().next().unwrap_or_default();
                let data = krilla::Data::from(bytes);
                let image = if is_png { Image::from_png(data, true) } else { Image::from_jpeg(data, true) };
                if let Ok(image) = image {
                    page.marks.push(Mark::Picture(self.pictures.len()));
                    self.pictures.push(Some(image));
                }
                self.pages.push(page);
            }
        }
        Ok(())
    }
}
