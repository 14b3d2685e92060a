//! What a mode refuses: each finding names its key, what is wrong, and the remedy.

use super::{Config, MailSecurity, MailTransport, Mode};
use crate::base::refusal::Refusal;

/// Findings so far.
#[derive(Default)]
pub(super) struct Problems(Vec<(String, String, String)>);

impl Problems {
    pub(super) fn add(&mut self, key: &str, zh: impl Into<String>, en: impl Into<String>) {
        self.0.push((key.to_owned(), zh.into(), en.into()));
    }

    pub(super) fn check(&mut self, holds: bool, key: &str, zh: &str, en: &str) {
        if !holds {
            self.add(key, zh, en);
        }
    }

    pub(super) fn done(self) -> Result<(), Refusal> {
        if self.0.is_empty() {
            return Ok(());
        }
        let lines = |pick: fn(&(String, String, String)) -> &str| -> String {
            self.0.iter().map(|one| format!("\n  {}: {}", one.0, pick(one))).collect()
        };
        Err(Refusal::new(
            format!("配置不安全或不完整：{}", lines(|one| &one.1)),
            format!("The configuration:{}", lines(|one| &one.2)),
        ))
    }
}

/// Finds what the mode does not allow; secrets are looked at where they are read.
pub(super) fn check(config: &Config, found: &mut Problems) {
    always(config, found);
    match config.mode {
        Mode::Local => found.check(
            config.server.bind.ip().is_loopback(),
            "server.bind",
            "local 模式只监听本机；对外服务请设 mode = \"production\"",
            "local mode listens on the loopback address only; to serve others set mode = \"production\"",
        ),
        Mode::Production => production(config, found),
    }
}

fn always(config: &Config, found: &mut Problems) {
    let auth = &config.auth;
    let is_url = ["http://", "https://"].iter().any(|scheme| config.server.base_url.starts_with(scheme));
    found.check(is_url, "server.base_url", "应以 https:// 开头", "must begin with https://");
    found.check((1..=100).contains(&config.database.readers), "database.readers", "应为 1 至 100", "must be 1 to 100");
    found.check(
        (1..=3600).contains(&config.jobs.tick_seconds),
        "jobs.tick_seconds",
        "应为 1 至 3600",
        "must be 1 to 3600",
    );
    found.check((1..=60).contains(&auth.access_minutes), "auth.access_minutes", "应为 1 至 60", "must be 1 to 60");
    found.check(
        auth.refresh_days >= 1 && auth.session_days >= auth.refresh_days,
        "auth.session_days",
        "不得短于 auth.refresh_days，且后者至少 1 天",
        "must not be shorter than auth.refresh_days, and that not shorter than 1",
    );
    found.check(config.mail.merge_seconds <= 600, "mail.merge_seconds", "应为 0 至 600", "must be 0 to 600");
    let terms = &config.mediation;
    found.check(terms.people_limit_days <= 60, "mediation.people_limit_days", "应为 0 至 60", "must be 0 to 60");
    found.check(terms.callback_days <= 365, "mediation.callback_days", "应为 0 至 365", "must be 0 to 365");
    found.check(
        (1..=90).contains(&terms.follow_up_days),
        "mediation.follow_up_days",
        "应为 1 至 90",
        "must be 1 to 90",
    );
    found.check((1..=20).contains(&terms.offer_days), "mediation.offer_days", "应为 1 至 20", "must be 1 to 20");
    let links = &config.links;
    found.check((1..=7).contains(&links.days), "links.days", "应为 1 至 7", "must be 1 to 7");
    found.check((1..=10).contains(&links.code_minutes), "links.code_minutes", "应为 1 至 10", "must be 1 to 10");
    found.check((1..=5).contains(&links.code_tries), "links.code_tries", "应为 1 至 5", "must be 1 to 5");
    let intake = &config.intake;
    found.check(
        (1..=1000).contains(&intake.per_address_hour),
        "intake.per_address_hour",
        "应为 1 至 1000",
        "must be 1 to 1000",
    );
    found.check(
        (1..=100_000).contains(&intake.per_link_day),
        "intake.per_link_day",
        "应为 1 至 100000",
        "must be 1 to 100000",
    );
    let told = &config.reminders;
    found.check(told.digest_hour <= 23, "reminders.digest_hour", "应为 0 至 23", "must be 0 to 23");
    found.check(told.grace_days <= 30, "reminders.grace_days", "应为 0 至 30", "must be 0 to 30");
    found.check(told.pack_day <= 28, "reminders.pack_day", "应为 0 至 28", "must be 0 to 28");
    found.check((1..=200).contains(&told.lines), "reminders.lines", "应为 1 至 200", "must be 1 to 200");
    found.check(
        told.committee_days >= 1 && told.federation_days >= told.committee_days && told.federation_days <= 30,
        "reminders.federation_days",
        "应为 1 至 30，且不得少于 reminders.committee_days（至少 1）",
        "must be 1 to 30, and not below reminders.committee_days (at least 1)",
    );
    let pairing = &config.pairing;
    found.check((1..=90).contains(&pairing.answer_days), "pairing.answer_days", "应为 1 至 90", "must be 1 to 90");
    found.check((1..=180).contains(&pairing.remind_days), "pairing.remind_days", "应为 1 至 180", "must be 1 to 180");
    found.check((1..=1000).contains(&pairing.idle_days), "pairing.idle_days", "应为 1 至 1000", "must be 1 to 1000");
    let most = config.attachments.max_mib;
    found.check((1..=100).contains(&most), "attachments.max_mib", "应为 1 至 100", "must be 1 to 100");
    let font = &config.documents.font_file;
    found.check(
        font.as_os_str().is_empty() || font.is_file(),
        "documents.font_file",
        "找不到该字体文件；留空则使用系统中的 Noto CJK",
        "there is no such font file; empty means the Noto CJK of the machine",
    );
    config.matching.check(found);
    found.check(auth.tries >= 1 && auth.tries_minutes >= 1, "auth.tries", "至少为 1", "must be at least 1");
    found.check(
        config.log.level.parse::<tracing::Level>().is_ok(),
        "log.level",
        "应为 error、warn、info、debug 或 trace",
        "must be error, warn, info, debug or trace",
    );
    if config.mail.transport == MailTransport::Smtp {
        found.check(!config.mail.host.is_empty(), "mail.host", "请填写 SMTP 服务器", "name the SMTP server");
        found.check(
            config.mail.security != MailSecurity::None || is_loopback(&config.mail.host),
            "mail.security",
            "非本机的 SMTP 服务器须用 tls 或 starttls",
            "an SMTP server beyond this machine needs tls or starttls",
        );
    }
}

fn production(config: &Config, found: &mut Problems) {
    let (server, auth, mail, database) = (&config.server, &config.auth, &config.mail, &config.database);
    found.check(
        server.base_url.starts_with("https://"),
        "server.base_url",
        "应以 https:// 开头：邮件中的链接须加密",
        "must begin with https://: the links in mails carry people's work",
    );
    let host = server.base_url.split("://").nth(1).unwrap_or_default();
    found.check(
        !is_loopback(host.split(['/', ':']).next().unwrap_or_default()),
        "server.base_url",
        "不能是本机地址：收件人打不开",
        "must not be this machine: nobody could open the links",
    );
    // Without it every client would have the proxy's address: one that guesses passwords would lock all others out.
    found.check(
        server.behind_proxy,
        "server.behind_proxy",
        "生产环境须由反向代理提供 TLS 并附加 X-Forwarded-For；设好后请设为 true",
        "production needs a proxy in front that ends TLS and adds X-Forwarded-For; set to true when it is there",
    );
    found.check(server.shutdown_seconds >= 1, "server.shutdown_seconds", "至少 1 秒", "must be at least 1");
    found.check(
        auth.hash_memory_kib >= 19456 && auth.hash_passes >= 2,
        "auth.hash_memory_kib",
        "Argon2id 不得低于 19456 KiB、2 遍",
        "Argon2id needs at least 19456 KiB and 2 passes",
    );
    found.check(auth.access_minutes <= 15, "auth.access_minutes", "不得超过 15 分钟", "must not exceed 15");
    found.check(auth.session_days <= 30, "auth.session_days", "不得超过 30 天", "must not exceed 30");
    found.check(
        auth.tries <= 10 && auth.tries_minutes >= 5,
        "auth.tries",
        "不得多于 10 次，且 auth.tries_minutes 不得少于 5",
        "must not exceed 10, with auth.tries_minutes not below 5",
    );
    found.check(
        mail.transport == MailTransport::Smtp,
        "mail.transport",
        "应为 \"smtp\"：否则没有人收到邮件",
        "must be \"smtp\": nobody receives mail otherwise",
    );
    let domain = mail.from.trim_end_matches('>').rsplit('@').next().unwrap_or_default();
    found.check(
        mail.from.contains('@') && domain.contains('.') && !domain.ends_with(".example"),
        "mail.from",
        "请填写真实的发件地址",
        "name a real sender address",
    );
    let is_far = database.url.starts_with("postgres") && !is_near(&database.url);
    found.check(
        !is_far || database.trusted_network,
        "database.trusted_network",
        "到远端 PostgreSQL 的连接不加密；确认网络可信后设为 true，或经本机加密隧道连接",
        "the connection to a remote PostgreSQL is not encrypted; set to true if the network is private, or use a local tunnel",
    );
    let is_passing =
        database.url.strip_prefix("sqlite:").is_some_and(|path| path.trim_start_matches("//").starts_with("/tmp/"));
    found.check(!is_passing, "database.url", "不得放在 /tmp 下", "must not lie under /tmp");
    found.check(
        matches!(config.log.level.as_str(), "error" | "warn" | "info"),
        "log.level",
        "生产环境不得使用 debug 或 trace",
        "debug and trace are not for production",
    );
}

/// Whether every host of a PostgreSQL URL is this machine: loopback or a socket folder.
fn is_near(url: &str) -> bool {
    let rest = url.split("://").nth(1).unwrap_or_default();
    let place = rest.split(['/', '?']).next().unwrap_or_default();
    let hosts = place.rsplit('@').next().unwrap_or_default();
    !url.contains("host=")
        && hosts.split(',').all(|host| host.is_empty() || host.starts_with("%2F") || is_loopback(without_port(host)))
}

fn without_port(host: &str) -> &str {
    host.strip_prefix('[')
        .and_then(|rest| rest.split(']').next())
        .unwrap_or_else(|| host.split(':').next().unwrap_or(host))
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}
