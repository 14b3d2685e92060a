//! Access tokens: JWTs signed with HMAC-SHA-256, bound to one purpose (RFC 8725, RFC 9068). They name an account and its session;
//! what these may do is read from the database on each request.

use super::clock::Instant;
use super::code::Code;
use super::config::Secret;
use super::error::{Error, Result};
use super::id::{AccountId, SessionId};
use hmac::{Hmac, KeyInit, Mac};
use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{ErrorKind, Result as JwtResult};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use signature::{Signer, Verifier};

const ISSUER: &str = "wanlian";
const AUDIENCE: &str = "api";
const KIND: &str = "at+jwt";
/// No honest token comes near it.
const LONGEST: usize = 4096;

/// What an access token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claims {
    pub sub: AccountId,
    pub sid: SessionId,
    /// The account's version: any change of the account ends its tokens.
    pub ver: i64,
    pub iss: String,
    pub aud: String,
    pub iat: i64,
    pub nbf: i64,
    pub exp: i64,
}

/// Makes and checks access tokens with one key.
#[derive(Clone)]
pub struct Tokens {
    key: Secret,
    seconds: i64,
}

impl Tokens {
    /// With a key of at least 32 bytes and the life of a token.
    pub fn new(key: &Secret, minutes: u32) -> Self {
        // A second installation in one process is the same provider.
        let _ = PROVIDER.install_default();
        Self { key: key.clone(), seconds: i64::from(minutes) * 60 }
    }

    /// How long a token is good, in seconds.
    pub const fn seconds(&self) -> i64 {
        self.seconds
    }

    /// A token for a session of an account.
    pub fn issue(&self, account: AccountId, session: SessionId, version: i64, now: Instant) -> Result<String> {
        let now = now.and_utc().timestamp();
        let claims = Claims {
            sub: account,
            sid: session,
            ver: version,
            iss: ISSUER.into(),
            aud: AUDIENCE.into(),
            iat: now,
            nbf: now,
            exp: now + self.seconds,
        };
        let header = Header { typ: Some(KIND.into()), ..Header::new(Algorithm::HS256) };
        encode(&header, &claims, &EncodingKey::from_secret(self.key.expose())).map_err(Error::internal)
    }

    /// The claims of a token that is good now; anything else is `unauthenticated`, whatever is wrong with it.
    pub fn check(&self, token: &str, now: Instant) -> Result<Claims> {
        self.claims(token, now.and_utc().timestamp()).ok_or(Error::Unauthenticated(Code::Unauthenticated))
    }

    fn claims(&self, token: &str, now: i64) -> Option<Claims> {
        if token.len() > LONGEST || token.bytes().filter(|byte| *byte == b'.').count() != 2 {
            return None;
        }
        let header = decode_header(token).ok()?;
        let plain = Header { typ: Some(KIND.into()), ..Header::new(Algorithm::HS256) };
        // A header that names keys or anything else we did not write is not ours.
        (header == plain).then_some(())?;
        let mut rules = Validation::new(Algorithm::HS256);
        rules.set_issuer(&[ISSUER]);
        rules.set_audience(&[AUDIENCE]);
        rules.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
        // The times are compared below with the clock that is passed in.
        rules.validate_exp = false;
        rules.validate_nbf = false;
        let claims = decode::<Claims>(token, &DecodingKey::from_secret(self.key.expose()), &rules).ok()?.claims;
        const LEEWAY: i64 = 5;
        (claims.nbf <= now + LEEWAY && now < claims.exp + LEEWAY && claims.exp - claims.iat == self.seconds)
            .then_some(claims)
    }
}

/// HMAC-SHA-256 of a message under the key; for what else must be derived from it.
pub fn keyed_hash(key: &Secret, message: &[u8]) -> Result<Vec<u8>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.expose()).map_err(Error::internal)?;
    mac.update(message);
    Ok(mac.finalize().into_bytes().to_vec())
}

/// The only algorithm there is: no other can be asked for.
static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: |algorithm, key| Ok(Box::new(Hs256::new(*algorithm, key.as_bytes())?)),
    verifier_factory: |algorithm, key| Ok(Box::new(Hs256::new(*algorithm, key.try_get_as_bytes()?)?)),
    key_utils: KeyUtils::new_unimplemented(),
};

struct Hs256(Hmac<Sha256>);

impl Hs256 {
    fn new(algorithm: Algorithm, key: &[u8]) -> JwtResult<Self> {
        if algorithm != Algorithm::HS256 {
            return Err(ErrorKind::InvalidAlgorithm.into());
        }
        Hmac::new_from_slice(key).map(Self).map_err(|_| ErrorKind::InvalidKeyFormat.into())
    }
}

impl Signer<Vec<u8>> for Hs256 {
    fn try_sign(&self, message: &[u8]) -> Result<Vec<u8>, signature::Error> {
        let mut mac = self.0.clone();
        mac.update(message);
        Ok(mac.finalize().into_bytes().to_vec())
    }
}

impl Verifier<Vec<u8>> for Hs256 {
    fn verify(&self, message: &[u8], given: &Vec<u8>) -> Result<(), signature::Error> {
        let mut mac = self.0.clone();
        mac.update(message);
        mac.verify_slice(given).map_err(signature::Error::from_source)
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

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use serde_json::{Value, json};

    fn now() -> Instant {
        "2026-11-21T08:00:00".parse().unwrap()
    }

    fn tokens() -> Tokens {
        Tokens::new(&Secret::new(vec![7; 32]), 10)
    }

    /// A token with any header and claims, signed with any key.
    fn craft(header: &Value, claims: &Value, key: u8) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let message = format!("{}.{}", part(header), part(claims));
        let seal = keyed_hash(&Secret::new(vec![key; 32]), message.as_bytes()).unwrap();
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(seal))
    }

    fn good() -> (Value, Value) {
        let at = now().and_utc().timestamp();
        let claims = json!({"sub": AccountId::new(), "sid": SessionId::new(), "ver": 1, "iss": "wanlian", "aud": "api",
            "iat": at, "nbf": at, "exp": at + 600});
        (json!({"typ": "at+jwt", "alg": "HS256"}), claims)
    }

    #[test]
    fn a_token_is_good_for_its_ten_minutes() {
        let (account, session) = (AccountId::new(), SessionId::new());
        let token = tokens().issue(account, session, 3, now()).unwrap();
        let claims = tokens().check(&token, now() + chrono::Duration::seconds(604)).unwrap();
        assert_eq!((claims.sub, claims.sid, claims.ver), (account, session, 3));
        for off in [-6, 606] {
            assert!(tokens().check(&token, now() + chrono::Duration::seconds(off)).is_err(), "{off} s");
        }
    }

    #[test]
    fn a_crafted_token_with_the_right_key_and_claims_would_pass() {
        let (header, claims) = good();
        assert!(tokens().check(&craft(&header, &claims, 7), now()).is_ok());
        assert!(tokens().check(&craft(&header, &claims, 8), now()).is_err(), "another key");
    }

    #[test]
    fn anything_unusual_in_header_or_claims_is_refused() {
        for (field, value) in [
            ("alg", json!("none")),
            ("alg", json!("HS512")),
            ("alg", json!("RS256")),
            ("typ", json!("JWT")),
            ("typ", json!(null)),
            ("kid", json!("../../key")),
            ("jku", json!("https://x.example/k")),
            ("x5u", json!("https://x.example/k")),
            ("crit", json!(["exp"])),
            ("cty", json!("JWT")),
        ] {
            let (mut header, claims) = good();
            header[field] = value.clone();
            assert!(tokens().check(&craft(&header, &claims, 7), now()).is_err(), "header {field} = {value}");
        }
        let at = now().and_utc().timestamp();
        for (field, value) in [
            ("iss", json!("other")),
            ("iss", json!(null)),
            ("aud", json!("page")),
            ("aud", json!(["api", "page"])),
            ("sub", json!(1)),
            ("sub", json!("x")),
            ("exp", json!("9999999999")),
            ("exp", json!(at - 6)),
            ("exp", json!(at + 86400)),
            ("nbf", json!(at + 6)),
            ("nbf", json!(1.5)),
            ("iat", json!("now")),
            ("ver", json!("1")),
            ("role", json!("sysadmin")),
            ("sid", json!(null)),
        ] {
            let (header, mut claims) = good();
            claims[field] = value.clone();
            assert!(tokens().check(&craft(&header, &claims, 7), now()).is_err(), "claim {field} = {value}");
        }
        for field in ["sub", "sid", "ver", "iss", "aud", "iat", "nbf", "exp"] {
            let (header, mut claims) = good();
            claims.as_object_mut().unwrap().remove(field);
            assert!(tokens().check(&craft(&header, &claims, 7), now()).is_err(), "no {field}");
        }
        let (header, claims) = good();
        let token = craft(&header, &claims, 7);
        let unsigned = token.rsplit_once('.').unwrap().0;
        for odd in
            ["", ".", "..", "a.b.c", unsigned, &format!("{unsigned}."), &format!("{token}.x"), &"a".repeat(1_000_000)]
        {
            assert!(tokens().check(odd, now()).is_err());
        }
    }
}
