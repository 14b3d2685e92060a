//! The daily digest and its words. A line holds a case number, a kind of day and the day, so that nothing else can reach a template.

use super::message::Words;
use crate::base::error::{Error, Result};
use crate::base::locale::Locale;
use crate::domain::digest::Told;
use crate::domain::work::WorkKind;
use askama::Template;
use chrono::NaiveDate;

/// What is due for one person. Mediation is confidential (People's Mediation Law, articles 15 and 28): no name, fact or amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DigestMail {
    pub lines: Vec<Told>,
    /// The list where the person reads on.
    pub link: String,
    pub locale: Locale,
    /// The day of the mail.
    pub today: NaiveDate,
}

/// One line in the words of a language.
struct Line {
    case_no: String,
    word: String,
    due_on: String,
}

macro_rules! views {
    ($($name:ident = $path:literal;)+) => {$(
        #[derive(Template)]
        #[template(path = $path)]
        struct $name<'a> { lines: &'a [Line], link: &'a str }
    )+};
}

views! {
    ZhText = "mail/templates/zh/digest.txt";
    ZhHtml = "mail/templates/zh/digest.html";
    EnText = "mail/templates/en/digest.txt";
    EnHtml = "mail/templates/en/digest.html";
}

impl DigestMail {
    /// Subject, text and HTML in the language of the mail.
    pub fn words(&self) -> Result<Words> {
        let lines: Vec<Line> = self.lines.iter().map(|told| self.line(told)).collect();
        let (lines, link) = (lines.as_slice(), self.link.as_str());
        let today = self.locale.day(self.today);
        let (subject, text, html) = match self.locale {
            Locale::Zh => {
                let subject = format!("【万联】{today} 待办 {} 项", lines.len());
                (subject, ZhText { lines, link }.render(), ZhHtml { lines, link }.render())
            }
            Locale::En => {
                let subject = format!("[Wanlian] {today}: {} due", lines.len());
                (subject, EnText { lines, link }.render(), EnHtml { lines, link }.render())
            }
        };
        Ok(Words { subject, text: text.map_err(Error::internal)?, html: html.map_err(Error::internal)? })
    }

    fn line(&self, told: &Told) -> Line {
        let case_no: String = told.label.chars().filter(|c| !c.is_control()).collect();
        let (is_late, zh) = (told.due_on < self.today, self.locale == Locale::Zh);
        let kind = if zh { told.kind.zh() } else { told.kind.en() };
        let word = match (told.kind, zh, is_late) {
            (WorkKind::OverdueSum, true, _) => format!("{kind} {}", told.mark),
            (WorkKind::OverdueSum, false, _) => format!("{kind}: {}", told.mark),
            (_, true, true) => format!("{kind}（已过）"),
            (_, false, true) => format!("{kind} (passed)"),
            (_, _, false) => kind.to_owned(),
        };
        Line { case_no, word, due_on: self.locale.day(told.due_on) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::id::{AccountId, MailId};

    #[test]
    fn every_line_has_number_kind_and_day_and_breaks_nothing() {
        let day = |number| NaiveDate::from_ymd_opt(2026, 11, number).unwrap();
        let told = |label: &str, kind, due_on, mark| Told {
            account_id: AccountId::new(),
            subject_id: String::new(),
            kind,
            due_on,
            mark,
            label: label.into(),
            mail_id: MailId::new(),
            told_at: day(21).and_hms_opt(0, 0, 0).unwrap(),
        };
        let lines = vec![
            told("甬商调〔2026〕7号", WorkKind::Settle, day(20), 0),
            told("<b>\r\nBcc: x", WorkKind::Callback, day(21), 0),
            told("甬商调", WorkKind::OverdueSum, day(2), 4),
        ];
        let said = [
            (Locale::Zh, ["2026年11月20日", "调解期限（已过）", "逾期案件数 4"], "2026年11月21日"),
            (Locale::En, ["20 November 2026", "Time limit (passed)", "Cases overdue: 4"], "21 November 2026"),
        ];
        for (locale, [due_on, late, sum], on) in said {
            let mail =
                DigestMail { lines: lines.clone(), link: "https://w.example/work".into(), locale, today: day(21) };
            let words = mail.words().unwrap();
            for body in [&words.text, &words.html] {
                for part in ["甬商调〔2026〕7号", due_on, late, sum, "https://w.example/work"] {
                    assert!(body.contains(part), "{part} in {body}");
                }
            }
            assert!(words.subject.contains(on) && !words.html.contains("<b>"), "{}", words.html);
            assert!(!words.text.contains("\nBcc"));
        }
    }
}
