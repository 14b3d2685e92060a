//! What is shown of personal data to those who have no need of the whole (domain rule 11). Organisation names are not personal.

/// Family names of two characters that are in use.
const COMPOUND: &[&str] = &[
    "欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "万俟", "闻人", "夏侯", "诸葛", "尉迟", "公羊",
    "赫连", "澹台", "皇甫", "宗政", "濮阳", "公冶", "太叔", "申屠", "公孙", "慕容", "仲孙", "钟离", "长孙", "宇文",
    "司徒", "鲜于", "司空", "令狐",
];

/// The family name, and a star for each further character: 王*, 欧阳**. A name of one character is a star.
pub fn name(name: &str) -> String {
    let count = name.chars().count();
    let family = match count {
        0 | 1 => 0,
        3.. if COMPOUND.iter().any(|family| name.starts_with(family)) => 2,
        _ => 1,
    };
    keep(name, family, 0)
}

/// The first three and the last four of a mobile number; of shorter numbers only the last two.
pub fn phone(phone: &str) -> String {
    if phone.chars().count() >= 11 { keep(phone, 3, 4) } else { keep(phone, 0, 2) }
}

/// The first three and the last four: six would give away the county, and eight more the date of birth.
pub fn id_number(number: &str) -> String {
    keep(number, 3, 4)
}

/// The first character and the domain: `c***@example.org`.
pub fn email(email: &str) -> String {
    match email.rsplit_once('@') {
        Some((local, domain)) => format!("{}***@{domain}", local.chars().next().unwrap_or('*')),
        None => "***".to_owned(),
    }
}

fn keep(text: &str, first: usize, last: usize) -> String {
    let count = text.chars().count();
    let shown = |place: usize| count > first + last && (place < first || place >= count - last);
    text.chars().enumerate().map(|(place, c)| if shown(place) { c } else { '*' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_show_what_tells_entries_apart_and_no_more() {
        for (mask, text, shown) in [
            (name as fn(&str) -> String, "王五", "王*"),
            (name, "马勇琪", "马**"),
            (name, "欧阳修远", "欧阳**"),
            (name, "司马", "司*"),
            (name, "王", "*"),
            (name, "", ""),
            (phone, "13800001234", "138****1234"),
            (phone, "0574-65208888", "057******8888"),
            (phone, "65208888", "******88"),
            (id_number, "360426199101010071", "360***********0071"),
            (id_number, "1234567", "*******"),
            (email, "chamber0001@example.org", "c***@example.org"),
            (email, "a@b.cn", "a***@b.cn"),
            (email, "none", "***"),
        ] {
            assert_eq!(mask(text), shown, "{text}");
        }
    }
}
