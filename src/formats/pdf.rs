//! Pages as a PDF, with the letters of the font in it. Every character is drawn by the font's own letter: nothing is shaped or
//! replaced.

use super::font::{Face, Reader};
use super::page_layout::{self, BOTTOM, LEFT, Mark, PAGE_HEIGHT, PAGE_WIDTH, Page, TOP, WIDTH, wide};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::domain::documents::model::Document;
use krilla::color::rgb;
use krilla::error::KrillaError;
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::image::Image;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};

const NUMBER: i64 = 14_000;
/// Room for the lines that say what a picture is.
const CAPTION: i64 = 64_000;

/// A page, and the number it bears, if any.
pub struct Numbered {
    pub page: Page,
    pub number: Option<usize>,
}

/// One document, its pages numbered from 1. `name` is what it is called in problems and in the file's own title.
pub fn write(document: &Document, face: &Face, name: &str) -> Result<Vec<u8>> {
    let reader = face.reader().ok_or(Error::Conflict(Code::NoFont))?;
    let pages = page_layout::pages(document, &reader, name)?;
    let pages: Vec<Numbered> = (1..).zip(pages).map(|(number, page)| Numbered { page, number: Some(number) }).collect();
    assemble(&pages, &[], face, name).map_err(|cause| match cause {
        Unmade::Picture(_) => Error::internal("a picture where there is none"),
        Unmade::Other(cause) => cause,
    })
}

/// Why there is no PDF.
pub enum Unmade {
    /// The picture at this place is none, or is one that cannot be shown.
    Picture(usize),
    Other(Error),
}

impl From<Error> for Unmade {
    fn from(cause: Error) -> Self {
        Self::Other(cause)
    }
}

/// Pages as they are, with the pictures they show; nothing is shown where there is none.
pub fn assemble(
    pages: &[Numbered],
    pictures: &[Option<Image>],
    face: &Face,
    title: &str,
) -> std::result::Result<Vec<u8>, Unmade> {
    let lost = || Error::Conflict(Code::NoFont);
    let (reader, font) = (face.reader().ok_or_else(lost)?, face.embedded().ok_or_else(lost)?);
    let mut pdf = krilla::Document::new();
    pdf.set_metadata(Metadata::new().title(title.to_owned()));
    let settings = PageSettings::from_wh(points(PAGE_WIDTH), points(PAGE_HEIGHT))
        .ok_or_else(|| Error::internal("a page without size"))?;
    for Numbered { page, number } in pages {
        let mut sheet = pdf.start_page_with(settings.clone());
        let mut surface = sheet.surface();
        surface.set_fill(Some(Fill { paint: rgb::Color::black().into(), ..Fill::default() }));
        let mut brush = Brush { surface: &mut surface, reader: &reader, font: &font };
        for mark in &page.marks {
            brush.mark(mark, pictures);
        }
        if let Some(number) = number {
            let text = format!("— {number} —");
            let x = (PAGE_WIDTH - wide(&reader, &text, NUMBER)) / 2;
            brush.text(x, PAGE_HEIGHT - 70_000, NUMBER, &text);
        }
        surface.finish();
        sheet.finish();
    }
    pdf.finish().map_err(|cause| {
        let other = Error::internal(cause.to_string());
        let broken = match cause {
            KrillaError::Image(image, ..) | KrillaError::SixteenBitImage(image, ..) => Some(image),
            _ => None,
        };
        let at = broken.and_then(|image| pictures.iter().position(|one| one.as_ref() == Some(&image)));
        at.map_or(Unmade::Other(other), Unmade::Picture)
    })
}

struct Brush<'a, 'b> {
    surface: &'a mut Surface<'b>,
    reader: &'a Reader<'a>,
    font: &'a Font,
}

impl Brush<'_, '_> {
    fn mark(&mut self, mark: &Mark, pictures: &[Option<Image>]) {
        match mark {
            Mark::Text { x, y, size, text } => self.text(*x, *y, *size, text),
            Mark::Rule { x, y, width, height } => {
                let mut path = PathBuilder::new();
                if let Some(rect) = Rect::from_xywh(points(*x), points(*y), points(*width), points(*height)) {
                    path.push_rect(rect);
                }
                if let Some(path) = path.finish() {
                    self.surface.draw_path(&path);
                }
            }
            Mark::Picture(at) => {
                if let Some(Some(image)) = pictures.get(*at) {
                    self.picture(image);
                }
            }
        }
    }

    #[allow(clippy::cast_precision_loss, clippy::float_arithmetic, reason = "the PDF is written in floats")]
    fn text(&mut self, x: i64, y: i64, size: i64, text: &str) {
        let glyph = |(at, character): (usize, char)| {
            let letter = self.reader.letter(character)?;
            let range = at..at + character.len_utf8();
            let advance = letter.advance as f32 / 1000.0;
            Some(KrillaGlyph::new(GlyphId::new(letter.id), advance, 0.0, 0.0, 0.0, range, None))
        };
        let glyphs: Vec<KrillaGlyph> = text.char_indices().filter_map(glyph).collect();
        if !glyphs.is_empty() {
            let start = Point::from_xy(points(x), points(y));
            self.surface.draw_glyphs(start, &glyphs, self.font.clone(), text, points(size), false);
        }
    }

    /// As large as fits below its line, in the middle of the width.
    #[allow(clippy::cast_precision_loss, clippy::float_arithmetic, reason = "the PDF is written in floats")]
    fn picture(&mut self, image: &Image) {
        let (wide, high) = image.size();
        let (room, height) = (points(WIDTH), points(PAGE_HEIGHT - TOP - BOTTOM - CAPTION));
        let scale = (room / wide.max(1) as f32).min(height / high.max(1) as f32);
        let (width, height) = (wide as f32 * scale, high as f32 * scale);
        let Some(size) = Size::from_wh(width, height) else { return };
        let x = points(LEFT) + (room - width) / 2.0;
        self.surface.push_transform(&Transform::from_translate(x, points(TOP + CAPTION)));
        self.surface.draw_image(image.clone(), size);
        self.surface.pop();
    }
}

/// Thousandths of a point as points.
#[allow(clippy::cast_precision_loss, clippy::float_arithmetic, reason = "the PDF is written in floats")]
fn points(length: i64) -> f32 {
    length as f32 / 1000.0
}
