//! The language of the templates: one line, one block. `docs/documents.md` shows it whole. A template is read and checked against
//! the known fields as one; what it says of a case is in `fill.rs`.

use super::fields::{self, Section};
use super::model::Place;
use crate::base::code::Code;
use crate::base::error::{Error, Faults, Result};

/// The longest template, in bytes and in lines.
pub const MAX_BYTES: usize = 64 * 1024;
const MAX_LINES: usize = 2_000;
/// How deep sections may stand in each other.
const MAX_DEPTH: usize = 4;
/// The cells of a row.
const MAX_CELLS: usize = 12;

/// A template that names nothing unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    pub(super) nodes: Vec<Node>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    Line(Line),
    /// A list that is repeated, or a field that is known.
    Section {
        name: String,
        nodes: Vec<Node>,
    },
    /// A list that is empty, or a field that is not known.
    Without {
        name: String,
        nodes: Vec<Node>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Line {
    Title(Vec<Piece>),
    Heading(Vec<Piece>),
    Paragraph(Place, Vec<Piece>),
    Signature(Vec<Piece>),
    Widths(Vec<u16>),
    Row(Vec<Vec<Piece>>),
    PageBreak,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Text(String),
    /// `{{name}}`; with a question mark it may be missing without a gap.
    Field {
        name: String,
        is_optional: bool,
    },
}

/// A section that is open: its line, its name, whether it is the one for what is missing, and what it holds so far.
struct Open {
    line: usize,
    name: String,
    is_without: bool,
    nodes: Vec<Node>,
}

struct Reader {
    faults: Faults,
    open: Vec<Open>,
    top: Vec<Node>,
}

impl Template {
    /// Reads a template. `Invalid` names each line with what is wrong in it: an unknown field, a section that is not closed, or one
    /// that holds itself.
    pub fn parse(text: &str) -> Result<Self> {
        if text.len() > MAX_BYTES || text.lines().count() > MAX_LINES {
            return Err(Error::field("template", Code::TemplateTooLarge));
        }
        let mut reader = Reader { faults: Faults::default(), open: Vec::new(), top: Vec::new() };
        for (at, line) in text.lines().enumerate() {
            reader.line(at + 1, line.trim());
        }
        for open in std::mem::take(&mut reader.open) {
            reader.faults.add(format!("line {}: {}", open.line, open.name), Code::TemplateUnclosed);
        }
        if reader.top.is_empty() {
            reader.faults.add("template", Code::Missing);
        }
        reader.faults.done()?;
        Ok(Self { nodes: reader.top })
    }
}

impl Reader {
    fn line(&mut self, at: usize, line: &str) {
        if line.is_empty() || line.starts_with("//") {
            return;
        }
        if let Some((sign, name)) = section_mark(line) {
            match sign {
                '/' => self.close(at, name),
                _ => self.enter(at, name, sign == '^'),
            }
            return;
        }
        if let Some(line) = self.block(at, line) {
            self.put(Node::Line(line));
        }
    }

    fn block(&mut self, at: usize, line: &str) -> Option<Line> {
        if line == "---" {
            return Some(Line::PageBreak);
        }
        if line.starts_with('|') {
            return self.row(at, line);
        }
        for (mark, make) in MARKS {
            if let Some(rest) = line.strip_prefix(mark) {
                return Some(make(self.pieces(at, rest.trim_start())));
            }
        }
        Some(Line::Paragraph(Place::Indented, self.pieces(at, line)))
    }

    fn row(&mut self, at: usize, line: &str) -> Option<Line> {
        let inner = line.trim_matches('|');
        if let Some(widths) = inner.strip_prefix("w|") {
            let widths: Vec<u16> = widths.split('|').filter_map(|width| width.trim().parse().ok()).collect();
            let whole: u32 = widths.iter().map(|width| u32::from(*width)).sum();
            // None so narrow that no character fits: a twentieth of the page is some 8 mm.
            let is_wide = |width: &u16| (1..=100).contains(width) && u32::from(*width) * 20 >= whole;
            let is_good = widths.len() == inner.matches('|').count() && widths.iter().all(is_wide);
            if !is_good || widths.len() > MAX_CELLS {
                self.faults.add(format!("line {at}: |w|"), Code::OutOfRange);
                return None;
            }
            return Some(Line::Widths(widths));
        }
        if inner.split('|').count() > MAX_CELLS {
            self.faults.add(format!("line {at}: |"), Code::OutOfRange);
            return None;
        }
        Some(Line::Row(inner.split('|').map(|cell| self.pieces(at, cell.trim())).collect()))
    }

    fn pieces(&mut self, at: usize, text: &str) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            if !before.is_empty() {
                pieces.push(Piece::Text(before.to_owned()));
            }
            let Some((name, after)) = after.split_once("}}") else {
                self.faults.add(format!("line {at}: {{{{"), Code::TemplateUnclosed);
                return pieces;
            };
            let (name, is_optional) = match name.trim().strip_suffix('?') {
                Some(name) => (name.trim(), true),
                None => (name.trim(), false),
            };
            if fields::field(&self.around(), name).is_none() {
                self.faults.add(format!("line {at}: {name}"), Code::TemplateUnknownField);
            }
            pieces.push(Piece::Field { name: name.to_owned(), is_optional });
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        pieces
    }

    fn enter(&mut self, at: usize, name: &str, is_without: bool) {
        let known = fields::section(name).is_some() || fields::field(&self.around(), name).is_some();
        let same = |open: &Open| same_list(&open.name, name) || (open.name == name && open.is_without == is_without);
        if !known {
            self.faults.add(format!("line {at}: {name}"), Code::TemplateUnknownField);
        } else if self.open.iter().any(same) {
            self.faults.add(format!("line {at}: {name}"), Code::TemplateCircular);
        } else if self.open.len() >= MAX_DEPTH {
            self.faults.add(format!("line {at}: {name}"), Code::TemplateTooLarge);
        }
        self.open.push(Open { line: at, name: name.to_owned(), is_without, nodes: Vec::new() });
    }

    fn close(&mut self, at: usize, name: &str) {
        match self.open.pop() {
            Some(Open { name: own, is_without, nodes, .. }) if own == name => {
                self.put(if is_without {
                    Node::Without { name: own, nodes }
                } else {
                    Node::Section { name: own, nodes }
                });
            }
            other => {
                self.open.extend(other);
                self.faults.add(format!("line {at}: {name}"), Code::TemplateUnclosed);
            }
        }
    }

    fn put(&mut self, node: Node) {
        self.open.last_mut().map_or(&mut self.top, |open| &mut open.nodes).push(node);
    }

    /// The sections around the line at hand that add fields.
    fn around(&self) -> Vec<&'static Section> {
        self.open.iter().filter(|open| !open.is_without).filter_map(|open| fields::section(&open.name)).collect()
    }
}

/// A line that begins with a mark, and what it makes of the rest.
type Make = fn(Vec<Piece>) -> Line;
const MARKS: [(&str, Make); 6] = [
    ("## ", Line::Heading),
    ("# ", Line::Title),
    ("> ", |pieces| Line::Paragraph(Place::Right, pieces)),
    ("= ", |pieces| Line::Paragraph(Place::Centre, pieces)),
    (". ", |pieces| Line::Paragraph(Place::Left, pieces)),
    ("~ ", Line::Signature),
];

/// The sign and name of a line that is nothing but `{{#name}}`, `{{^name}}` or `{{/name}}`.
fn section_mark(line: &str) -> Option<(char, &str)> {
    let inner = line.strip_prefix("{{")?.strip_suffix("}}")?;
    let sign = inner.chars().next().filter(|sign| "#^/".contains(*sign))?;
    Some((sign, inner.get(1..)?.trim()))
}

/// Both are lists of the same things: `agents` within `parties` would be a party within a party.
fn same_list(one: &str, other: &str) -> bool {
    match (fields::section(one), fields::section(other)) {
        (Some(one), Some(other)) => one.name == other.name,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> Vec<(String, Code)> {
        match Template::parse(text) {
            Err(Error::Invalid(faults)) => faults.into_iter().map(|fault| (fault.field, fault.code)).collect(),
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        for (text, field, code) in [
            ("# 题\n{{nobody}}", "line 2: nobody", Code::TemplateUnknownField),
            ("# 题\n{{party_name}}", "line 2: party_name", Code::TemplateUnknownField),
            ("| {{summary}} | {{salary?}} |", "line 1: salary", Code::TemplateUnknownField),
            ("{{#nothing}}\na\n{{/nothing}}", "line 1: nothing", Code::TemplateUnknownField),
            ("{{#parties}}\n{{#parties}}\na\n{{/parties}}\n{{/parties}}", "line 2: parties", Code::TemplateCircular),
            ("{{#parties}}\n{{#agents}}\na\n{{/agents}}\n{{/parties}}", "line 2: agents", Code::TemplateCircular),
            ("{{#summary}}\n{{#summary}}\na\n{{/summary}}\n{{/summary}}", "line 2: summary", Code::TemplateCircular),
            ("a\n{{#parties}}\nb", "line 2: parties", Code::TemplateUnclosed),
            ("a\n{{/parties}}", "line 2: parties", Code::TemplateUnclosed),
            ("a {{summary", "line 1: {{", Code::TemplateUnclosed),
            ("|w| 0 | 3 |", "line 1: |w|", Code::OutOfRange),
            ("|w| 1 | 60 |", "line 1: |w|", Code::OutOfRange),
            ("|w| 65535 | 65535 |", "line 1: |w|", Code::OutOfRange),
            ("|1|2|3|4|5|6|7|8|9|0|1|2|3|", "line 1: |", Code::OutOfRange),
            ("|w| x | 3 |", "line 1: |w|", Code::OutOfRange),
        ] {
            assert!(refusal(text).contains(&(field.to_owned(), code)), "{text}: {:?}", refusal(text));
        }
        assert_eq!(refusal(""), [("template".to_owned(), Code::Missing)]);
        assert_eq!(refusal(&"字\n".repeat(2001)), [("template".to_owned(), Code::TemplateTooLarge)]);
        assert_eq!(refusal(&"字".repeat(40_000)), [("template".to_owned(), Code::TemplateTooLarge)]);
    }

    #[test]
    fn everything_wrong_is_said_at_once() {
        assert_eq!(refusal("{{a}}\n{{b}} {{summary}} {{c}}").len(), 3);
    }
}
