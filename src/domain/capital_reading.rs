//! Reads amounts in capital figures (大写) out of a text. Writing them is in `capital_figures`.

use super::money::Fen;

/// An amount in capital figures as it stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CapitalFigure {
    /// The figure, or nothing when it is no amount: 叁佰万佰元整.
    pub amount: Option<Fen>,
    /// The amount in digits that stands beside it, as in 人民币叁万元整（￥30000.00）.
    pub beside: Option<Fen>,
}

const DIGITS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];

/// The amount of a capital figure such as 叁万零伍佰元整 or 伍角; nothing when it is none. Blanks, 人民币 and a closing 整 or 正
/// may be there; 圆 and 〇 stand for 元 and 零, and 拾 alone for 壹拾.
pub fn parse(text: &str) -> Option<Fen> {
    let text = text.trim();
    let text = text.strip_prefix("人民币").unwrap_or(text).replace('圆', "元").replace('〇', "零");
    let text = text.trim_end_matches(['整', '正']);
    let (yuan, rest) = match text.split_once('元') {
        Some((yuan, rest)) => (whole(yuan)?, rest),
        None => (0, text),
    };
    let rest = rest.trim_start_matches('零');
    let (jiao, rest) = part(rest, '角')?;
    let (fen, rest) = part(rest.trim_start_matches('零'), '分')?;
    let has_value = text.contains(['元', '角', '分']);
    let total = yuan.checked_mul(100)?.checked_add(jiao * 10 + fen)?;
    if rest.is_empty() && has_value { Fen::new(total).ok() } else { None }
}

/// Every capital figure of a text: what is led by 人民币 or 大写, or ends with 整 or 正, so that a name such as 陆元 is none.
pub fn find(text: &str) -> Vec<CapitalFigure> {
    let mut found = Vec::new();
    let mut rest = text;
    let mut before = 0;
    while let Some(at) = rest.find(is_of_figure) {
        let start = before + at;
        let length = text.get(start..).map_or(0, |tail| tail.find(|c| !is_of_figure(c)).unwrap_or(tail.len()));
        let (head, tail) = (text.get(..start).unwrap_or_default(), text.get(start + length..).unwrap_or_default());
        let run = text.get(start..start + length).unwrap_or_default();
        let has_digit = run.chars().any(|c| DIGITS.contains(&c));
        let is_led = ["人民币", "大写"].iter().any(|word| bare(head).ends_with(word));
        if has_digit && run.contains(['元', '圆', '角', '分']) && (is_led || run.ends_with(['整', '正'])) {
            found
                .push(CapitalFigure { amount: parse(run), beside: digits_before(head).or_else(|| digits_after(tail)) });
        }
        before = start + length.max(1);
        rest = text.get(before..).unwrap_or_default();
    }
    found
}

fn is_of_figure(c: char) -> bool {
    DIGITS.contains(&c) || "〇拾佰仟万亿元圆角分整正".contains(c)
}

/// A whole number up to 万亿: what stands before 亿, then before 万, then the rest.
fn whole(text: &str) -> Option<i64> {
    if text.is_empty() {
        return None;
    }
    let (high, low) = match text.rsplit_once('亿') {
        Some((high, low)) => (below_yi(high)?, low),
        None => (0, text),
    };
    let low = if low.is_empty() { 0 } else { below_yi(low)? };
    high.checked_mul(100_000_000)?.checked_add(low)
}

fn below_yi(text: &str) -> Option<i64> {
    match text.split_once('万') {
        Some((high, "")) => Some(section(high)? * 10_000),
        Some((high, low)) => Some(section(high)? * 10_000 + section(low)?),
        None => section(text),
    }
}

/// At most four places, their units falling: 叁仟零伍. 零 alone is nothing; an empty text is no number.
fn section(text: &str) -> Option<i64> {
    let (mut sum, mut last_unit, mut digit) = (0, 10_000, None);
    let mut seen = false;
    for c in text.chars() {
        seen = true;
        let unit = match c {
            '拾' => 10,
            '佰' => 100,
            '仟' => 1000,
            '零' if digit.is_none() => continue,
            _ => {
                let value = DIGITS.iter().position(|each| *each == c).filter(|value| *value > 0 && digit.is_none())?;
                digit = Some(i64::try_from(value).ok()?);
                continue;
            }
        };
        if unit >= last_unit {
            return None;
        }
        // 拾元 is said for 壹拾元; 佰元 alone is a slip.
        let times = digit.take().or((unit == 10 && sum == 0).then_some(1))?;
        sum += times * unit;
        last_unit = unit;
    }
    digit.map(|ones| sum + ones).or_else(|| seen.then_some(sum))
}

/// 伍角 at the head of a text: 5 and what comes after; 0 when it is not there.
fn part(text: &str, unit: char) -> Option<(i64, &str)> {
    let mut chars = text.chars();
    let (Some(digit), Some(found)) = (chars.next(), chars.next()) else { return Some((0, text)) };
    if found != unit {
        return Some((0, text));
    }
    let value = DIGITS.iter().position(|each| *each == digit)?;
    Some((i64::try_from(value).ok()?, chars.as_str()))
}

/// A text without what stands between an amount and its capital figure.
fn bare(text: &str) -> &str {
    text.trim_end_matches([' ', '　', '：', ':', '（', '(', '，', ',', '“', '即', '计', '为'])
}

/// `30000元（大写：` ends with an amount of digits.
fn digits_before(head: &str) -> Option<Fen> {
    let mut head = bare(head);
    while let Some(shorter) = ["人民币", "大写"].iter().find_map(|word| head.strip_suffix(word)) {
        head = bare(shorter);
    }
    let (without, has_yuan) = head.strip_suffix('元').map_or((head, false), |head| (head, true));
    let (without, times) = without.strip_suffix('万').map_or((without, 1), |head| (head, 10_000));
    let digits: String = without.chars().rev().take_while(|c| is_digit(*c)).collect();
    let sign = without.chars().rev().find(|c| !is_digit(*c));
    let is_money = has_yuan || matches!(sign, Some('¥' | '￥'));
    if is_money { yuan(&digits.chars().rev().collect::<String>(), times) } else { None }
}

/// `（￥30000.00）` begins with one.
fn digits_after(tail: &str) -> Option<Fen> {
    let mut tail = tail.trim_start_matches([' ', '　', '（', '(', '，', ',', '：', ':', '即']);
    let mut has_sign = false;
    while let Some(shorter) =
        ["小写", "人民币", "RMB", "¥", "￥", "：", ":", " "].iter().find_map(|word| tail.strip_prefix(word))
    {
        (tail, has_sign) = (shorter, true);
    }
    let digits: String = tail.chars().take_while(|c| is_digit(*c)).collect();
    let after = tail.get(digits.len()..).unwrap_or_default();
    let (after, times) = after.strip_prefix('万').map_or((after, 1), |rest| (rest, 10_000));
    if has_sign || after.starts_with('元') { yuan(&digits, times) } else { None }
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '.' | ',' | '，' | '０'..='９' | '．')
}

fn yuan(text: &str, times: i64) -> Option<Fen> {
    let plain = |c: char| match c {
        '０'..='９' => char::from_digit((c as u32).checked_sub('０' as u32)?, 10),
        '．' => Some('.'),
        ',' | '，' => None,
        other => Some(other),
    };
    let digits: String = text.trim_matches([',', '，', '.', '．']).chars().filter_map(plain).collect();
    Fen::new(Fen::parse_yuan(&digits).ok()?.get().checked_mul(times)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::capital_figures::capital;

    #[test]
    fn capital_figures_are_read_exactly_or_not_at_all() {
        for (text, fen) in [
            ("零元整", 0),
            ("壹分", 1),
            ("伍角整", 50),
            ("人民币叁万元整", 3_000_000),
            ("叁万零伍佰圆正", 3_050_000),
            ("拾万元整", 10_000_000),
            ("壹拾万零壹元零伍分", 10_000_105),
            ("壹仟零壹万零壹佰元零壹角整", 1_001_010_010),
            ("壹亿元整", 10_000_000_000),
            ("玖拾万零柒佰壹拾玖亿玖仟贰佰伍拾肆万柒仟肆佰零玖元玖角壹分", 9_007_199_254_740_991),
        ] {
            assert_eq!(parse(text).map(Fen::get), Some(fen), "{text}");
        }
        for text in
            ["", "元整", "叁佰万佰元整", "叁叁元整", "拾佰元", "伍元伍", "三万元", "叁万", "整", "佰元整", "壹拾壹拾元"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_figure_is_found_with_the_digits_beside_it() {
        let fen = |yuan: u32| Some(Fen::yuan(yuan));
        for (text, expected) in [
            ("乙方付给甲方人民币叁万元整。", vec![(fen(30_000), None)]),
            ("付30000元（大写：人民币叁万元整）", vec![(fen(30_000), fen(30_000))]),
            ("付人民币叁万元整（￥20,000.00）", vec![(fen(30_000), fen(20_000))]),
            ("付3万元（大写叁万元整）", vec![(fen(30_000), fen(30_000))]),
            ("首期壹万元整，余款贰万元整", vec![(fen(10_000), None), (fen(20_000), None)]),
            ("陆元与陆万元二人于3万元处", vec![]),
            ("人民币叁佰万佰元整", vec![(None, None)]),
            ("人民币    元整", vec![]),
            ("编号为5号，人民币伍元整", vec![(fen(5), None)]),
        ] {
            let found: Vec<_> = find(text).into_iter().map(|each| (each.amount, each.beside)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config { cases: 5_000, failure_persistence: None, ..Default::default() })]
        #[test]
        fn what_is_written_reads_back(places in 1_u32..17, number in 0..=Fen::MAX.get()) {
            let amount = Fen::new(number % 10_i64.pow(places)).unwrap();
            let words = capital(amount);
            proptest::prop_assert_eq!(parse(&words), Some(amount), "{}", words);
            let found = find(&format!("付{amount}元（大写：{words}）。"));
            proptest::prop_assert_eq!(found, [CapitalFigure { amount: Some(amount), beside: Some(amount) }]);
        }
    }
}
