//! The settings: embedded defaults, then a file, then the environment. Every key and its meaning: `config/default.toml`.

mod calendar;
mod check;
mod matching;
mod secrets;
mod shown;

pub use calendar::read_file as read_calendar;
pub use matching::{Matching, MatchingWeights};
pub use secrets::Secret;
pub use shown::{Section, Setting};

use super::refusal::Refusal;
use super::working_calendar::WorkingCalendar;
use figment::providers::{Env, Format, Toml};
use figment::{Figment, Provider};
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The embedded file of defaults, comments and all.
pub const DEFAULTS: &str = include_str!("../../../config/default.toml");

/// All settings, checked, with the secrets read.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub mode: Mode,
    pub data_folder: PathBuf,
    pub server: Server,
    pub database: Database,
    pub auth: Auth,
    pub mail: Mail,
    pub mediation: Mediation,
    pub links: Links,
    pub intake: Intake,
    pub reminders: Reminders,
    pub pairing: Pairing,
    pub documents: Documents,
    pub attachments: Attachments,
    pub matching: Matching,
    pub log: Log,
    pub jobs: Jobs,
}

/// How strict the start is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    Local,
    Production,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    pub bind: SocketAddr,
    pub base_url: String,
    pub behind_proxy: bool,
    pub workers: usize,
    pub shutdown_seconds: u64,
    pub drain_seconds: u64,
}

#[derive(Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    #[serde(serialize_with = "shown::scheme")]
    pub url: String,
    pub readers: u32,
    pub trusted_network: bool,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Auth {
    pub token_key_file: PathBuf,
    /// Read from the file; never part of a configuration.
    #[serde(skip)]
    pub token_key: Secret,
    pub access_minutes: u32,
    pub refresh_days: u32,
    pub session_days: u32,
    pub hash_memory_kib: u32,
    pub hash_passes: u32,
    pub tries: u32,
    pub tries_minutes: u32,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    pub transport: MailTransport,
    pub from: String,
    pub host: String,
    pub port: u16,
    pub security: MailSecurity,
    pub user: String,
    pub password_file: PathBuf,
    pub merge_seconds: u16,
    /// Read from the file; empty when the server asks for none.
    #[serde(skip)]
    pub password: Secret,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MailTransport {
    File,
    Smtp,
    Memory,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MailSecurity {
    Tls,
    Starttls,
    None,
}

/// What the law leaves to the place.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Mediation {
    pub people_limit_days: u16,
    pub callback_after: CallbackAfter,
    pub callback_days: u16,
    pub follow_up_days: u16,
    pub offer_days: u16,
    pub groups_count_once: bool,
    pub retention: Retention,
    pub retention_basis: String,
    pub calendar_file: PathBuf,
    /// Read from the file, or the embedded one; never part of a configuration.
    #[serde(skip)]
    pub calendar: Arc<WorkingCalendar>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CallbackAfter {
    Performance,
    Agreement,
}

crate::text_enum! {
    /// How long an archived file is kept. No law fixes it, and nothing is deleted by it.
    pub enum Retention {
        Short = "short", "短期", "Short";
        Long = "long", "长期", "Long";
        Permanent = "permanent", "永久", "Permanent";
    }
}

/// Links of parties without an account.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Links {
    pub days: u16,
    pub code_minutes: u16,
    pub code_tries: u16,
}

/// Applications without an account.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Intake {
    pub per_address_hour: u32,
    pub per_link_day: u32,
}

/// How what is due is told of; no law fixes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Reminders {
    pub digest_hour: u8,
    pub grace_days: u8,
    pub lines: u16,
    pub committee_days: u8,
    pub federation_days: u8,
    pub pack_day: u8,
}

/// Pairings of chambers with law firms; no document fixes these.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Pairing {
    pub answer_days: u16,
    pub remind_days: u16,
    pub idle_days: u16,
}

/// The papers of cases.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Documents {
    pub font_file: PathBuf,
    pub font_index: u32,
}

/// The files of cases.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Attachments {
    pub folder: PathBuf,
    pub max_mib: usize,
    pub identity_scans: bool,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    pub format: LogFormat,
    pub level: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    Text,
    Json,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Jobs {
    pub tick_seconds: u64,
}

/// The URL may hold a password.
impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let scheme = self.url.split(':').next().unwrap_or_default();
        f.debug_struct("Database").field("url", &format!("{scheme}:…")).field("readers", &self.readers).finish()
    }
}

impl Config {
    /// The settings of this process: defaults, `file`, environment. Makes the data folder, reads the secrets, and refuses
    /// whatever is not safe in the chosen mode, all of it at once, each with its key and its remedy.
    pub fn load(file: Option<&Path>) -> Result<Self, Refusal> {
        // Read by the program and its tests from the environment alone.
        Self::layered(
            file,
            Env::prefixed("WANLIAN_")
                .ignore(&["config", "require_postgres", "require_readers", "require_browser", "screenshots"])
                .split("__"),
        )
    }

    /// Defaults, `file`, then `last`: what `load` does with the environment.
    pub fn layered(file: Option<&Path>, last: impl Provider) -> Result<Self, Refusal> {
        let mut layers = Figment::from(Toml::string(DEFAULTS));
        if let Some(file) = file {
            layers = layers.merge(Toml::file_exact(file));
        }
        let mut config: Self = layers.merge(last).extract().map_err(|cause| {
            let said: Vec<String> = cause.into_iter().map(|one| one.to_string()).collect();
            Refusal::new(
                format!("配置无法读取：{}", said.join("；")),
                format!("The configuration: {}", said.join("; ")),
            )
        })?;
        if config.database.url.is_empty() {
            config.database.url = format!("sqlite:{}", config.data_folder.join("wanlian.db").display());
        }
        if config.attachments.folder.as_os_str().is_empty() {
            config.attachments.folder = config.data_folder.join("attachments");
        }
        let mut problems = check::Problems::default();
        check::check(&config, &mut problems);
        calendar::read(&mut config, &mut problems);
        secrets::read(&mut config, &mut problems);
        problems.done()?;
        Ok(config)
    }

    /// Whether this is the mode that refuses what is not safe.
    pub fn is_production(&self) -> bool {
        self.mode == Mode::Production
    }
}

#[cfg(test)]
mod tests;
