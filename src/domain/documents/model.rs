//! A document as it is laid out, before it is a file of any kind.

/// A paper of a dossier, or a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    pub blocks: Vec<Block>,
}

/// One after the other, from top to bottom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    Title(String),
    Heading(String),
    /// One paragraph; lines within it begin anew.
    Paragraph {
        text: String,
        place: Place,
    },
    /// Words with room beside them to sign, stamp or set a fingerprint.
    Signature(String),
    Table(Table),
    PageBreak,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The first line is set in by two characters.
    Indented,
    Left,
    Centre,
    Right,
}

/// Rows over common columns. In a row with fewer cells than columns the last cell takes what is left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Shares of the width of the page.
    pub widths: Vec<u16>,
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// The width of the cell at `place` in a row of `cells`, in shares of the whole.
    pub fn share(&self, place: usize, cells: usize) -> u16 {
        let last = place + 1 == cells;
        self.widths.iter().skip(place).take(if last { usize::MAX } else { 1 }).sum()
    }

    /// All shares together; at least 1.
    pub fn whole(&self) -> u16 {
        self.widths.iter().sum::<u16>().max(1)
    }
}

impl Document {
    /// Every text in it, in order.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.blocks.iter().flat_map(|block| -> Vec<&str> {
            match block {
                Block::Title(text) | Block::Heading(text) | Block::Signature(text) | Block::Paragraph { text, .. } => {
                    vec![text.as_str()]
                }
                Block::Table(table) => table.rows.iter().flatten().map(String::as_str).collect(),
                Block::PageBreak => Vec::new(),
            }
        })
    }
}
