//! Where lines of Chinese text end: after any character, but words and numbers stay whole, and no line begins with a closing mark or
//! ends with an opening one (GB/T 15834).

/// Marks that no line begins with.
const NOT_FIRST: &str = "，。、；：？！）》」』】〕〉”’…—·％‰℃,.;:?!)]}%";
/// Marks that no line ends with.
const NOT_LAST: &str = "（《「『【〔〈“‘([{";

/// The lines of a text that is `width` wide, the first being shorter by `indent`. `advance` says how wide a character is.
pub(super) fn lines(text: &str, width: i64, indent: i64, advance: impl Fn(char) -> i64) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line: Vec<&str> = Vec::new();
    let mut room = width - indent;
    let measure = |part: &str| -> i64 { part.chars().map(&advance).sum() };
    let parts = parts(text);
    for part in parts {
        let wide = measure(part);
        let used: i64 = line.iter().map(|part| measure(part)).sum();
        if used + wide <= room {
            line.push(part);
            continue;
        }
        let mut next = carried(&mut line, part);
        if !line.is_empty() {
            lines.push(line.concat().trim_end().to_owned());
            room = width;
        }
        next.push(part);
        line = next;
        // A word longer than a line is cut where the line ends; where there is no room at all, after each character.
        while let [whole] = line.as_slice()
            && measure(whole) > room
        {
            let cut = fitting(whole, room, &advance);
            let (head, rest) = whole.split_at(cut);
            lines.push(head.to_owned());
            room = width;
            line = if rest.is_empty() { Vec::new() } else { vec![rest] };
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line.concat().trim_end().to_owned());
    }
    lines
}

/// Takes from the end of a line what must go with the part that does not fit any more.
fn carried<'a>(line: &mut Vec<&'a str>, next: &str) -> Vec<&'a str> {
    let begins = |part: &str, marks: &str| part.chars().next().is_some_and(|c| marks.contains(c));
    let mut taken = Vec::new();
    let mut follower = next;
    while line.len() > 1
        && (begins(follower, NOT_FIRST) || line.last().is_some_and(|last| begins(last, NOT_LAST)))
        && taken.len() < 4
    {
        let Some(last) = line.pop() else { break };
        taken.insert(0, last);
        follower = last;
    }
    taken
}

/// A text in parts that are not broken: single characters, or runs of letters and digits with their blank.
fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | ',' | '-' | '_' | '/' | '@' | '+');
        let len = if first.is_ascii_alphanumeric() {
            rest.find(|c| !is_word(c)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (part, after) = rest.split_at(len);
        parts.push(part);
        rest = after;
    }
    parts
}

/// How many bytes of a word fit; at least one character.
fn fitting(word: &str, room: i64, advance: &impl Fn(char) -> i64) -> usize {
    let mut used = 0;
    let mut end = 0;
    for (at, character) in word.char_indices() {
        used += advance(character);
        if used > room && at > 0 {
            break;
        }
        end = at + character.len_utf8();
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(text: &str, width: i64) -> Vec<String> {
        lines(text, width, 0, |c| if c.is_ascii() { 1 } else { 2 })
    }

    #[test]
    fn lines_begin_and_end_as_they_may() {
        assert_eq!(broken("", 8), [""]);
        assert_eq!(broken("甲乙丙丁", 8), ["甲乙丙丁"]);
        assert_eq!(broken("甲乙丙丁戊", 8), ["甲乙丙丁", "戊"]);
        assert_eq!(broken("甲乙丙丁，戊", 8), ["甲乙丙", "丁，戊"]);
        assert_eq!(broken("甲乙丙《丁》", 8), ["甲乙丙", "《丁》"]);
        assert_eq!(broken("甲乙30000元", 8), ["甲乙", "30000元"]);
        assert_eq!(broken("123456789012", 8), ["12345678", "9012"]);
        assert_eq!(lines("甲乙丙丁戊", 8, 4, |_| 2), ["甲乙", "丙丁戊"]);
    }

    #[test]
    fn a_line_without_room_has_a_character() {
        for width in [1, 0, -8_000] {
            assert_eq!(broken("甲乙，12", width), ["甲", "乙", "，", "1", "2"], "{width}");
        }
    }

    #[test]
    fn nothing_is_lost() {
        let text: String = "“甲（乙），丙”。30,000.00元……《丁》；A4 纸".repeat(20);
        for width in 2..40 {
            let all: String = broken(&text, width).concat();
            assert_eq!(all.replace(' ', ""), text.replace(' ', ""), "{width}");
        }
    }
}
