//! Passwords: what is taken for one, and argon2id on few threads. Every way to sign in costs exactly one hash.

use super::code::Code;
use super::config::Auth;
use super::error::{Error, Result};
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use std::collections::HashSet;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;

/// Hashes at once: each takes 19 MiB and a core (ASVS 2.4).
static ROOM: Semaphore = Semaphore::const_new(2);
static WAITING: AtomicUsize = AtomicUsize::new(0);
/// Those who may wait for one; more are told that we are busy.
const QUEUE: usize = 50;

/// Much-used ones, in small letters.
static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    include_str!("../../config/common-passwords.txt").lines().filter(|line| !line.starts_with('#')).collect()
});

/// A password as it is hashed: NFC, 12 to 128 characters, neither common nor the login itself (ASVS 6.2.1-6.2.12).
#[derive(Clone)]
pub struct Password(String);

impl Password {
    /// A new password, or the code of what is wrong with it.
    pub fn parse(text: &str, login: &str) -> Result<Self, Code> {
        let text: String = text.nfc().collect();
        let plain = text.to_lowercase();
        let different: std::collections::BTreeSet<char> = plain.chars().collect();
        match text.chars().count() {
            0..12 => Err(Code::TooShort),
            129.. => Err(Code::TooLong),
            _ if text.chars().any(char::is_control) => Err(Code::ControlCharacter),
            _ if COMMON.contains(plain.as_str()) || different.len() < 4 || plain.contains(&login.to_lowercase()) => {
                Err(Code::PasswordWeak)
            }
            _ => Ok(Self(text)),
        }
    }

    /// What somebody typed to sign in; too long a text is cut off from hashing as wrong.
    pub fn typed(text: &str) -> Self {
        Self(text.nfc().take(256).collect())
    }

    /// A new one for one-time use: 120 bits of chance.
    pub fn random() -> Result<(Self, String)> {
        let shown = super::token::secret()?.chars().filter(char::is_ascii_alphanumeric).take(20).collect::<String>();
        Ok((Self(shown.clone()), shown))
    }
}

/// The PHC string of a password, with a salt of its own.
pub async fn hash(password: Password, auth: &Auth) -> Result<String> {
    let argon = argon(auth)?;
    in_turn(move || hash_with(&argon, &password)).await
}

/// `hash` that blocks: for the command line.
pub fn hash_now(password: &Password, auth: &Auth) -> Result<String> {
    hash_with(&argon(auth)?, password)
}

/// Whether the password belongs to the hash. Without a hash it is hashed as a new one would be, so that an unknown login takes as
/// long as a known one, and the answer is no.
pub async fn matches(password: Password, hash: Option<String>, auth: &Auth) -> Result<bool> {
    let argon = argon(auth)?;
    in_turn(move || {
        let Some(text) = hash else { return hash_with(&argon, &password).map(|_| false) };
        let kept = PasswordHash::new(&text).map_err(|cause| Error::internal(cause.to_string()))?;
        Ok(Argon2::default().verify_password(password.0.as_bytes(), &kept).is_ok())
    })
    .await
}

fn argon(auth: &Auth) -> Result<Argon2<'static>> {
    let params = Params::new(auth.hash_memory_kib, auth.hash_passes, 1, None);
    let params = params.map_err(|cause| Error::internal(cause.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash_with(argon: &Argon2<'_>, password: &Password) -> Result<String> {
    let hash = argon.hash_password(password.0.as_bytes()).map_err(|cause| Error::internal(cause.to_string()))?;
    Ok(hash.to_string())
}

async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    struct Place;
    impl Drop for Place {
        fn drop(&mut self) {
            WAITING.fetch_sub(1, Ordering::Relaxed);
        }
    }
    let ahead = WAITING.fetch_add(1, Ordering::Relaxed);
    let place = Place;
    if ahead >= QUEUE {
        return Err(Error::Busy);
    }
    let permit = ROOM.acquire().await.map_err(Error::internal)?;
    let done = tokio::task::spawn_blocking(work).await.map_err(Error::internal)?;
    drop((permit, place));
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_password_must_be() {
        for (text, found) in [
            ("elevenchars", Some(Code::TooShort)),
            ("twelve chars", None),
            ("十二个汉字也可以作为密码的", None),
            ("123456789012", Some(Code::PasswordWeak)),
            ("ababababababab", Some(Code::PasswordWeak)),
            ("my name is wang", Some(Code::PasswordWeak)),
            ("with a\nline end", Some(Code::ControlCharacter)),
        ] {
            assert_eq!(Password::parse(text, "wang").err(), found, "{text}");
        }
        assert_eq!(Password::parse(&"长".repeat(129), "wang").err(), Some(Code::TooLong));
    }

    #[test]
    fn the_common_ones_are_refused_however_they_are_written() {
        assert!(COMMON.len() > 300);
        for text in COMMON.iter().flat_map(|text| [(*text).to_owned(), text.to_uppercase()]) {
            assert_eq!(Password::parse(&text, "wang").err(), Some(Code::PasswordWeak), "{text}");
        }
        for text in ["1QAZ2wsx3edc", "Administrator2026", "1234567890123456", "qwertyuiop123"] {
            assert_eq!(Password::parse(text, "wang").err(), Some(Code::PasswordWeak), "{text}");
        }
        let begun = std::time::Instant::now();
        (0..10_000).for_each(|no| drop(Password::parse(&format!("a good long one {no}"), "wang")));
        assert!(begun.elapsed() < std::time::Duration::from_secs(2));
    }

    #[actix_web::test]
    async fn an_unknown_login_costs_what_the_settings_ask() {
        let auth = |hash_memory_kib, hash_passes| Auth {
            token_key_file: std::path::PathBuf::new(),
            token_key: crate::base::config::Secret::default(),
            access_minutes: 10,
            refresh_days: 14,
            session_days: 30,
            hash_memory_kib,
            hash_passes,
            tries: 5,
            tries_minutes: 15,
        };
        let spent = async |auth| {
            let begun = std::time::Instant::now();
            assert!(!matches(Password::typed("anything"), None, &auth).await.unwrap());
            begun.elapsed()
        };
        let (cheap, dear) = (spent(auth(8, 1)).await, spent(auth(65_536, 4)).await);
        assert!(dear > cheap * 10, "{cheap:?} {dear:?}");
    }
}
