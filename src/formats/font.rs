//! A font file of the machine: which characters it has and how wide they are. The letters of a PDF are part of it, so that it looks
//! the same everywhere; a character the font lacks is said, never drawn as a box.

use crate::base::code::Code;
use crate::base::error::{Error, Result};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// Where Debian's `fonts-noto-cjk` and its relatives lie, and which face of the file is simplified Chinese.
pub const USUAL: [(&str, u32); 5] = [
    ("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", 2),
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/noto-cjk/NotoSerifCJK-Regular.ttc", 2),
    ("/usr/share/fonts/google-noto-serif-cjk-fonts/NotoSerifCJK-Regular.ttc", 2),
    ("/usr/share/fonts/truetype/arphic/uming.ttc", 0),
];

/// A font that is ready to be used.
pub struct Face {
    bytes: Arc<Vec<u8>>,
    index: u32,
    units: i64,
}

/// A letter of a font: which, and how far to the next in thousandths of the size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Letter {
    pub id: u32,
    pub advance: i64,
}

/// The last font that was asked for: a file of some 25 MB is not read for every document.
static LAST: Mutex<Option<(PathBuf, u32, Arc<Face>)>> = Mutex::new(None);

impl Face {
    /// The font of the settings, or with an empty path the first of the usual ones. `Conflict` when there is none or it cannot be read.
    pub fn open(file: &Path, index: u32) -> Result<Arc<Self>> {
        let usual = || USUAL.iter().map(|(path, index)| (PathBuf::from(path), *index)).find(|(path, _)| path.is_file());
        let named = (file.to_owned(), index);
        let (path, index) =
            if file.as_os_str().is_empty() { usual().ok_or(Error::Conflict(Code::NoFont))? } else { named };
        let mut last = LAST.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some((known, at, face)) = &*last
            && *known == path
            && *at == index
        {
            return Ok(face.clone());
        }
        let bytes = std::fs::read(&path).map_err(|cause| {
            tracing::error!(path = %path.display(), %cause, "documents.font_file cannot be read");
            Error::Conflict(Code::NoFont)
        })?;
        let face = Arc::new(Self::of(bytes, index).ok_or(Error::Conflict(Code::NoFont))?);
        *last = Some((path, index, face.clone()));
        Ok(face)
    }

    fn of(bytes: Vec<u8>, index: u32) -> Option<Self> {
        let font = FontRef::from_index(&bytes, index).ok()?;
        let units = i64::from(font.metrics(Size::unscaled(), LocationRef::default()).units_per_em).max(1);
        Some(Self { bytes: Arc::new(bytes), index, units })
    }

    /// What is asked letter by letter while one document is laid out.
    pub fn reader(&self) -> Option<Reader<'_>> {
        let font = FontRef::from_index(&self.bytes, self.index).ok()?;
        let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
        Some(Reader { charmap: font.charmap(), metrics, units: self.units })
    }

    /// The font as the PDF takes it in.
    pub(super) fn embedded(&self) -> Option<krilla::text::Font> {
        krilla::text::Font::new(self.bytes.clone().into(), self.index)
    }
}

/// The letters of a font.
pub struct Reader<'a> {
    charmap: skrifa::charmap::Charmap<'a>,
    metrics: skrifa::metrics::GlyphMetrics<'a>,
    units: i64,
}

impl Reader<'_> {
    /// The letter of a character; none when the font has no such.
    #[allow(clippy::cast_possible_truncation, reason = "a font's own whole units")]
    pub fn letter(&self, character: char) -> Option<Letter> {
        let id = self.charmap.map(character).filter(|id| id.to_u32() != 0)?;
        let advance = self.metrics.advance_width(id)? as i64;
        Some(Letter { id: id.to_u32(), advance: advance * 1000 / self.units })
    }
}
