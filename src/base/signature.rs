//! Ed25519 signatures (RFC 8032) of what one installation hands to another. Who may sign for whom is asked of the store.

use super::code::Code;
use super::error::{Error, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::rand::SystemRandom;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};

/// Bytes of a public key.
const PUBLIC: usize = 32;

/// Signs. The secret is never shown.
pub struct Signer(Ed25519KeyPair);

impl Signer {
    /// A new key, as the text of its secret file (PKCS#8 in base64).
    pub fn generate() -> Result<(Self, String)> {
        let made = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new());
        let document = made.map_err(|_| Error::internal("the system gives no random bytes"))?;
        let text = STANDARD.encode(document.as_ref());
        Ok((Self::read(&text)?, text))
    }

    /// The key of a secret file; `unreadable_key` when it is none.
    pub fn read(text: &str) -> Result<Self> {
        let unreadable = || Error::field("key", Code::UnreadableKey);
        let bytes = STANDARD.decode(text.trim()).map_err(|_| unreadable())?;
        Ed25519KeyPair::from_pkcs8(&bytes).map(Self).map_err(|_| unreadable())
    }

    /// The public key in base64, by which others verify.
    pub fn public_key(&self) -> String {
        STANDARD.encode(self.0.public_key().as_ref())
    }

    /// The signature of a text in base64.
    pub fn sign(&self, text: &str) -> String {
        STANDARD.encode(self.0.sign(text.as_bytes()).as_ref())
    }
}

/// Whether a text is what a public key can be: 32 bytes in base64.
pub fn is_public_key(text: &str) -> bool {
    STANDARD.decode(text).is_ok_and(|bytes| bytes.len() == PUBLIC)
}

/// Whether the signature is that of this text by the owner of this public key.
pub fn is_signed(public_key: &str, text: &str, signature: &str) -> bool {
    let (Ok(key), Ok(signature)) = (STANDARD.decode(public_key), STANDARD.decode(signature)) else { return false };
    UnparsedPublicKey::new(&ED25519, key).verify(text.as_bytes(), &signature).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_signed_is_known_again_and_nothing_else() {
        let (signer, text) = Signer::generate().unwrap();
        let again = Signer::read(&text).unwrap();
        assert_eq!(again.public_key(), signer.public_key());
        let (key, signature) = (signer.public_key(), again.sign("一"));
        assert!(is_public_key(&key) && is_signed(&key, "一", &signature));
        let other = Signer::generate().unwrap().0;
        for (key, text, signature) in [
            (key.as_str(), "二", signature.as_str()),
            (key.as_str(), "一", other.sign("一").as_str()),
            (other.public_key().as_str(), "一", signature.as_str()),
            (key.as_str(), "一", ""),
            (key.as_str(), "一", "!"),
            ("", "一", signature.as_str()),
        ] {
            assert!(!is_signed(key, text, signature), "{key} {text} {signature}");
        }
        assert!(!is_public_key("AAAA") && !is_public_key("") && !is_public_key("!"));
        assert!(Signer::read("AAAA").is_err());
    }

    /// RFC 8032 section 7.1, test 2.
    #[test]
    fn a_signature_of_the_standard_is_good() {
        let hex = |text: &str| -> Vec<u8> {
            (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
        };
        let key = STANDARD.encode(hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"));
        let signature = "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da\
            085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
        assert!(is_signed(&key, "r", &STANDARD.encode(hex(signature))));
    }
}
