//! The mail with the figures of a month or a quarter. It holds counts and rates, each rate with both of its counts; no name, no amount.

use super::message::Words;
use crate::base::error::{Error, Result};
use crate::base::locale::Locale;
use crate::base::text_enum::Worded;
use crate::domain::measures::RateFigure;
use crate::domain::pack::{Pack, TOLD};
use askama::Template;

/// The figures of one period for one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackMail {
    pub pack: Pack,
    /// The page where the person reads on, and switches these mails off.
    pub link: String,
    pub locale: Locale,
}

/// A count of the period and of the one before.
struct Line {
    word: &'static str,
    now: i64,
    before: i64,
}

/// A rate with both of its counts.
struct Share {
    word: &'static str,
    share: String,
    numerator: i64,
    denominator: i64,
}

macro_rules! views {
    ($($name:ident = $path:literal;)+) => {$(
        #[derive(Template)]
        #[template(path = $path)]
        struct $name<'a> { period: &'a str, is_empty: bool, lines: &'a [Line], shares: &'a [Share], link: &'a str }
    )+};
}

views! {
    ZhText = "mail/templates/zh/pack.txt";
    ZhHtml = "mail/templates/zh/pack.html";
    EnText = "mail/templates/en/pack.txt";
    EnHtml = "mail/templates/en/pack.html";
}

impl PackMail {
    /// Subject, text and HTML in the language of the mail.
    pub fn words(&self) -> Result<Words> {
        let (period, link, is_empty) = (self.pack.label(), self.link.as_str(), self.pack.is_empty());
        let (now, before) = (self.pack.tally(), self.pack.tally_before());
        let line = |counter: &crate::domain::contribution::Counter| Line {
            word: counter.word(self.locale),
            now: now.get(*counter),
            before: before.get(*counter),
        };
        let lines: Vec<Line> = TOLD.iter().map(line).collect();
        let shares: Vec<Share> = self.pack.rates().iter().map(|figure| self.share(figure)).collect();
        let (lines, shares, period) = (lines.as_slice(), shares.as_slice(), period.as_str());
        let kind = self.pack.span.word(self.locale);
        let (subject, text, html) = match self.locale {
            Locale::Zh => (
                format!("【万联】{period} {kind}"),
                ZhText { period, is_empty, lines, shares, link }.render(),
                ZhHtml { period, is_empty, lines, shares, link }.render(),
            ),
            Locale::En => (
                format!("[Wanlian] {period}: {kind}"),
                EnText { period, is_empty, lines, shares, link }.render(),
                EnHtml { period, is_empty, lines, shares, link }.render(),
            ),
        };
        Ok(Words { subject, text: text.map_err(Error::internal)?, html: html.map_err(Error::internal)? })
    }

    fn share(&self, figure: &RateFigure) -> Share {
        let share =
            figure.basis_points.map_or("-".to_owned(), |points| format!("{}.{:02} %", points / 100, points % 100));
        let (numerator, denominator) = (figure.numerator, figure.denominator);
        Share { word: figure.rate.word(self.locale), share, numerator, denominator }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::id::{AccountId, MailId};
    use crate::base::text_list::TextList;
    use crate::domain::contribution::Counter;
    use crate::domain::pack::{Counted, Span};

    fn mail(counts: Vec<Counted>, locale: Locale) -> PackMail {
        let pack = Pack {
            account_id: AccountId::new(),
            span: Span::Quarter,
            from_on: "2026-07-01".parse().unwrap(),
            to_on: "2026-09-30".parse().unwrap(),
            counts: TextList(counts),
            before: TextList(vec![Counted(Counter::Accepted, 11)]),
            mail_id: MailId::new(),
            made_at: "2026-10-03T00:00:00".parse().unwrap(),
        };
        PackMail { pack, link: "https://w.example/packs".into(), locale }
    }

    #[test]
    fn a_rate_comes_with_its_counts_and_no_amount_is_told() {
        let counts = vec![
            Counted(Counter::Accepted, 31),
            Counted(Counter::Concluded, 29),
            Counted(Counter::Agreed, 19),
            Counted(Counter::AmountAgreed, 123_456_789),
        ];
        for (locale, word) in [(Locale::Zh, "调解成功率（占终结）"), (Locale::En, "Success, of concluded")] {
            let words = mail(counts.clone(), locale).words().unwrap();
            assert!(words.subject.contains("2026-Q3"));
            for body in [&words.text, &words.html] {
                for part in [word, "65.51 %", "19/29", "31", "11", "https://w.example/packs"] {
                    assert!(body.contains(part), "{part} in {body}");
                }
                assert!(!body.contains("123456789") && !body.contains("1234567"));
            }
        }
    }

    #[test]
    fn that_nothing_happened_is_said() {
        for (locale, sentence) in [(Locale::Zh, "没有案件"), (Locale::En, "no cases")] {
            let words = mail(Vec::new(), locale).words().unwrap();
            assert!(words.text.contains(sentence) && words.html.contains(sentence), "{}", words.text);
            assert!(!mail(vec![Counted(Counter::Accepted, 1)], locale).words().unwrap().text.contains(sentence));
        }
    }
}
