//! Text to search terms and query to search terms, alike on both databases: Chinese by pairs of characters, the rest by words.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use unicode_normalization::UnicodeNormalization;

/// Longer words are cut, in texts and queries alike.
const LONGEST: usize = 32;

/// What a text is found by: every pair of neighbouring Chinese characters (欠薪, 货款), and every word of letters or digits in lower case.
/// A Chinese character that stands alone is a term of its own.
pub fn terms(text: &str) -> BTreeSet<String> {
    runs(text).iter().flat_map(Run::terms).collect()
}

/// The terms of a text but for its numerals, as numbers in order: thousands of texts are compared with one another.
pub fn marks(text: &str) -> Vec<u64> {
    let mut marks: Vec<u64> = runs(text).iter().flat_map(Run::marks).collect();
    marks.sort_unstable();
    marks.dedup();
    marks
}

/// The terms a text must all have to match a query. Empty when the query holds nothing to look for. A single Chinese character
/// beside other terms is left off: within longer words it is no term, and would hide what was sought.
pub fn query_terms(query: &str) -> BTreeSet<String> {
    let runs = runs(query);
    let telling: BTreeSet<String> = runs.iter().filter(|run| !run.is_single()).flat_map(Run::terms).collect();
    if telling.is_empty() { runs.iter().flat_map(Run::terms).collect() } else { telling }
}

enum Run {
    Chinese(Vec<char>),
    Word(String),
}

impl Run {
    fn terms(&self) -> Vec<String> {
        match self {
            Self::Word(word) => vec![word.chars().take(LONGEST).collect()],
            Self::Chinese(chars) if chars.len() == 1 => vec![chars.iter().collect()],
            Self::Chinese(chars) => chars.windows(2).map(|pair| pair.iter().collect()).collect(),
        }
    }

    /// The same as numbers: those of words begin where those of two characters end.
    fn marks(&self) -> Vec<u64> {
        let number = |chars: &[char]| chars.iter().fold(0, |number, c| number << 21 | u64::from(u32::from(*c)));
        match self {
            Self::Word(word) if word.chars().take(LONGEST).all(|c| c.is_ascii_digit()) => Vec::new(),
            Self::Word(word) => {
                let mut hasher = DefaultHasher::new();
                word.chars().take(LONGEST).for_each(|c| c.hash(&mut hasher));
                vec![hasher.finish() | 1 << 63]
            }
            Self::Chinese(chars) if chars.len() == 1 => vec![number(chars)],
            Self::Chinese(chars) => chars.windows(2).map(number).collect(),
        }
    }

    fn is_single(&self) -> bool {
        matches!(self, Self::Chinese(chars) if chars.len() == 1)
    }
}

/// Cuts a text where the kind of character changes; what is neither letter nor digit only separates.
fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut apart = true;
    for c in text.nfkc().flat_map(char::to_lowercase) {
        if !c.is_alphanumeric() {
            apart = true;
            continue;
        }
        match (runs.last_mut(), is_ideograph(c)) {
            (Some(Run::Chinese(chars)), true) if !apart => chars.push(c),
            (Some(Run::Word(word)), false) if !apart => word.push(c),
            (_, true) => runs.push(Run::Chinese(vec![c])),
            (_, false) => runs.push(Run::Word(c.to_string())),
        }
        apart = false;
    }
    runs
}

/// Han characters, rare ones of names included.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '々' | '〇')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(terms: BTreeSet<String>) -> String {
        terms.into_iter().collect::<Vec<_>>().join(" ")
    }

    fn finds(query: &str, text: &str) -> bool {
        let wanted = query_terms(query);
        !wanted.is_empty() && wanted.is_subset(&terms(text))
    }

    #[test]
    fn texts_become_pairs_and_words() {
        for (text, expected) in [
            ("拖欠货款", "拖欠 欠货 货款"),
            ("宁商调〔2019〕0001号", "0001 2019 号 商调 宁商"),
            ("ABC有限公司", "abc 公司 有限 限公"),
            ("ＡＢＣ　１２", "12 abc"),
            ("𠮷野家", "野家 𠮷野"),
            ("，。 -", ""),
        ] {
            assert_eq!(joined(terms(text)), expected, "{text}");
        }
    }

    #[test]
    fn there_is_one_mark_a_term_and_none_for_a_numeral() {
        for text in ["拖欠货款，拖欠货款", "甲与乙、ABC公司 abc", "宁商调〔2019〕0001号", "x2 2 22", ""]
        {
            let telling = terms(text).into_iter().filter(|term| !term.chars().all(|c| c.is_ascii_digit())).count();
            assert_eq!(marks(text).len(), telling, "{text}");
        }
        assert_eq!(marks("货款ABC"), marks("abc 货款 2019"));
        assert_ne!(marks("货款"), marks("款货"));
    }

    #[test]
    fn two_character_words_are_found_wherever_they_stand() {
        let text = "因拖欠货款及欠薪，宁海顺盛食品厂与 ABC Trading 发生争议 0574";
        for query in ["欠薪", "货款", "顺盛食品", "abc", "货款 ABC", "Trading 欠薪", "欠薪 款", "0574"] {
            assert!(finds(query, text), "{query}");
        }
        for query in ["薪欠", "借款", "ab", "货款 xyz", "", "，"] {
            assert!(!finds(query, text), "{query}");
        }
    }
}
