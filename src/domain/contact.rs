//! What people and organisations are called and how they are reached: names, free text, phone numbers, e-mail addresses.

use crate::base::code::Code;
use crate::text_value;
use unicode_normalization::UnicodeNormalization;

text_value! {
    /// One line of at most 100 characters: the name of a person or an organisation, a post, an address.
    pub struct Name: personal, read_name, max 100;
    /// Free text of at most 4000 characters over any number of lines.
    pub struct Text: personal, read_text, max 4000;
    /// A phone number: a Chinese mobile or fixed line, a 400 number, or an international one beginning with `+`.
    pub struct Phone: personal, read_phone, max 24;
    /// An e-mail address in ASCII.
    pub struct Email: personal, read_email, max 254;
}

fn read_name(text: &str) -> Result<String, Code> {
    let name: String = text.trim().nfc().collect();
    if name.chars().any(is_invisible) {
        return Err(Code::ControlCharacter);
    }
    within(name, 100)
}

fn read_text(text: &str) -> Result<String, Code> {
    within(lines(text)?, 4000)
}

/// Text over any number of lines in its normal form, of any length; `control_character` where it holds what is not shown.
pub fn lines(text: &str) -> Result<String, Code> {
    let text: String = text.trim().replace("\r\n", "\n").nfc().collect();
    if text.chars().any(|c| is_invisible(c) && !matches!(c, '\n' | '\t')) {
        return Err(Code::ControlCharacter);
    }
    Ok(text)
}

fn within(text: String, most: usize) -> Result<String, Code> {
    match text.chars().count() {
        0 => Err(Code::Missing),
        count if count > most => Err(Code::TooLong),
        _ => Ok(text),
    }
}

/// Controls, and the marks that hide or turn the text around them: two texts that look alike must be alike.
pub(super) fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Full-width digits and signs become ASCII, blanks and brackets go, `+86` goes: what is left is the number people dial.
fn read_phone(text: &str) -> Result<String, Code> {
    let number: String = text.nfkc().filter(|c| !matches!(c, ' ' | '(' | ')')).collect();
    let number = number.strip_prefix("+86").map_or(number.as_str(), |rest| rest.trim_start_matches('-')).to_owned();
    let digits = |part: &str, least: usize, most: usize| {
        (least..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
    };
    let parts: Vec<&str> = number.split('-').collect();
    let fixed = |area: &str, line: &str| digits(area, 3, 4) && area.starts_with('0') && digits(line, 7, 8);
    let good = match parts.as_slice() {
        [whole] => match whole.strip_prefix('+') {
            Some(abroad) => digits(abroad, 7, 15),
            None if whole.starts_with("400") || whole.starts_with("800") => digits(whole, 10, 10),
            None if whole.starts_with('0') => digits(whole, 10, 12),
            None if whole.starts_with('1') => digits(whole, 11, 11) && matches!(whole.as_bytes(), [_, b'3'..=b'9', ..]),
            None => digits(whole, 7, 8),
        },
        [area, line] => fixed(area, line) || (digits(area, 7, 8) && digits(line, 1, 6)),
        [area, line, extension] => {
            (fixed(area, line) && digits(extension, 1, 6))
                || (matches!(*area, "400" | "800")
                    && digits(line, 3, 4)
                    && digits(extension, 3, 4)
                    && line.len() + extension.len() == 7)
        }
        _ => false,
    };
    if good { Ok(number) } else { Err(Code::PhoneFormat) }
}

/// The form of RFC 5321 without quoted parts and address literals; the domain in lower case.
fn read_email(text: &str) -> Result<String, Code> {
    let (local, domain) = text.trim().rsplit_once('@').ok_or(Code::EmailFormat)?;
    let atom = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~-".contains(&b))
    };
    let label = |part: &str| {
        (1..=63).contains(&part.len())
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    let good = local.len() <= 64
        && local.split('.').all(atom)
        && domain.contains('.')
        && domain.split('.').all(label)
        && domain.rsplit('.').next().is_some_and(|top| !top.bytes().all(|b| b.is_ascii_digit()))
        && local.len() + 1 + domain.len() <= 254;
    if good { Ok(format!("{local}@{}", domain.to_ascii_lowercase())) } else { Err(Code::EmailFormat) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_one_line_of_normal_text() {
        assert_eq!(Name::parse("  王\u{3b1} ").unwrap().as_str(), "王α");
        assert_eq!(Name::parse("e\u{301}").unwrap().as_str(), "é");
        assert_eq!(Name::parse("𠮷野").unwrap().as_str(), "𠮷野");
        assert_eq!(Name::parse(&"商".repeat(100)).map(|n| n.as_str().chars().count()), Ok(100));
        for (bad, code) in [
            ("", Code::Missing),
            (" \u{3000}", Code::Missing),
            ("a\nb", Code::ControlCharacter),
            ("a\0b", Code::ControlCharacter),
            ("a\u{202e}b", Code::ControlCharacter),
            ("王\u{200b}五", Code::ControlCharacter),
        ] {
            assert_eq!(Name::parse(bad), Err(code), "{bad:?}");
        }
        assert_eq!(Name::parse(&"商".repeat(101)), Err(Code::TooLong));
    }

    #[test]
    fn text_keeps_its_lines() {
        assert_eq!(Text::parse("一\r\n二\t三\n").unwrap().as_str(), "一\n二\t三");
        assert_eq!(Text::parse("a\u{7}b"), Err(Code::ControlCharacter));
        assert_eq!(Text::parse(&"字".repeat(4001)), Err(Code::TooLong));
    }

    #[test]
    fn phones_are_brought_to_what_is_dialled() {
        for (text, number) in [
            ("13010602944", "13010602944"),
            (" 138 0000 1234 ", "13800001234"),
            ("+86 13800001234", "13800001234"),
            ("+86-13800001234", "13800001234"),
            ("１３８００００１２３４", "13800001234"),
            ("0574-65208888", "0574-65208888"),
            ("(0574)65208888", "057465208888"),
            ("010-12345678-102", "010-12345678-102"),
            ("400-123-4567", "400-123-4567"),
            ("4001234567", "4001234567"),
            ("65208888", "65208888"),
            ("+4930123456", "+4930123456"),
        ] {
            assert_eq!(Phone::parse(text).map(Phone::into_string), Ok(number.to_owned()), "{text}");
        }
        for bad in [
            "",
            "12345",
            "12800001234",
            "1380000123",
            "138000012345",
            "phone",
            "1380000123a",
            "+86",
            "0574-",
            "--",
            "+",
        ] {
            assert_eq!(Phone::parse(bad), Err(Code::PhoneFormat), "{bad}");
        }
    }

    #[test]
    fn addresses_follow_rfc_5321() {
        for (text, address) in [
            ("chamber0001.330200@example.org", "chamber0001.330200@example.org"),
            (" A.b+c@Example.ORG ", "A.b+c@example.org"),
            ("x@a-b.cn", "x@a-b.cn"),
        ] {
            assert_eq!(Email::parse(text).map(Email::into_string), Ok(address.to_owned()), "{text}");
        }
        let (long_local, long_domain) = (format!("{}@a.cn", "a".repeat(65)), format!("a@{}.cn", "a".repeat(64)));
        for bad in [
            "",
            "a",
            "@a.cn",
            "a@",
            "a@b",
            "a..b@c.cn",
            ".a@c.cn",
            "a b@c.cn",
            "a@-c.cn",
            "a@c..cn",
            "a@1.2.3.4",
            "a@c.cn\r\nBcc: x@y.cn",
            "王@c.cn",
            "a@b@c.cn",
            &long_local,
            &long_domain,
        ] {
            assert_eq!(Email::parse(bad), Err(Code::EmailFormat), "{bad:?}");
        }
    }

    #[test]
    fn personal_values_do_not_show_themselves() {
        let shown = format!("{:?} {:?} {:?}", Name::parse("王五"), Phone::parse("13800001234"), Email::parse("a@b.cn"));
        assert_eq!(shown, "Ok(Name(***)) Ok(Phone(***)) Ok(Email(***))");
    }
}
