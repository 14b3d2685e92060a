//! Good settings are taken, and each bad one is refused by its key.

use super::*;
use std::os::unix::fs::PermissionsExt;

/// A folder with a good key and mail password, and production settings that name them.
fn good() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    write(&folder, "token.key", &(0..32).map(|n| n * 7 + 3).collect::<Vec<u8>>(), 0o400);
    write(&folder, "smtp.password", b"correct horse battery staple\n", 0o600);
    let text = format!(
        "mode = 'production'\ndata_folder = '{}'\nserver.base_url = 'https://mediation.nb.cn'\nserver.bind = '0.0.0.0:8080'\n\
         server.behind_proxy = true\ndatabase.url = 'sqlite:/srv/wanlian/wanlian.db'\nauth.token_key_file = '{}'\n\
         mail.transport = 'smtp'\nmail.host = 'smtp.nb.cn'\nmail.from = 'Wanlian <notice@nb.cn>'\nmail.user = 'notice'\n\
         mail.password_file = '{}'\n",
        path("data"),
        path("token.key"),
        path("smtp.password"),
    );
    (folder, text)
}

fn write(folder: &tempfile::TempDir, name: &str, bytes: &[u8], mode: u32) {
    let file = folder.path().join(name);
    std::fs::write(&file, bytes).unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// The good settings, with the keys of `change` instead.
fn load(text: &str, change: &str) -> Result<Config, Refusal> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("wanlian.toml");
    std::fs::write(&file, text).unwrap();
    Config::layered(Some(&file), Toml::string(change))
}

#[test]
fn good_production_settings_are_taken() {
    let (_folder, text) = good();
    let config = load(&text, "").unwrap();
    assert!(config.is_production());
    assert_eq!(config.auth.token_key.expose().len(), 32);
    assert_eq!(config.mail.password.expose(), b"correct horse battery staple");
    let shown = format!("{config:?}");
    assert!(!shown.contains("battery") && shown.contains("Secret(…)"), "{shown}");
}

#[test]
fn each_bad_setting_is_refused_by_its_key() {
    let (folder, text) = good();
    write(&folder, "short.key", b"too short", 0o400);
    write(&folder, "sample.key", b"changeme-changeme-changeme-changeme", 0o400);
    write(&folder, "zero.key", &[0; 32], 0o400);
    write(&folder, "open.key", &(0..32).map(|n| n * 7 + 3).collect::<Vec<u8>>(), 0o644);
    write(&folder, "empty", b"", 0o400);
    let file = |key: &str, name: &str| format!("{key} = '{}'", folder.path().join(name).display());
    let table = [
        ("auth.token_key_file", "auth.token_key_file = ''".to_owned()),
        ("auth.token_key_file", file("auth.token_key_file", "missing.key")),
        ("auth.token_key_file", file("auth.token_key_file", "short.key")),
        ("auth.token_key_file", file("auth.token_key_file", "sample.key")),
        ("auth.token_key_file", file("auth.token_key_file", "zero.key")),
        ("auth.token_key_file", file("auth.token_key_file", "open.key")),
        ("mail.password_file", "mail.password_file = ''".to_owned()),
        ("mail.password_file", file("mail.password_file", "empty")),
        ("mail.password_file", file("mail.password_file", "token.key")),
        ("server.base_url", "server.base_url = 'http://mediation.nb.cn'".to_owned()),
        ("server.base_url", "server.base_url = 'https://localhost:8443/x'".to_owned()),
        ("server.base_url", "server.base_url = 'mediation.nb.cn'".to_owned()),
        ("server.behind_proxy", "server.behind_proxy = false".to_owned()),
        ("server.behind_proxy", "server.behind_proxy = false\nserver.bind = '127.0.0.1:8080'".to_owned()),
        ("server.shutdown_seconds", "server.shutdown_seconds = 0".to_owned()),
        ("auth.hash_memory_kib", "auth.hash_memory_kib = 4096".to_owned()),
        ("auth.hash_memory_kib", "auth.hash_passes = 1".to_owned()),
        ("auth.access_minutes", "auth.access_minutes = 20".to_owned()),
        ("auth.session_days", "auth.session_days = 90".to_owned()),
        ("auth.session_days", "auth.refresh_days = 31".to_owned()),
        ("auth.tries", "auth.tries = 1000".to_owned()),
        ("mail.transport", "mail.transport = 'file'".to_owned()),
        ("mail.security", "mail.security = 'none'".to_owned()),
        ("mail.host", "mail.host = ''".to_owned()),
        ("mail.from", "mail.from = 'Wanlian <wanlian@localhost>'".to_owned()),
        ("database.trusted_network", "database.url = 'postgres://u:p@db.nb.cn/w'".to_owned()),
        ("database.url", "database.url = 'sqlite:/tmp/w.db'".to_owned()),
        ("database.readers", "database.readers = 0".to_owned()),
        ("matching.candidates", "matching.candidates = 0".to_owned()),
        ("matching.weights", "matching.weights.practice = -1".to_owned()),
        ("log.level", "log.level = 'debug'".to_owned()),
        ("log.level", "log.level = 'loud'".to_owned()),
        ("jobs.tick_seconds", "jobs.tick_seconds = 0".to_owned()),
        ("server.bind", "mode = 'local'".to_owned()),
        ("mail.merge_seconds", "mail.merge_seconds = 601".to_owned()),
        ("reminders.digest_hour", "reminders.digest_hour = 24".to_owned()),
        ("reminders.pack_day", "reminders.pack_day = 29".to_owned()),
        ("reminders.grace_days", "reminders.grace_days = 31".to_owned()),
        ("reminders.lines", "reminders.lines = 0".to_owned()),
        ("reminders.federation_days", "reminders.federation_days = 2".to_owned()),
        ("mediation.offer_days", "mediation.offer_days = 0".to_owned()),
        ("mediation.offer_days", "mediation.offer_days = 21".to_owned()),
        ("mediation.calendar_file", "mediation.calendar_file = '/nowhere/calendar.csv'".to_owned()),
    ];
    for (key, change) in table {
        let refusal = load(&text, &change).err().unwrap_or_else(|| panic!("{change} was taken"));
        let line = format!("\n  {key}: ");
        assert!(refusal.en.contains(&line) && refusal.zh.contains(&line), "{change}: {refusal}");
        assert!(!refusal.en.contains("changeme"), "shows the secret");
    }
}

#[test]
fn unknown_keys_and_wrong_types_are_refused_by_name() {
    let (_folder, text) = good();
    for (change, word) in
        [("server.bnid = 'x'", "bnid"), ("sever.bind = 'x'", "sever"), ("auth.tries = 'five'", "tries")]
    {
        assert!(load(&text, change).unwrap_err().en.contains(word), "{change}");
    }
    for (change, word) in [("mode = 'test'", "test"), ("server.bind = 'here'", "bind")] {
        assert!(load(&text, change).unwrap_err().en.contains(word), "{change}");
    }
    assert!(Config::layered(Some(Path::new("/nowhere.toml")), Toml::string("")).is_err());
}

#[test]
fn postgresql_nearby_needs_no_trust() {
    let (_folder, text) = good();
    for url in
        ["postgres://u:p@127.0.0.1:5433/w", "postgres://u@%2Frun%2Fpostgresql/w", "postgres://u@localhost,[::1]:1/w"]
    {
        assert!(load(&text, &format!("database.url = '{url}'")).is_ok(), "{url}");
    }
    assert!(load(&text, "database.url = 'postgres://u@localhost,far/w'").is_err());
}

#[test]
fn local_mode_makes_one_key_for_itself() {
    let folder = tempfile::tempdir().unwrap();
    let change = format!("data_folder = '{}'", folder.path().join("data").display());
    let first = load("", &change).unwrap();
    let again = load("", &change).unwrap();
    assert!(first.auth.token_key == again.auth.token_key && first.auth.token_key.expose().len() == 32);
    let about = std::fs::metadata(folder.path().join("data/token.key")).unwrap();
    assert_eq!(about.permissions().mode() & 0o777, 0o600);
}
