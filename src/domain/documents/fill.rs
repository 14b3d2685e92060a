//! A template filled with what is known of a case. What is not known becomes a blank to fill by hand, and is named as a gap.

use super::fields::{self, Field, Fields, Section};
use super::model::{Block, Document, Place, Table};
use super::template::{Line, Node, Piece, Template};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use std::collections::BTreeSet;

/// Room to write by hand within a sentence.
const BLANK: &str = "＿＿＿＿＿＿＿＿";
/// The most blocks and characters of one document: a case of a thousand instalments stays below.
const MAX_BLOCKS: usize = 20_000;
const MAX_CHARACTERS: usize = 1_000_000;

/// A document and what it leaves to fill by hand, each once, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    pub document: Document,
    pub gaps: Vec<Field>,
}

/// Fills a template. `Conflict` when it becomes larger than any paper is.
pub fn fill(template: &Template, values: &Fields) -> Result<Filled> {
    let mut pen = Pen { blocks: Vec::new(), gaps: Vec::new(), named: BTreeSet::new(), written: 0 };
    pen.nodes(&template.nodes, &mut vec![(None, values)])?;
    Ok(Filled { document: Document { blocks: pen.blocks }, gaps: pen.gaps })
}

/// The values at hand, the innermost last, each with its section.
type Around<'a> = Vec<(Option<&'static Section>, &'a Fields)>;

struct Pen {
    blocks: Vec<Block>,
    gaps: Vec<Field>,
    named: BTreeSet<&'static str>,
    written: usize,
}

impl Pen {
    fn nodes<'a>(&mut self, nodes: &[Node], around: &mut Around<'a>) -> Result<()> {
        for node in nodes {
            match node {
                Node::Line(line) => self.line(line, around)?,
                Node::Section { name, nodes } => match entries(around, name) {
                    Some(entries) => {
                        for entry in entries {
                            around.push((fields::section(name), entry));
                            self.nodes(nodes, around)?;
                            around.pop();
                        }
                    }
                    None if known(around, name).is_some() => self.nodes(nodes, around)?,
                    None => {}
                },
                Node::Without { name, nodes } => {
                    let is_there =
                        entries(around, name).map_or_else(|| known(around, name).is_some(), |all| !all.is_empty());
                    if !is_there {
                        self.nodes(nodes, around)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn line(&mut self, line: &Line, around: &Around) -> Result<()> {
        let block = match line {
            Line::Title(pieces) => Block::Title(self.text(pieces, around, BLANK)),
            Line::Heading(pieces) => Block::Heading(self.text(pieces, around, BLANK)),
            Line::Signature(pieces) => Block::Signature(self.text(pieces, around, BLANK)),
            Line::Paragraph(place, pieces) => {
                let text = self.text(pieces, around, BLANK);
                self.paragraphs(*place, &text);
                return self.bounded();
            }
            Line::PageBreak => Block::PageBreak,
            Line::Widths(widths) => Block::Table(Table { widths: widths.clone(), rows: Vec::new() }),
            Line::Row(cells) => {
                let row: Vec<String> = cells.iter().map(|cell| self.text(cell, around, "")).collect();
                self.row(row);
                return self.bounded();
            }
        };
        self.blocks.push(block);
        self.bounded()
    }

    /// A text of several lines is several paragraphs; one that is only a mark of the list before it is left out.
    fn paragraphs(&mut self, place: Place, text: &str) {
        let is_empty_entry = text.trim_end_matches(['.', ' ', '、']).chars().all(|c| c.is_ascii_digit());
        if is_empty_entry && !text.is_empty() {
            return;
        }
        for line in text.split('\n') {
            self.blocks.push(Block::Paragraph { text: line.to_owned(), place });
        }
    }

    fn row(&mut self, row: Vec<String>) {
        if let Some(Block::Table(table)) = self.blocks.last_mut()
            && row.len() <= table.widths.len()
        {
            table.rows.push(row);
            return;
        }
        // After something else, and for a row of more cells, the columns begin anew: equal ones.
        self.blocks.push(Block::Table(Table { widths: vec![1; row.len()], rows: vec![row] }));
    }

    fn text(&mut self, pieces: &[Piece], around: &Around, blank: &str) -> String {
        let mut text = String::new();
        for piece in pieces {
            match piece {
                Piece::Text(own) => text.push_str(own),
                Piece::Field { name, is_optional } => match known(around, name) {
                    Some(value) => text.push_str(value),
                    None if *is_optional => {}
                    None => {
                        text.push_str(blank);
                        self.gap(around, name);
                    }
                },
            }
        }
        self.written += text.len();
        text.trim().to_owned()
    }

    fn gap(&mut self, around: &Around, name: &str) {
        let within: Vec<&Section> = around.iter().filter_map(|(section, _)| *section).collect();
        if let Some(field) = fields::field(&within, name)
            && self.named.insert(field.name)
        {
            self.gaps.push(*field);
        }
    }

    fn bounded(&self) -> Result<()> {
        if self.blocks.len() > MAX_BLOCKS || self.written > MAX_CHARACTERS * 4 {
            return Err(Error::Conflict(Code::TemplateTooLarge));
        }
        Ok(())
    }
}

fn known<'a>(around: &Around<'a>, name: &str) -> Option<&'a str> {
    around.iter().rev().find_map(|(_, values)| values.text(name))
}

fn entries<'a>(around: &Around<'a>, name: &str) -> Option<&'a [Fields]> {
    fields::section(name)?;
    Some(around.iter().rev().find_map(|(_, values)| values.entries(name)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: &str) -> String {
        value.to_owned()
    }

    fn values() -> Fields {
        let mut fields = Fields::default().with("case_no", text("一号")).with("summary", text("甲\n{{乙}} | # 丙"));
        let party = |name: &str| Fields::default().with("party_name", text(name));
        fields.list("parties", vec![party("马勇琪"), party("𬭎")]);
        fields
    }

    fn filled(template: &str) -> Filled {
        fill(&Template::parse(template).unwrap(), &values()).unwrap()
    }

    fn texts(template: &str) -> Vec<String> {
        filled(template).document.texts().map(str::to_owned).collect()
    }

    #[test]
    fn a_list_is_repeated_and_what_is_around_it_stays_known() {
        assert_eq!(texts("{{#parties}}\n~ {{case_no}} {{party_name}}：\n{{/parties}}"), ["一号 马勇琪：", "一号 𬭎："]);
        assert_eq!(
            texts("{{^parties}}\na\n{{/parties}}\n{{#meetings}}\nb\n{{/meetings}}\n{{^meetings}}\nc\n{{/meetings}}"),
            ["c"]
        );
        assert_eq!(
            texts("{{#summary}}\na\n{{/summary}}\n{{#court}}\nb\n{{/court}}\n{{^court}}\nc\n{{/court}}"),
            ["a", "c"]
        );
    }

    #[test]
    fn a_value_is_never_read_as_a_template() {
        let document = filled("{{summary}}\n| {{summary}} |").document;
        let paragraph = |text: &str| Block::Paragraph { text: text.to_owned(), place: Place::Indented };
        let table = Table { widths: vec![1], rows: vec![vec!["甲\n{{乙}} | # 丙".to_owned()]] };
        assert_eq!(document.blocks, [paragraph("甲"), paragraph("{{乙}} | # 丙"), Block::Table(table)]);
    }

    #[test]
    fn what_is_not_known_is_a_blank_and_a_gap() {
        let found = filled("由{{court}}受理。\n{{#parties}}\n| {{party_age}} | {{remark?}} |\n{{/parties}}");
        assert_eq!(found.gaps.iter().map(|gap| gap.name).collect::<Vec<_>>(), ["court", "party_age"]);
        let texts: Vec<&str> = found.document.texts().collect();
        assert_eq!(texts[1..], ["", "", "", ""]);
        assert!(texts[0].contains(BLANK));
    }

    #[test]
    fn a_document_is_bounded() {
        let mut fields = Fields::default();
        fields.list("parties", vec![Fields::default(); 3000]);
        let template = Template::parse(&format!("{{{{#parties}}}}\n{}{{{{/parties}}}}", "字\n".repeat(100))).unwrap();
        assert!(matches!(fill(&template, &fields), Err(Error::Conflict(Code::TemplateTooLarge))));
    }
}
