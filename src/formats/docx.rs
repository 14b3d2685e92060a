//! A document as DOCX, which Word, WPS and LibreOffice open and people go on writing in. The layout of official papers (GB/T 9704):
//! A4, margins 37/35/28/26 mm, lines of exactly 28 pt; fonts by name, so that none is needed here.

use crate::base::error::{Error, Result};
use crate::domain::documents::model::{Block, Document, Place, Table};
use docx_rs::{
    AlignmentType, BreakType, Docx, Footer, LineSpacing, LineSpacingType, PageMargin, PageNum, Paragraph, Run,
    RunFonts, SpecialIndentType, Table as DocxTable, TableCell, TableCellMargins, TableLayoutType, TableRow,
    VAlignType, WidthType,
};
use std::io::Cursor;

/// Twentieths of a point, of which A4 and its margins are made.
const PAGE: (u32, u32) = (11_906, 16_838);
const MARGINS: (i32, i32, i32, i32) = (2_098, 1_984, 1_588, 1_474);
/// What is left of the width between the margins.
const WIDTH: usize = 8_844;
/// The text set in by two characters of 16 pt.
const INDENT: i32 = 640;
/// 28 points.
const LINE: i32 = 560;

/// Half-points: the sizes called 二号, 三号, 四号.
const TITLE: usize = 44;
const TEXT: usize = 32;
const SMALL: usize = 28;

/// The bytes of the DOCX file; the same document gives the same bytes.
pub fn write(document: &Document) -> Result<Vec<u8>> {
    let (top, bottom, left, right) = MARGINS;
    let margin = PageMargin::new().top(top).bottom(bottom).left(left).right(right).footer(1_400);
    let number = Paragraph::new()
        .align(AlignmentType::Center)
        .add_run(run("— ", SONG, SMALL))
        .add_page_num(PageNum::new())
        .add_run(run(" —", SONG, SMALL));
    let mut docx = Docx::new()
        .page_size(PAGE.0, PAGE.1)
        .page_margin(margin)
        .default_fonts(fonts(SONG))
        .default_size(TEXT)
        .footer(Footer::new().add_paragraph(number));
    for block in &document.blocks {
        docx = match block {
            Block::Title(text) => docx.add_paragraph(paragraph(text, TITLE_FONT, TITLE).align(AlignmentType::Center)),
            Block::Heading(text) => docx.add_paragraph(paragraph(text, HEI, TEXT).keep_next(true)),
            Block::Paragraph { text, place } => docx.add_paragraph(placed(text, *place)),
            Block::Signature(text) => {
                let line = run("　　　　　　　　", SONG, TEXT).underline("single");
                docx.add_paragraph(paragraph(text, SONG, TEXT).add_run(line))
            }
            Block::Table(table) => docx.add_table(cells(table)),
            Block::PageBreak => docx.add_paragraph(Paragraph::new().add_run(Run::new().add_break(BreakType::Page))),
        };
    }
    let mut bytes = Cursor::new(Vec::new());
    docx.build().pack(&mut bytes).map_err(Error::internal)?;
    Ok(bytes.into_inner())
}

const SONG: &str = "仿宋";
const HEI: &str = "黑体";
const TITLE_FONT: &str = "方正小标宋简体";

fn placed(text: &str, place: Place) -> Paragraph {
    let paragraph = paragraph(text, SONG, TEXT);
    match place {
        Place::Indented => paragraph.indent(None, Some(SpecialIndentType::FirstLine(INDENT)), None, None),
        Place::Left => paragraph,
        Place::Centre => paragraph.align(AlignmentType::Center),
        Place::Right => paragraph.align(AlignmentType::Right),
    }
}

/// Columns line up between rows only where every cell has its width.
fn cells(table: &Table) -> DocxTable {
    let twips = |share: u16| WIDTH * usize::from(share) / usize::from(table.whole());
    let row = |row: &Vec<String>| {
        let cell = |(place, text): (usize, &String)| {
            let span = if place + 1 == row.len() { table.widths.len().saturating_sub(place).max(1) } else { 1 };
            let cell = TableCell::new()
                .width(twips(table.share(place, row.len())), WidthType::Dxa)
                .grid_span(span)
                .vertical_align(VAlignType::Center);
            text.split('\n').fold(cell, |cell, line| cell.add_paragraph(paragraph(line, SONG, SMALL)))
        };
        TableRow::new(row.iter().enumerate().map(cell).collect())
    };
    DocxTable::new(table.rows.iter().map(row).collect())
        .set_grid(table.widths.iter().map(|share| twips(*share)).collect())
        .width(WIDTH, WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
        .margins(TableCellMargins::new().margin(0, 80, 0, 80))
}

fn paragraph(text: &str, font: &str, size: usize) -> Paragraph {
    let exact = LineSpacing::new().line_rule(LineSpacingType::Exact).line(LINE);
    let lines = text.split('\n').enumerate().fold(Run::new(), |run, (at, line)| {
        let run = if at > 0 { run.add_break(BreakType::TextWrapping) } else { run };
        run.add_text(writable(line))
    });
    Paragraph::new().line_spacing(exact).add_run(lines.fonts(fonts(font)).size(size))
}

fn run(text: &str, font: &str, size: usize) -> Run {
    Run::new().add_text(text).fonts(fonts(font)).size(size)
}

fn fonts(name: &str) -> RunFonts {
    RunFonts::new().east_asia(name).ascii("Times New Roman").hi_ansi("Times New Roman")
}

/// XML has no place for two characters that Unicode calls none.
fn writable(text: &str) -> String {
    text.replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn marks_of_xml_stay_text() {
        let text = "<w:p> & \"甲\" ]]> \u{ffff}𬭎".to_owned();
        let table = Table { widths: vec![1, 2], rows: vec![vec![text.clone()]] };
        let place = Place::Indented;
        let blocks = vec![Block::Paragraph { text, place }, Block::Table(table), Block::Signature("签名：".to_owned())];
        let document = Document { blocks };
        let bytes = write(&document).unwrap();
        assert_eq!(write(&document).unwrap(), bytes);
        let mut parts = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut xml = String::new();
        parts.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
        assert_eq!(xml.matches("&lt;w:p&gt; &amp; ").count(), 2, "{xml}");
        assert_eq!(xml.matches("\u{fffd}𬭎").count(), 2);
        assert!(xml.contains("w:line=\"560\"") && xml.contains("w:gridSpan"));
    }
}
