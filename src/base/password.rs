//! Passwords: Argon2id (OWASP parameters by default), at most two hashed at once, so that a flood of sign-ins stops nobody else.

use super::code::Code;
use super::error::{Error, Result};
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::Arc;
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;

/// Hashing is bound by memory: a third at once would only slow the first two.
const AT_ONCE: usize = 2;
/// How many may wait; further ones are told to come back.
const WAITING: usize = 50;

/// Words too common for a password, also with digits or signs around them.
const COMMON: &[&str] = &[
    "password",
    "passw0rd",
    "123456789012",
    "qwertyuiop",
    "1234567890",
    "administrator",
    "letmein",
    "iloveyou",
    "welcome",
    "wanlian",
    "woaini1314",
    "5201314",
    "abcd1234",
    "admin123",
    "aa123456",
    "147258369",
    "111111111111",
    "000000000000",
];

/// Hashes and verifies passwords.
#[derive(Clone)]
pub struct Passwords {
    argon: Argon2<'static>,
    room: Arc<Semaphore>,
    queue: Arc<Semaphore>,
    /// Verified in place of a missing account's, so that known and unknown logins cost the same.
    nobody: Arc<str>,
}

impl Passwords {
    /// With a memory cost in KiB and a number of passes.
    pub fn new(memory_kib: u32, passes: u32) -> Result<Self> {
        let params = Params::new(memory_kib, passes, 1, None).map_err(|cause| Error::internal(cause.to_string()))?;
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let nobody = hash(&argon, "nobody's password")?.into();
        let semaphore = |permits| Arc::new(Semaphore::new(permits));
        Ok(Self { argon, room: semaphore(AT_ONCE), queue: semaphore(AT_ONCE + WAITING), nobody })
    }

    /// The PHC string of a password, for storing.
    pub async fn hash(&self, password: String) -> Result<String> {
        self.work(move |argon| hash(argon, &password)).await
    }

    /// Whether the password fits the stored hash. Costs one hash in every case, also without a stored one.
    pub async fn fits(&self, password: String, stored: Option<String>) -> Result<bool> {
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.nobody.to_string());
        let fits = self.work(move |argon| {
            let parsed = PasswordHash::new(&stored).map_err(|cause| Error::internal(cause.to_string()))?;
            Ok(argon.verify_password(normal(&password).as_bytes(), &parsed).is_ok())
        });
        Ok(fits.await? && known)
    }

    /// The hash, computed at once on this thread; for the command line.
    pub fn hash_now(&self, password: &str) -> Result<String> {
        hash(&self.argon, password)
    }

    async fn work<T: Send + 'static>(
        &self,
        f: impl FnOnce(&Argon2<'static>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let _waits = self.queue.clone().try_acquire_owned().map_err(|_| Error::Busy)?;
        let _works = self.room.clone().acquire_owned().await.map_err(Error::internal)?;
        let argon = self.argon.clone();
        tokio::task::spawn_blocking(move || f(&argon)).await.map_err(Error::internal)?
    }
}

/// Refuses what is too short, too long or too common (ASVS 5.0 6.2: no other rule of composition).
pub fn acceptable(password: &str) -> Result<(), Code> {
    let normal = normal(password).to_lowercase();
    let core = normal.trim_matches(|c: char| !c.is_alphabetic());
    match normal.chars().count() {
        0..12 => Err(Code::PasswordShort),
        129.. => Err(Code::TooLong),
        _ if COMMON.contains(&normal.as_str()) || COMMON.contains(&core) => Err(Code::PasswordCommon),
        _ => Ok(()),
    }
}

fn hash(argon: &Argon2<'static>, password: &str) -> Result<String> {
    let hashed =
        argon.hash_password(normal(password).as_bytes()).map_err(|cause| Error::internal(cause.to_string()))?;
    Ok(hashed.to_string())
}

fn normal(password: &str) -> String {
    password.nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_fits_its_own_hash_alone() {
        let passwords = Passwords::new(64, 1).unwrap();
        let stored = passwords.hash("宁海商会 2026 调解".into()).await.unwrap();
        assert!(stored.starts_with("$argon2id$"));
        assert!(passwords.fits("宁海商会 2026 调解".into(), Some(stored.clone())).await.unwrap());
        assert!(!passwords.fits("宁海商会 2026 调节".into(), Some(stored)).await.unwrap());
        assert!(!passwords.fits("nobody's password".into(), None).await.unwrap(), "an unknown account has no password");
    }

    #[test]
    fn short_long_and_common_passwords_are_refused() {
        for (password, expected) in [
            ("elevenchars", Err(Code::PasswordShort)),
            ("十二个汉字也是好的密码呀", Ok(())),
            ("Administrator", Err(Code::PasswordCommon)),
            ("wanlian-2026!!", Err(Code::PasswordCommon)),
            ("correct horse battery", Ok(())),
        ] {
            assert_eq!(acceptable(password), expected, "{password}");
        }
        assert_eq!(acceptable(&"长".repeat(129)), Err(Code::TooLong));
    }
}
