//! Unified social credit codes (GB 32100-2015): the form, and the check digit, which real codes sometimes fail.

use crate::base::code::Code;
use crate::text_value;
use unicode_normalization::UnicodeNormalization;

text_value! {
    /// A credit code of 18 characters in its form: registrar, kind, six digits of area, nine characters of organisation, check.
    /// A law firm's code, which begins with 31, is its licence number too.
    pub struct Uscc: plain, read_uscc, max 18;
}

/// No I, O, S, V or Z; the place of a character is its value.
const ALPHABET: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

impl Uscc {
    /// Whether the 18th character is the check of the first 17. Codes in use are known that fail it, so a failure is a warning
    /// that a person may override with a reason. The check inside the organisation part (GB 11714) is not asked.
    pub fn checksum_ok(&self) -> bool {
        let values: Option<Vec<usize>> = self.as_str().bytes().map(value).collect();
        let Some((check, rest)) = values.as_deref().and_then(<[usize]>::split_last) else { return false };
        let mut weight = 1;
        let mut sum = 0;
        for value in rest {
            sum += value * weight;
            weight = weight * 3 % 31;
        }
        // Without the last remainder a sum that 31 divides would ask for a 32nd character.
        (31 - sum % 31) % 31 == *check
    }
}

fn value(c: u8) -> Option<usize> {
    ALPHABET.iter().position(|own| *own == c)
}

fn read_uscc(text: &str) -> Result<String, Code> {
    let code: String = text.trim().nfkc().map(|c| c.to_ascii_uppercase()).collect();
    let area = code.get(2..8).is_some_and(|area| area.bytes().all(|b| b.is_ascii_digit()));
    if code.len() == 18 && area && code.bytes().all(|b| value(b).is_some()) { Ok(code) } else { Err(Code::UsccFormat) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_digit_is_taken_mod_31_twice() {
        for code in [
            "31210000MD0052502C",
            "91350100M000100Y43",
            "91110000101623741K",
            "911101066976941872",
            "51330226MJ81000000",
            "31330200MJ81000160",
            "51420100MJ9000001E",
            "31330200MD01234564",
        ] {
            assert!(Uscc::parse(code).unwrap().checksum_ok(), "{code}");
        }
        for code in ["91310115MA1H8R7C6D", "91350211M0000XUF46", "51330226MJ81000001", "31210000MD0052502D"] {
            assert!(!Uscc::parse(code).unwrap().checksum_ok(), "{code}");
        }
        assert!(Uscc::parse("91310115MA1H8R7C67").unwrap().checksum_ok());
    }

    #[test]
    fn every_single_wrong_character_shows() {
        let good = "51330226MJ81000000";
        for place in 0..18 {
            for other in ALPHABET {
                let mut code = good.as_bytes().to_vec();
                if std::mem::replace(&mut code[place], *other) == *other {
                    continue;
                }
                let code = String::from_utf8(code).unwrap();
                assert!(!Uscc::parse(&code).is_ok_and(|code| code.checksum_ok()), "{code}");
            }
        }
    }

    #[test]
    fn the_form_is_asked_and_brought_to_capitals() {
        assert_eq!(Uscc::parse(" 91110000101623741k ").unwrap().as_str(), "91110000101623741K");
        assert_eq!(Uscc::parse("９１１１００００１０１６２３７４１Ｋ").unwrap().as_str(), "91110000101623741K");
        for bad in [
            "",
            "91110000101623741",
            "91110000101623741KK",
            "9111000010162374IK",
            "9111000010162374OK",
            "91A10000101623741K",
            "911100001016237 1K",
            "商商商商商商",
        ] {
            assert_eq!(Uscc::parse(bad), Err(Code::UsccFormat), "{bad}");
        }
    }
}
