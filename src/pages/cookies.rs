//! The three cookies: who is signed in, whose visit this is, which language. Scripts can read none of them.

use crate::base::config::Config;
use crate::base::locale::Locale;
use actix_web::HttpRequest;

/// Which cookie.
#[derive(Clone, Copy, Debug)]
pub(super) enum Cookie {
    Session,
    Visit,
    Language,
}

impl Cookie {
    /// Over HTTPS the name itself keeps other hosts and plain HTTP from setting it (`__Host-`).
    fn name(self, config: &Config) -> &'static str {
        match (self, is_https(config)) {
            (Self::Session, true) => "__Host-wanlian",
            (Self::Session, false) => "wanlian",
            (Self::Visit, true) => "__Host-wanlian-visit",
            (Self::Visit, false) => "wanlian-visit",
            (Self::Language, true) => "__Host-wanlian-language",
            (Self::Language, false) => "wanlian-language",
        }
    }

    /// What the browser sent for it.
    pub(super) fn read(self, request: &HttpRequest, config: &Config) -> Option<String> {
        let wanted = self.name(config);
        let headers = request.headers().get_all("Cookie").filter_map(|value| value.to_str().ok());
        let mut pairs = headers.flat_map(|header| header.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.find(|(name, _)| *name == wanted).map(|(_, value)| value.to_owned())
    }

    /// The header that sets it; an empty value takes it away. The language stays for a year, the others until the browser closes.
    pub(super) fn set(self, value: &str, config: &Config) -> String {
        let age = match (self, value) {
            (_, "") => "; Max-Age=0",
            (Self::Language, _) => "; Max-Age=31536000",
            _ => "",
        };
        let secure = if is_https(config) { "; Secure" } else { "" };
        // Lax, not Strict: a link in a mail opens the case of whoever is signed in.
        format!("{}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}", self.name(config))
    }
}

/// The language the visitor chose.
pub(super) fn language(request: &HttpRequest, config: &Config) -> Option<Locale> {
    Cookie::Language.read(request, config).and_then(|code| Locale::from_code(&code))
}

fn is_https(config: &Config) -> bool {
    config.server.base_url.starts_with("https://")
}
