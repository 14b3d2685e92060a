//! The one sentence that explains a last day: rule, start, length, what was left out, over which holiday it moved, and the article.

use super::clocks::Course;
use super::counting::Unit;
use crate::base::locale::Locale;
use chrono::NaiveDate;

/// The sentence in Chinese and in English.
pub(super) fn sentences(course: &Course<'_>, due_on: NaiveDate) -> (String, String) {
    (zh(course, due_on), en(course, due_on))
}

fn zh(course: &Course<'_>, due_on: NaiveDate) -> String {
    let (rule, counted) = (&course.rule, &course.counted);
    let day = |on| Locale::Zh.day(on);
    let mut said = format!(
        "{}：自{}之日{}起{}{}，当日不计",
        rule.zh,
        rule.starts.zh(),
        day(course.starts_on),
        rule.amount,
        rule.unit.zh()
    );
    if let Some(to) = course.extended_to {
        said += &format!("，经各方同意延长至{}", day(to));
    }
    if course.paused_days > 0 {
        said += &format!("，中止、鉴定的{}日不计入", course.paused_days);
    }
    if let Some((names, _)) = moved(course) {
        said += &match rule.unit {
            Unit::WorkingDays => format!("，其间{}（{}日）不计", names, counted.skipped.len()),
            _ => format!("，末日{}为{}，顺延至{}", day(counted.uncorrected_on), names, day(counted.due_on)),
        };
    }
    said += &match course.on_file {
        Some(_) => format!("，应为{}；案卷所记最后一日为{}", day(counted.due_on), day(due_on)),
        None => format!("，最后一日为{}", day(due_on)),
    };
    if let Some(year) = counted.unknown_year {
        said += &format!("；工作日历缺少{year}年，该年仅按周六、周日休息推算，尚不确定");
    }
    said + &format!("。依据：{}；《民法典》第二百零一条至第二百零三条。", rule.basis_zh)
}

fn en(course: &Course<'_>, due_on: NaiveDate) -> String {
    let (rule, counted) = (&course.rule, &course.counted);
    let day = |on| Locale::En.day(on);
    let unit = if rule.amount == 1 { rule.unit.en().trim_end_matches('s') } else { rule.unit.en() };
    let mut said = format!(
        "{}: {} {unit} from {} on {}, that day not counted",
        rule.en,
        rule.amount,
        rule.starts.en(),
        day(course.starts_on)
    );
    if let Some(to) = course.extended_to {
        said += &format!(", extended by all parties to {}", day(to));
    }
    if course.paused_days > 0 {
        said += &format!(", without {} days of suspension or appraisal", course.paused_days);
    }
    if let Some((_, names)) = moved(course) {
        said += &match rule.unit {
            Unit::WorkingDays => format!(", without {} days off between ({names})", counted.skipped.len()),
            _ => format!("; {} falls on {names}, so it moves to {}", day(counted.uncorrected_on), day(counted.due_on)),
        };
    }
    said += &match course.on_file {
        Some(_) => format!("; that makes {}, but the day on file is {}", day(counted.due_on), day(due_on)),
        None => format!("; the last day is {}", day(due_on)),
    };
    if let Some(year) = counted.unknown_year {
        said += &format!(
            "; the working calendar lacks {year}, where only Saturdays and Sundays count as days off: uncertain"
        );
    }
    said + &format!(". {}; Civil Code arts 201-203.", rule.basis_en)
}

/// The days off that were skipped, by the names of their holidays; usual Saturdays and Sundays are the weekend.
fn moved(course: &Course<'_>) -> Option<(String, String)> {
    let (mut zh, mut en): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for day in &course.counted.skipped {
        let name = course.terms.calendar.holiday(*day).filter(|name| !name.is_empty());
        let name = name.unwrap_or("休息日");
        if !zh.contains(&name) {
            zh.push(name);
            en.push(in_english(name));
        }
    }
    (!zh.is_empty()).then(|| (zh.join("、"), en.join(", ")))
}

/// The holidays of the Chinese year; another one keeps its name.
fn in_english(name: &str) -> &str {
    match name {
        "休息日" => "the weekend",
        "元旦" => "New Year's Day",
        "春节" => "the Spring Festival",
        "清明" | "清明节" => "the Qingming Festival",
        "劳动节" => "Labour Day",
        "端午" | "端午节" => "the Dragon Boat Festival",
        "中秋" | "中秋节" => "the Mid-Autumn Festival",
        "国庆" | "国庆节" => "the National Day holiday",
        other => other,
    }
}
