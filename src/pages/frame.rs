//! What surrounds every page: language, navigation, who is signed in, the token of its forms; and how days and amounts are written.

use super::visit::Visit;
use super::words::{self, Words};
use crate::base::clock::{Instant, china_day};
use crate::base::error::Result;
use crate::base::locale::Locale;
use crate::base::text_enum::Worded;
use crate::base::token;
use crate::domain::money::Fen;
use crate::domain::policy::{Actor, Permission, Role};
use chrono::{Duration, NaiveDate};

/// A value or a reference to it: templates hand over either.
pub(super) trait Plain<T> {
    fn plain(&self) -> T;
}

macro_rules! plain {
    ($($T:ty),+) => {$(
        impl Plain<$T> for $T {
            fn plain(&self) -> $T { *self }
        }
        impl Plain<$T> for &$T {
            fn plain(&self) -> $T { **self }
        }
        impl Plain<$T> for &&$T {
            fn plain(&self) -> $T { ***self }
        }
    )+};
}

plain!(NaiveDate, Option<NaiveDate>, Instant, Fen, i64);

/// The frame of one page.
pub(super) struct Frame {
    pub title: String,
    pub locale: Locale,
    /// As HTML names the language.
    pub lang: &'static str,
    pub w: &'static Words,
    pub csrf: String,
    /// Name and role of whoever is signed in.
    pub who: Option<(String, &'static str)>,
    pub nav: Vec<Way>,
    /// Where the language switch comes back to.
    pub path: String,
    pub style: &'static str,
    pub script: &'static str,
    pub icon: &'static str,
}

/// A way in the navigation.
pub(super) struct Way {
    pub href: &'static str,
    pub label: &'static str,
    pub is_here: bool,
}

impl Frame {
    /// The frame of a visit, under a title.
    pub(super) fn of(visit: &Visit, title: &str) -> Result<Self> {
        let w = words::of(visit.locale);
        let path = if visit.page.method == actix_web::http::Method::GET { visit.path.clone() } else { "/".to_owned() };
        Ok(Self {
            title: title.to_owned(),
            locale: visit.locale,
            lang: words::tag(visit.locale),
            w,
            csrf: token::form_token(&visit.config.auth.token_key, &visit.bond())?,
            who: visit.who().map(|who| (who.name.clone(), who.actor.role().word(visit.locale))),
            nav: visit.who().map_or_else(Vec::new, |who| ways(&who.actor, visit.locale, &visit.path)),
            path,
            style: super::assets::style_path(),
            script: super::assets::script_path(),
            icon: super::assets::icon_path(),
        })
    }

    /// The word of a term in the page's language.
    pub(super) fn say(&self, term: impl Worded) -> &'static str {
        term.word(self.locale)
    }

    /// 2026年11月21日, or 21 November 2026.
    pub(super) fn day(&self, day: impl Plain<NaiveDate>) -> String {
        self.locale.day(day.plain())
    }

    /// `day`, or a dash.
    pub(super) fn day_or(&self, day: impl Plain<Option<NaiveDate>>) -> String {
        day.plain().map_or_else(|| "—".to_owned(), |day| self.day(day))
    }

    /// Day and time in China.
    pub(super) fn time(&self, at: impl Plain<Instant>) -> String {
        let at = at.plain() + Duration::hours(8);
        format!("{} {}", self.day(at.date()), at.format("%H:%M"))
    }

    /// The last day before an instant: what is due at midnight is due on the day that ends.
    pub(super) fn last_day(&self, until: impl Plain<Instant>) -> String {
        self.day(china_day(until.plain() - Duration::seconds(1)))
    }

    /// `12,345.60`: yuan with two decimals.
    pub(super) fn yuan(&self, amount: impl Plain<Fen>) -> String {
        yuan(amount.plain())
    }

    /// What is claimed in a case: an amount that was not given is kept as none, and one that is masked is cut to full ten thousands.
    pub(super) fn claimed(&self, amount: impl Plain<Fen>, is_masked: &bool) -> String {
        match (amount.plain(), is_masked) {
            (Fen::ZERO, true) => self.w.amount_little.to_owned(),
            (Fen::ZERO, false) => self.w.amount_none.to_owned(),
            (amount, _) => yuan(amount),
        }
    }

    /// `12,345`.
    pub(super) fn count(&self, count: impl Plain<i64>) -> String {
        grouped(&count.plain().to_string())
    }

    /// A score in points of a hundred.
    pub(super) fn points(&self, millionths: impl Plain<i64>) -> String {
        points(millionths.plain().into())
    }

    /// From a day to a day.
    pub(super) fn days(&self, from: impl Plain<NaiveDate>, to: impl Plain<NaiveDate>) -> String {
        let (from, to) = (from.plain(), to.plain());
        match self.locale {
            _ if from == to => self.day(from),
            Locale::Zh => format!("{}至{}", self.day(from), self.day(to)),
            Locale::En => format!("{} to {}", self.day(from), self.day(to)),
        }
    }
}

/// `12,345.60`: yuan with two decimals.
pub(super) fn yuan(amount: Fen) -> String {
    let plain = amount.to_string();
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, "00"));
    format!("{}.{part}", grouped(whole))
}

/// Digits with a comma before each three; those behind a point as they are.
pub(super) fn grouped(number: &str) -> String {
    if let Some((whole, part)) = number.split_once('.') {
        return format!("{}.{part}", grouped(whole));
    }
    let (sign, digits) = number.strip_prefix('-').map_or(("", number), |digits| ("−", digits));
    let mut text = sign.to_owned();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Millionths as points of a hundred, exact: `71.3633`.
pub(super) fn points(millionths: i128) -> String {
    let all = millionths.unsigned_abs();
    let sign = if millionths < 0 { "−" } else { "" };
    format!("{sign}{}.{:04}", grouped(&(all / 10_000).to_string()), all % 10_000)
}

fn ways(actor: &Actor, locale: Locale, path: &str) -> Vec<Way> {
    let (w, own) = (words::of(locale), super::account_words::of(locale));
    let is_firm = matches!(actor.role(), Role::FirmAdmin | Role::Lawyer);
    let mut ways = Vec::new();
    let mut add = |may: bool, href: &'static str, label: &'static str| {
        if may {
            ways.push(Way { href, label, is_here: leads_to(href, path) });
        }
    };
    add(actor.may(Permission::ReadCases), "/work", w.nav_work);
    add(is_firm, "/offers", w.nav_offers);
    add(is_firm, "/firm", own.firm);
    add(actor.may(Permission::ReadCases), "/cases", w.nav_cases);
    add(actor.may(Permission::RegisterCase), "/cases/new", w.nav_new_case);
    add(actor.may(Permission::RegisterCase), "/applications", super::file_words::of(locale).applications);
    add(actor.may(Permission::ReadPairings) && actor.role() != Role::Sysadmin, "/pairings", w.nav_pairings);
    add(actor.chamber().is_some() && actor.may(Permission::AssignCase), "/chamber", w.nav_chamber);
    add(actor.may(Permission::ReadStatistics), "/figures", w.nav_figures);
    add(actor.may(Permission::ReadAllowances), "/allowances", super::allowance_words::of(locale).title);
    add(actor.may(Permission::OwnAllowances), "/allowances/own", super::allowance_words::of(locale).own);
    add(actor.may(Permission::ReadMatching), "/matching", w.nav_matching);
    add(actor.may(Permission::ReadRegistry), "/registry", w.nav_registry);
    add(matches!(actor.role(), Role::FederationAdmin | Role::ChamberAdmin), "/packs", w.packs);
    add(actor.may(Permission::ManageAccounts), "/users", w.nav_users);
    add(actor.may(Permission::ReadMail), "/mails", w.nav_mails);
    add(actor.may(Permission::ReadAudit), "/audit", own.audit);
    add(actor.may(Permission::ReadAudit), "/settings", own.settings);
    ways
}

/// Pages that belong to a way though their address does not begin with it.
const BESIDE: [(&str, &str); 6] = [
    ("/coverage", "/figures"),
    ("/reports", "/figures"),
    ("/packages", "/figures"),
    ("/oddities", "/chamber"),
    ("/mediators", "/registry"),
    ("/committees", "/registry"),
];

/// Whether a page is the one of a way, or below it; logging a case is a way of its own.
fn leads_to(href: &str, path: &str) -> bool {
    let path = path.split('?').next().unwrap_or(path);
    let below = |begin: &str| path.strip_prefix(begin).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    if BESIDE.iter().any(|(begin, way)| *way == href && below(begin)) {
        return true;
    }
    path == href || (path != "/cases/new" && path.strip_prefix(href).is_some_and(|below| below.starts_with('/')))
}
