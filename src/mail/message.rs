//! The typed mail and its words. It holds a case number, a kind and a link, so that nothing else can reach a template.

use crate::base::error::{Error, Result};
use crate::base::locale::Locale;
use crate::domain::notices::NoticeKind;
use askama::Template;

/// A mail about a case. Mediation is confidential (People's Mediation Law, articles 15 and 28): no name, fact or amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusMail {
    pub kind: NoticeKind,
    /// What was to be told before this in mails of their own.
    pub earlier: Vec<NoticeKind>,
    pub case_no: String,
    /// Where a person with an account reads on; a party without one is told to ask the committee.
    pub link: Option<String>,
    /// The six digits of a party's second step; empty in every other mail.
    pub code: String,
    pub locale: Locale,
}

/// The words of a mail, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// The four views differ only in their file: one a language and form.
macro_rules! views {
    ($($name:ident = $path:literal;)+) => {$(
        #[derive(Template)]
        #[template(path = $path)]
        struct $name<'a> { kind: NoticeKind, word: &'static str, earlier: String, case_no: &'a str, link: Option<&'a str>, code: &'a str }

        impl<'a> $name<'a> {
            fn of(mail: &'a StatusMail) -> Self {
                let word = match mail.locale { Locale::Zh => mail.kind.zh(), Locale::En => mail.kind.en() };
                let earlier = mail.earlier_words();
                Self { kind: mail.kind, word, earlier, case_no: &mail.case_no, link: mail.link.as_deref(), code: &mail.code }
            }
        }
    )+};
}

views! {
    ZhText = "mail/templates/zh/status.txt";
    ZhHtml = "mail/templates/zh/status.html";
    EnText = "mail/templates/en/status.txt";
    EnHtml = "mail/templates/en/status.html";
}

impl StatusMail {
    /// Subject, text and HTML in the language of the mail.
    pub fn words(&self) -> Result<Words> {
        let case_no: String = self.case_no.chars().filter(|c| !c.is_control()).collect();
        let (subject, text, html) = match self.locale {
            Locale::Zh => {
                (format!("【万联】{case_no} {}", self.kind.zh()), ZhText::of(self).render(), ZhHtml::of(self).render())
            }
            Locale::En => (
                format!("[Wanlian] {case_no} {}", self.kind.en()),
                EnText::of(self).render(),
                EnHtml::of(self).render(),
            ),
        };
        Ok(Words { subject, text: text.map_err(Error::internal)?, html: html.map_err(Error::internal)? })
    }

    /// The status words that came before, one after the other.
    fn earlier_words(&self) -> String {
        let words = self.earlier.iter();
        match self.locale {
            Locale::Zh => words.map(|kind| kind.zh()).collect::<Vec<_>>().join("、"),
            Locale::En => words.map(|kind| kind.en()).collect::<Vec<_>>().join(", "),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every template, as it lies on the disk.
    const SOURCES: [(&str, &str); 14] = [
        ("zh/digest.txt", include_str!("templates/zh/digest.txt")),
        ("zh/digest.html", include_str!("templates/zh/digest.html")),
        ("en/digest.txt", include_str!("templates/en/digest.txt")),
        ("en/digest.html", include_str!("templates/en/digest.html")),
        ("zh/pack.txt", include_str!("templates/zh/pack.txt")),
        ("zh/pack.html", include_str!("templates/zh/pack.html")),
        ("en/pack.txt", include_str!("templates/en/pack.txt")),
        ("en/pack.html", include_str!("templates/en/pack.html")),
        ("zh/sentence.txt", include_str!("templates/zh/sentence.txt")),
        ("zh/status.txt", include_str!("templates/zh/status.txt")),
        ("zh/status.html", include_str!("templates/zh/status.html")),
        ("en/sentence.txt", include_str!("templates/en/sentence.txt")),
        ("en/status.txt", include_str!("templates/en/status.txt")),
        ("en/status.html", include_str!("templates/en/status.html")),
    ];

    fn mail(kind: NoticeKind, locale: Locale, link: Option<&str>) -> StatusMail {
        StatusMail {
            kind,
            earlier: Vec::new(),
            case_no: "甬商调〔2026〕7号".into(),
            link: link.map(Into::into),
            code: String::new(),
            locale,
        }
    }

    #[test]
    fn a_template_can_show_nothing_but_case_number_status_word_day_and_link() {
        for (name, source) in SOURCES {
            for placeholder in source.split("{{").skip(1) {
                let placeholder = placeholder.split("}}").next().unwrap().trim();
                let shown = ["case_no", "word", "earlier", "link", "code", "line.due_on", "line.word", "line.case_no"];
                let counted = [
                    "period",
                    "line.now",
                    "line.before",
                    "rate.word",
                    "rate.share",
                    "rate.numerator",
                    "rate.denominator",
                ];
                let may = shown.contains(&placeholder) || (name.contains("/pack.") && counted.contains(&placeholder));
                assert!(may, "{name} shows {placeholder}");
            }
            assert!(!source.contains("safe"), "{name} switches escaping off");
        }
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/mail/templates");
        let files: usize =
            ["zh", "en"].iter().map(|l| std::fs::read_dir(format!("{folder}/{l}")).unwrap().count()).sum();
        assert_eq!(files, SOURCES.len(), "a template is not read by this test");
    }

    #[test]
    fn every_kind_has_its_own_words_in_both_languages() {
        for locale in Locale::ALL {
            let mut seen = std::collections::BTreeSet::new();
            for kind in NoticeKind::ALL {
                let words = mail(*kind, *locale, Some("https://w.example/cases/1")).words().unwrap();
                assert!(seen.insert(words.text.clone()), "{kind} has the words of another kind");
                for body in [&words.text, &words.html] {
                    assert!(body.contains("甬商调〔2026〕7号") && body.contains("https://w.example/cases/1"));
                }
                let chinese =
                    words.text.replace("甬商调〔2026〕7号", "").chars().any(|c| ('\u{4e00}'..'\u{9fff}').contains(&c));
                assert_eq!(chinese, *locale == Locale::Zh, "{kind} mixes languages");
            }
        }
    }

    #[test]
    fn a_merged_mail_says_the_latest_and_lists_what_came_before() {
        let earlier = vec![NoticeKind::Accepted, NoticeKind::MediatorsChosen];
        for (locale, subject, listed) in [
            (Locale::Zh, "调解中", "此前：已受理、调解员已确定"),
            (Locale::En, "in mediation", "Before: accepted, mediators chosen"),
        ] {
            let alone = mail(NoticeKind::Mediating, locale, None);
            let words = StatusMail { earlier: earlier.clone(), ..alone.clone() }.words().unwrap();
            assert!(words.subject.ends_with(subject), "{}", words.subject);
            let plain = alone.words().unwrap();
            for (merged, plain) in [(&words.text, &plain.text), (&words.html, &plain.html)] {
                assert!(merged.contains(listed) && !plain.contains(&listed[..6]), "{merged}");
            }
        }
    }

    #[test]
    fn a_party_without_an_account_gets_no_link() {
        for locale in Locale::ALL {
            let words = mail(NoticeKind::Agreed, *locale, None).words().unwrap();
            assert!(!words.text.contains("http") && !words.html.contains("<a "));
        }
    }

    #[test]
    fn a_case_number_can_break_neither_the_header_nor_the_page() {
        let hostile = StatusMail {
            case_no: "1\r\nBcc: x@y.example<script>".into(),
            ..mail(NoticeKind::Closed, Locale::En, None)
        };
        let words = hostile.words().unwrap();
        assert!(!words.subject.contains(['\r', '\n']));
        assert!(!words.html.contains("<script>"));
    }
}
