//! The settings in effect, each with what it means in words: for the administrator's page and `wanlian config check`. Secrets are read
//! apart from the settings and are not among them.

use super::Config;
use crate::base::error::{Error, Result};
use crate::base::locale::Locale;
use serde::Serializer;
use serde_json::Value;

/// `key`, Chinese, English: a setting a line in the order of `default.toml`; `[name]` opens a section.
const WORDS: &str = include_str!("../../../config/settings.tsv");

/// Settings that belong together.
#[derive(Debug)]
pub struct Section {
    pub title: &'static str,
    pub settings: Vec<Setting>,
}

/// One setting in effect.
#[derive(Debug)]
pub struct Setting {
    /// As in the file: `server.bind`.
    pub key: &'static str,
    pub meaning: &'static str,
    /// Empty when nothing is set.
    pub value: String,
}

impl Config {
    /// Every setting in effect in the order of the file of defaults, in the reader's language. Of the database's address only the kind.
    pub fn sections(&self, locale: Locale) -> Result<Vec<Section>> {
        let values = serde_json::to_value(self).map_err(Error::internal)?;
        let mut sections: Vec<Section> = Vec::new();
        for (key, zh, en) in words() {
            let said = match locale {
                Locale::Zh => zh,
                Locale::En => en,
            };
            if key.starts_with('[') {
                sections.push(Section { title: said, settings: Vec::new() });
            } else if let Some(section) = sections.last_mut() {
                let value = values.pointer(&format!("/{}", key.replace('.', "/"))).map(plain).unwrap_or_default();
                section.settings.push(Setting { key, meaning: said, value });
            }
        }
        Ok(sections)
    }
}

/// Of a URL that may hold a password, what stands before the colon.
pub(super) fn scheme<S: Serializer>(url: &str, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.collect_str(&format_args!("{}:…", url.split(':').next().unwrap_or_default()))
}

fn words() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    WORDS.lines().filter_map(|line| {
        let (key, words) = line.split_once('\t')?;
        let (zh, en) = words.split_once('\t')?;
        Some((key, zh, en))
    })
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use figment::providers::{Format, Toml};

    /// The keys of `value` that hold no further keys.
    fn keys(value: &Value, place: &str, found: &mut Vec<String>) {
        match value {
            Value::Object(inner) => inner.iter().for_each(|(key, value)| keys(value, &format!("{place}.{key}"), found)),
            _ => found.push(place.trim_start_matches('.').to_owned()),
        }
    }

    #[test]
    fn each_setting_has_its_words_and_no_secret_is_one() {
        let folder = tempfile::tempdir().unwrap();
        let own = format!("data_folder = {:?}\ndatabase.url = 'postgres://a:b@127.0.0.1/c'", folder.path());
        let config = Config::layered(None, Toml::string(&own)).unwrap();
        let mut set = Vec::new();
        keys(&serde_json::to_value(&config).unwrap(), "", &mut set);
        let sections = config.sections(Locale::En).unwrap();
        let mut told: Vec<&str> = sections.iter().flat_map(|one| &one.settings).map(|setting| setting.key).collect();
        told.sort_unstable();
        set.sort_unstable();
        assert_eq!(told, set);
        let value = |key: &str| {
            sections.iter().flat_map(|one| &one.settings).find(|setting| setting.key == key).unwrap().value.clone()
        };
        assert_eq!([value("database.url"), value("mode"), value("server.workers")], ["postgres:…", "local", "0"]);
        assert_eq!(WORDS.lines().count(), words().count(), "a line lacks a language");
    }
}
