//! Access and refresh tokens: signed, checked, derived. Which of them are still good is asked of the store.

use super::clock::Instant;
use super::code::Code;
use super::config::Secret;
use super::error::{Error, Result};
use super::id::{AccountId, SessionId};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{ErrorKind, Result as JwtResult};
use jsonwebtoken::{Algorithm, AlgorithmFamily, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

const ISSUER: &str = "wanlian";
const AUDIENCE: &str = "wanlian-api";
/// RFC 9068: an access token says so, and no other token of ours is taken for one.
const KIND: &str = "at+jwt";
/// What a browser keeps in its cookie: no bearer token of the API, and none of those is taken for it.
const PAGE_KIND: &str = "page+jwt";
/// How far two clocks may differ, in seconds.
const LEEWAY: i64 = 5;
/// Ours are some 400 bytes.
const LONGEST: usize = 4096;

/// Ids only: anybody who holds the token can read it. Role and region are read from the account on each request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    pub sub: AccountId,
    pub sid: SessionId,
    /// The account's token version when this was signed.
    pub ver: i64,
    iss: String,
    aud: String,
    /// When it was signed, in seconds since 1970.
    pub iat: i64,
    nbf: i64,
    exp: i64,
}

/// Signs an access token that is good for `seconds`.
pub fn sign(
    key: &Secret,
    account: AccountId,
    session: SessionId,
    version: i64,
    now: Instant,
    seconds: i64,
) -> Result<String> {
    sign_as(KIND, key, (account, session, version), now, seconds)
}

/// Signs what the cookie of a browser holds, good for `seconds`.
pub fn sign_page(key: &Secret, of: (AccountId, SessionId, i64), now: Instant, seconds: i64) -> Result<String> {
    sign_as(PAGE_KIND, key, of, now, seconds)
}

fn sign_as(
    kind: &str,
    key: &Secret,
    (account, session, version): (AccountId, SessionId, i64),
    now: Instant,
    seconds: i64,
) -> Result<String> {
    install();
    let now = now.and_utc().timestamp();
    let claims = Claims {
        sub: account,
        sid: session,
        ver: version,
        iss: ISSUER.into(),
        aud: AUDIENCE.into(),
        iat: now,
        nbf: now,
        exp: now + seconds,
    };
    let header = Header { typ: Some(kind.into()), ..Header::new(Algorithm::HS256) };
    jsonwebtoken::encode(&header, &claims, &EncodingKey::from_secret(key.expose())).map_err(Error::internal)
}

/// The claims of a token that is ours, in time and of the right kind; else `unauthenticated`, without saying why.
pub fn verify(key: &Secret, token: &str, now: Instant) -> Result<Claims> {
    install();
    read(KIND, key, token, now).ok_or(Error::Unauthenticated(Code::Unauthenticated))
}

/// `verify` for what the cookie of a browser holds.
pub fn verify_page(key: &Secret, token: &str, now: Instant) -> Result<Claims> {
    install();
    read(PAGE_KIND, key, token, now).ok_or(Error::Unauthenticated(Code::Unauthenticated))
}

fn read(kind: &str, key: &Secret, token: &str, now: Instant) -> Option<Claims> {
    if token.len() > LONGEST {
        return None;
    }
    let mut rules = Validation::new(Algorithm::HS256);
    rules.set_issuer(&[ISSUER]);
    rules.set_audience(&[AUDIENCE]);
    rules.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
    // The times are compared below, with our clock.
    (rules.validate_exp, rules.validate_nbf, rules.leeway) = (false, false, 0);
    let data = jsonwebtoken::decode::<Claims>(token, &DecodingKey::from_secret(key.expose()), &rules).ok()?;
    let Header { typ, kid, jku, jwk, x5u, x5c, .. } = data.header;
    let is_plain = kid.is_none() && jku.is_none() && jwk.is_none() && x5u.is_none() && x5c.is_none();
    let now = now.and_utc().timestamp();
    let claims = data.claims;
    let is_in_time = claims.nbf <= now + LEEWAY
        && claims.iat <= now + LEEWAY
        && now < claims.exp.saturating_add(LEEWAY)
        && claims.iat <= claims.exp;
    (typ.as_deref() == Some(kind) && is_plain && is_in_time).then_some(claims)
}

/// 256 bits of chance that can stand in a URL: a refresh token, the secret of a link.
pub fn secret() -> Result<String> {
    Ok(URL_SAFE_NO_PAD.encode(chance::<32>()?))
}

/// Six digits, each as likely as the other.
pub fn six_digits() -> Result<String> {
    loop {
        let number = u32::from_be_bytes(chance::<4>()?);
        // Above the last whole million the first digits would come more often.
        if number < 4_294_000_000 {
            return Ok(format!("{:06}", number % 1_000_000));
        }
    }
}

/// Letters that are not taken for one another or for a digit: no I, no O.
const LETTERS: &[u8; 24] = b"ABCDEFGHJKLMNPQRSTUVWXYZ";

/// So many letters of chance, 4.6 bits each: for codes that people write down and type.
pub fn letters(count: usize) -> Result<String> {
    let mut text = String::with_capacity(count);
    while text.len() < count {
        let [byte] = chance::<1>()?;
        // 240 is the last multiple of 24 in a byte.
        if let Some(letter) = LETTERS.get(usize::from(byte % 24)).filter(|_| byte < 240) {
            text.push(char::from(*letter));
        }
    }
    Ok(text)
}

/// A code of letters as somebody typed it, without what stands between them.
pub fn tidy(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

fn chance<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|cause| Error::internal(cause.to_string()))?;
    Ok(bytes)
}

/// The refresh token that follows `old`: always the same one, so that a client whose answer was lost may ask again.
pub fn successor(key: &Secret, old: &str) -> Result<String> {
    Ok(URL_SAFE_NO_PAD
        .encode(mac(key.expose(), &[b"wanlian refresh ", old.as_bytes()].concat()).map_err(Error::internal)?))
}

/// The token that the forms of one visit carry, so that no other site can send them. `visit` is what the visitor's own cookies hold.
pub fn form_token(key: &Secret, visit: &str) -> Result<String> {
    Ok(URL_SAFE_NO_PAD
        .encode(mac(key.expose(), &[b"wanlian form ", visit.as_bytes()].concat()).map_err(Error::internal)?))
}

/// Whether this is the form token of the visit; takes as long whatever is wrong.
pub fn is_form_token(key: &Secret, visit: &str, given: &str) -> bool {
    let Ok(given) = URL_SAFE_NO_PAD.decode(given) else { return false };
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.expose()) else { return false };
    mac.update(&[b"wanlian form ", visit.as_bytes()].concat());
    mac.verify_slice(&given).is_ok()
}

/// SHA-256 in hexadecimal: what is kept of a secret.
pub fn digest(secret: &[u8]) -> String {
    hex(&Sha256::digest(secret))
}

/// HMAC-SHA-256 of a digest, in hexadecimal: what is kept of a body that may hold a password.
pub fn keyed_digest(key: &Secret, digest: &str) -> Result<String> {
    let code = mac(key.expose(), &[b"wanlian body ", digest.as_bytes()].concat()).map_err(Error::internal)?;
    Ok(hex(&code))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn mac(key: &[u8], message: &[u8]) -> Result<Vec<u8>, signature::Error> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).map_err(|_| signature::Error::new())?;
    mac.update(message);
    Ok(mac.finalize().into_bytes().to_vec())
}

/// HS256 and nothing else, so that no token can choose its algorithm.
struct Hs256(Vec<u8>);

impl signature::Signer<Vec<u8>> for Hs256 {
    fn try_sign(&self, message: &[u8]) -> Result<Vec<u8>, signature::Error> {
        mac(&self.0, message)
    }
}

impl signature::Verifier<Vec<u8>> for Hs256 {
    fn verify(&self, message: &[u8], given: &Vec<u8>) -> Result<(), signature::Error> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).map_err(|_| signature::Error::new())?;
        mac.update(message);
        mac.verify_slice(given).map_err(|_| signature::Error::new())
    }
}

impl JwtSigner for Hs256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS256
    }
}

impl JwtVerifier for Hs256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS256
    }
}

static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: |algorithm, key| Ok(Box::new(hs256(*algorithm, key.family(), key.as_bytes())?)),
    verifier_factory: |algorithm, key| Ok(Box::new(hs256(*algorithm, key.family(), key.try_get_as_bytes()?)?)),
    key_utils: KeyUtils::new_unimplemented(),
};

fn hs256(algorithm: Algorithm, family: AlgorithmFamily, key: &[u8]) -> JwtResult<Hs256> {
    if algorithm != Algorithm::HS256 || family != AlgorithmFamily::Hmac {
        return Err(ErrorKind::InvalidAlgorithm.into());
    }
    Ok(Hs256(key.to_vec()))
}

/// Only the first call in a process does anything.
fn install() {
    let _ = PROVIDER.install_default();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::clock::Clock;
    use chrono::Duration;

    fn key() -> Secret {
        Secret::new((0..32).collect())
    }

    #[test]
    fn a_token_is_good_for_its_time_only() {
        let now = Clock::default().now();
        let token = sign(&key(), AccountId::new(), SessionId::new(), 3, now, 600).unwrap();
        for (seconds, good) in [(-6, false), (-4, true), (0, true), (604, true), (606, false)] {
            assert_eq!(verify(&key(), &token, now + Duration::seconds(seconds)).is_ok(), good, "{seconds}");
        }
        assert!(verify(&Secret::new(vec![7; 32]), &token, now).is_err());
    }

    #[test]
    fn codes_are_of_their_length_and_typed_as_one_likes() {
        for _ in 0..200 {
            let digits = six_digits().unwrap();
            assert!(digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_digit()), "{digits}");
            let code = letters(16).unwrap();
            assert!(code.len() == 16 && code.bytes().all(|b| LETTERS.contains(&b)), "{code}");
        }
        assert_eq!(tidy(" abcd-EFGH jklm-npqr\n"), "ABCDEFGHJKLMNPQR");
    }

    #[test]
    fn a_refresh_token_has_one_successor() {
        let old = secret().unwrap();
        assert_eq!(successor(&key(), &old).unwrap(), successor(&key(), &old).unwrap());
        assert_ne!(successor(&key(), &old).unwrap(), old);
        assert_ne!(secret().unwrap(), old);
        assert_ne!(keyed_digest(&key(), "a").unwrap(), keyed_digest(&Secret::new(vec![7; 32]), "a").unwrap());
        assert_eq!(digest(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
