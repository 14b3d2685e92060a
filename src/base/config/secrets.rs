//! The secrets: read from files of their own, shown nowhere.

use super::check::Problems;
use super::{Config, Mode};
use std::io::Write;
use std::path::Path;

/// The least that signs a token: 256 bits.
const LEAST: usize = 32;

/// Bytes that are never printed or logged.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(Vec<u8>);

impl Secret {
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes themselves; for the one call that needs them.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Reads every secret into the configuration; local mode makes the signing key when there is none.
pub(super) fn read(config: &mut Config, problems: &mut Problems) {
    if config.mode == Mode::Local && config.auth.token_key_file.as_os_str().is_empty() {
        config.auth.token_key_file = config.data_folder.join("token.key");
        if let Err(cause) = make(&config.auth.token_key_file) {
            problems.add(
                "data_folder",
                format!("无法在 {} 写入：{cause}；请检查权限", config.data_folder.display()),
                format!("{} cannot be written: {cause}; check its owner and mode", config.data_folder.display()),
            );
            return;
        }
    }
    config.auth.token_key = secret("auth.token_key_file", &config.auth.token_key_file, problems);
    let key = config.auth.token_key.expose();
    if !key.is_empty() && (key.len() < LEAST || is_guessable(key)) {
        problems.add(
            "auth.token_key_file",
            "密钥须为至少 32 个随机字节；请运行 head -c 32 /dev/urandom > token.key",
            "the key must be at least 32 random bytes; run: head -c 32 /dev/urandom > token.key",
        );
    }
    if !config.mail.user.is_empty() {
        config.mail.password = secret("mail.password_file", &config.mail.password_file, problems);
        if !config.mail.password.is_empty() && config.mail.password == config.auth.token_key {
            problems.add("mail.password_file", "不得与签名密钥相同", "must not be the signing key");
        }
    }
}

/// A file's content without the line end; a problem when it is not there, empty, or open to others.
fn secret(key: &str, file: &Path, problems: &mut Problems) -> Secret {
    if file.as_os_str().is_empty() {
        problems.add(key, "未设置；请填写密钥文件的路径", "not set; name the file that holds the secret");
        return Secret::default();
    }
    let shown = file.display();
    let mut bytes = match std::fs::read(file) {
        Ok(bytes) => bytes,
        Err(cause) => {
            problems.add(key, format!("无法读取 {shown}：{cause}"), format!("{shown} cannot be read: {cause}"));
            return Secret::default();
        }
    };
    // A text secret ends with the editor's line end; a key of exactly 32 random bytes is taken as it is.
    if bytes.len() != LEAST {
        while bytes.last().is_some_and(|last| matches!(last, b'\n' | b'\r')) {
            bytes.pop();
        }
    }
    if bytes.is_empty() {
        problems.add(key, format!("{shown} 是空的"), format!("{shown} is empty"));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        if std::fs::metadata(file).is_ok_and(|about| about.permissions().mode() & 0o037 != 0) {
            problems.add(
                key,
                format!("{shown} 可被他人读写；请运行 chmod 400 {shown}"),
                format!("{shown} is open to others; run: chmod 400 {shown}"),
            );
        }
    }
    Secret(bytes)
}

/// Made once, 32 random bytes, for the program's user alone.
fn make(file: &Path) -> std::io::Result<()> {
    if file.exists() {
        return Ok(());
    }
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut key = [0; LEAST];
    getrandom::fill(&mut key).map_err(|cause| std::io::Error::other(cause.to_string()))?;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut made = options.open(file)?;
    made.write_all(&key)?;
    made.sync_all()
}

/// Few different bytes, or words that stand in examples. 32 random bytes have fewer than 12 different ones about never.
fn is_guessable(key: &[u8]) -> bool {
    let different: std::collections::BTreeSet<&u8> = key.iter().collect();
    let text = String::from_utf8_lossy(key).to_lowercase();
    different.len() < 12
        || ["changeme", "change-me", "secret", "example", "password"].iter().any(|word| text.contains(word))
}
