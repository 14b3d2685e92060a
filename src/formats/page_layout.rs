//! A document on A4 pages: what stands where. Lengths are thousandths of a point. What a page is made of is in `pdf.rs`.

use super::font::Reader;
use super::line_breaking::lines;
use crate::base::code::Code;
use crate::base::error::{Error, Faults, Result};
use crate::domain::documents::model::{Block, Document, Place, Table};

pub const PAGE_WIDTH: i64 = 595_276;
pub const PAGE_HEIGHT: i64 = 841_890;
/// 37, 35, 28 and 26 mm.
pub const TOP: i64 = 104_882;
pub const BOTTOM: i64 = 99_213;
pub const LEFT: i64 = 79_370;
const RIGHT: i64 = 73_701;
pub const WIDTH: i64 = PAGE_WIDTH - LEFT - RIGHT;
const END: i64 = PAGE_HEIGHT - BOTTOM;

const LINE: i64 = 28_000;
const CELL_LINE: i64 = 22_000;
const PADDING: i64 = 4_000;
const TITLE: i64 = 22_000;
const TEXT: i64 = 16_000;
const SMALL: i64 = 14_000;

/// What stands on one page.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub marks: Vec<Mark>,
}

#[derive(Clone, Debug)]
pub enum Mark {
    /// `y` is the line the letters stand on.
    Text { x: i64, y: i64, size: i64, text: String },
    /// A filled box: the rules of tables and the lines to sign on.
    Rule { x: i64, y: i64, width: i64, height: i64 },
    /// The picture of this number, as large as fits between the margins.
    Picture(usize),
}

/// Lays a document out. `Invalid` names the characters the font has not, and where they stand; `name` is what the document is called.
pub fn pages(document: &Document, reader: &Reader, name: &str) -> Result<Vec<Page>> {
    known(document, reader, name)?;
    let mut paper = Paper { reader, pages: vec![Page::default()], y: TOP };
    for block in &document.blocks {
        match block {
            Block::Title(text) => paper.text(text, TITLE, Place::Centre, LINE * 3 / 2),
            Block::Heading(text) => paper.text(text, TEXT, Place::Left, LINE),
            Block::Paragraph { text, place } => paper.text(text, TEXT, *place, LINE),
            Block::Signature(text) => paper.signature(text),
            Block::Table(table) => paper.table(table),
            Block::PageBreak => paper.next_page(),
        }
    }
    Ok(paper.pages)
}

/// How wide a text is.
pub fn wide(reader: &Reader, text: &str, size: i64) -> i64 {
    text.chars().map(|c| advance(reader, c, size)).sum()
}

fn advance(reader: &Reader, character: char, size: i64) -> i64 {
    reader.letter(character).map_or(size, |letter| letter.advance * size / 1000)
}

fn known(document: &Document, reader: &Reader, name: &str) -> Result<()> {
    let mut faults = Faults::default();
    for (at, text) in document.texts().enumerate() {
        for character in text.chars().filter(|c| *c != '\n' && *c != '\t') {
            if reader.letter(character).is_none() {
                let place = format!("{name}, text {}: U+{:04X} {character}", at + 1, u32::from(character));
                faults.add(place, Code::NoGlyph);
            }
        }
    }
    match faults.done() {
        // A text of nothing but them needs no thousand lines.
        Err(Error::Invalid(mut all)) => {
            all.dedup();
            all.truncate(100);
            Err(Error::Invalid(all))
        }
        other => other,
    }
}

struct Paper<'a> {
    reader: &'a Reader<'a>,
    pages: Vec<Page>,
    y: i64,
}

impl Paper<'_> {
    fn put(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.marks.push(mark);
        }
    }

    fn next_page(&mut self) {
        self.pages.push(Page::default());
        self.y = TOP;
    }

    /// Makes sure that so much height is left.
    fn room(&mut self, height: i64) {
        if self.y + height > END && self.y > TOP {
            self.next_page();
        }
    }

    fn text(&mut self, text: &str, size: i64, place: Place, line: i64) {
        let indent = if place == Place::Indented { 2 * size } else { 0 };
        let text = text.replace('\t', " ");
        for (no, words) in lines(&text, WIDTH, indent, |c| advance(self.reader, c, size)).into_iter().enumerate() {
            self.room(line);
            let free = WIDTH - wide(self.reader, &words, size);
            let x = match place {
                Place::Indented if no == 0 => indent,
                Place::Indented | Place::Left => 0,
                Place::Centre => free / 2,
                Place::Right => free,
            };
            let y = self.y + (line + size) / 2 - size / 8;
            self.put(Mark::Text { x: LEFT + x, y, size, text: words });
            self.y += line;
        }
    }

    fn signature(&mut self, text: &str) {
        self.text(text, TEXT, Place::Left, LINE * 4 / 3);
        let last = self.pages.last().and_then(|page| page.marks.last());
        let Some(Mark::Text { x, y, text, .. }) = last else { return };
        let (from, y) = (x + wide(self.reader, text, TEXT) + PADDING, y + 3_000);
        let width = (LEFT + WIDTH - from).clamp(0, 8 * TEXT);
        self.put(Mark::Rule { x: from, y, width, height: 500 });
    }

    fn table(&mut self, table: &Table) {
        let whole = i64::from(table.whole());
        for row in &table.rows {
            let mut x = LEFT;
            let mut cells = Vec::new();
            for (place, text) in row.iter().enumerate() {
                let width = WIDTH * i64::from(table.share(place, row.len())) / whole;
                let room = width - 2 * PADDING;
                let text = text.replace('\t', " ");
                let all = text.split('\n').flat_map(|part| lines(part, room, 0, |c| advance(self.reader, c, SMALL)));
                cells.push(Cell { x, width, lines: all.collect() });
                x += width;
            }
            self.row(&cells);
        }
    }

    /// A row stays on one page where it can; one that is higher than a page is cut between lines.
    fn row(&mut self, cells: &[Cell]) {
        let most = cells.iter().map(|cell| cell.lines.len()).max().unwrap_or(1).max(1);
        let height = |lines: usize| i64::try_from(lines).unwrap_or(i64::MAX / CELL_LINE) * CELL_LINE + 2 * PADDING;
        if height(most) <= END - TOP {
            self.room(height(most));
        }
        let mut done = 0;
        while done < most {
            let left = usize::try_from((END - self.y - 2 * PADDING) / CELL_LINE).unwrap_or(0);
            if left == 0 {
                self.next_page();
                continue;
            }
            let now = left.min(most - done);
            for cell in cells {
                self.cell(cell, done, now, height(now));
            }
            self.y += height(now);
            done += now;
        }
    }

    fn cell(&mut self, cell: &Cell, done: usize, now: usize, height: i64) {
        let y = self.y;
        for (x, y, width, height) in [
            (cell.x, y, cell.width, 500),
            (cell.x, y + height, cell.width, 500),
            (cell.x, y, 500, height),
            (cell.x + cell.width, y, 500, height + 500),
        ] {
            self.put(Mark::Rule { x, y, width, height });
        }
        let words: Vec<String> = cell.lines.iter().skip(done).take(now).cloned().collect();
        let free = i64::try_from(now - words.len()).unwrap_or(0) * CELL_LINE / 2;
        let mut base = y + PADDING + free + (CELL_LINE + SMALL) / 2 - SMALL / 8;
        for text in words {
            self.put(Mark::Text { x: cell.x + PADDING, y: base, size: SMALL, text });
            base += CELL_LINE;
        }
    }
}

struct Cell {
    x: i64,
    width: i64,
    lines: Vec<String>,
}
