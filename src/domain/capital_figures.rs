//! Amounts in capital figures (大写), as they stand in agreements and on vouchers beside the figure. Reading them back is not here.

use super::money::Fen;

const DIGITS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];

/// The amount in capital figures: 人民币叁万元整, 人民币壹仟肆佰零玖元伍角, 人民币叁佰贰拾伍元零肆分. 整 stands after 元 alone, and a
/// zero is written where digits are left out, as the payment rules of the People's Bank have it (正确填写票据和结算凭证的基本规定).
pub fn capital(amount: Fen) -> String {
    let (yuan, jiao, fen) = (amount.get() / 100, amount.get() / 10 % 10, amount.get() % 10);
    let mut words = String::from("人民币");
    if yuan > 0 || (jiao == 0 && fen == 0) {
        words.push_str(&whole(yuan));
        words.push('元');
    }
    if jiao > 0 {
        words.push(digit(jiao));
        words.push('角');
    } else if fen > 0 && yuan > 0 {
        words.push('零');
    }
    if fen > 0 {
        words.push(digit(fen));
        words.push('分');
    }
    if jiao == 0 && fen == 0 {
        words.push('整');
    }
    words
}

/// A whole number in words: by 亿, then by 万, then by digits.
fn whole(number: i64) -> String {
    const YI: i64 = 100_000_000;
    const WAN: i64 = 10_000;
    match number {
        YI.. => joined(number, YI, '亿'),
        WAN.. => joined(number, WAN, '万'),
        0 => DIGITS.first().into_iter().collect(),
        _ => below_wan(number),
    }
}

/// What stands before the unit, the unit, and what is left, with a zero where its first digit is none.
fn joined(number: i64, unit: i64, name: char) -> String {
    let (high, rest) = (number / unit, number % unit);
    let zero = if rest > 0 && rest < unit / 10 { "零" } else { "" };
    let low = if rest > 0 { whole(rest) } else { String::new() };
    format!("{}{name}{zero}{low}", whole(high))
}

fn below_wan(number: i64) -> String {
    let mut words = String::new();
    let mut left_out = false;
    for (unit, name) in [(1000, Some('仟')), (100, Some('佰')), (10, Some('拾')), (1, None)] {
        let value = number / unit % 10;
        if value == 0 {
            left_out = !words.is_empty();
            continue;
        }
        if std::mem::take(&mut left_out) {
            words.push('零');
        }
        words.push(digit(value));
        words.extend(name);
    }
    words
}

fn digit(value: i64) -> char {
    usize::try_from(value).ok().and_then(|at| DIGITS.get(at)).copied().unwrap_or('零')
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn amounts_read_as_on_a_voucher() {
        for (yuan, words) in [
            ("0.00", "零元整"),
            ("0.05", "伍分"),
            ("0.50", "伍角"),
            ("0.55", "伍角伍分"),
            ("1.00", "壹元整"),
            ("10.00", "壹拾元整"),
            ("10.01", "壹拾元零壹分"),
            ("325.04", "叁佰贰拾伍元零肆分"),
            ("1409.50", "壹仟肆佰零玖元伍角"),
            ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
            ("6007.14", "陆仟零柒元壹角肆分"),
            ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
            ("30000.00", "叁万元整"),
            ("10001.00", "壹万零壹元整"),
            ("100500.00", "壹拾万零伍佰元整"),
            ("107000.53", "壹拾万柒仟元伍角叁分"),
            ("1000000.00", "壹佰万元整"),
            ("10203040.00", "壹仟零贰拾万叁仟零肆拾元整"),
            ("100000001.00", "壹亿零壹元整"),
            ("100010000.00", "壹亿零壹万元整"),
            ("120000000.00", "壹亿贰仟万元整"),
            ("1000000000000.00", "壹万亿元整"),
            ("90071992547409.91", "玖拾万零柒佰壹拾玖亿玖仟贰佰伍拾肆万柒仟肆佰零玖元玖角壹分"),
        ] {
            assert_eq!(capital(Fen::parse_yuan(yuan).unwrap()), format!("人民币{words}"), "{yuan}");
        }
    }

    #[test]
    fn no_two_amounts_read_alike() {
        let below = (0..200_000).chain((0..20_000).map(|n| n * 977_353));
        let amounts: HashSet<i64> = below.collect();
        let words: HashSet<String> = amounts.iter().map(|fen| capital(Fen::new(*fen).unwrap())).collect();
        assert_eq!(words.len(), amounts.len());
        assert!(words.iter().all(|words| !words.contains("零零") && !words.contains("零元零")));
    }
}
