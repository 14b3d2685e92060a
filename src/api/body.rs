//! JSON bodies: at most 1 MiB, within 10 s, and every wrong field named by its path.

use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::token;
use actix_web::dev::Payload;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest};
use futures_util::StreamExt;
use serde::de::DeserializeOwned;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// The largest JSON body, in bytes.
pub const LARGEST: usize = 1024 * 1024;
/// How long a body may take to arrive: actix itself waits without end.
const PATIENCE: Duration = Duration::from_secs(10);

/// A parsed body, with the SHA-256 of its bytes for `creation::once`.
#[derive(Debug)]
pub struct Body<T> {
    pub value: T,
    pub digest: String,
}

impl<T: DeserializeOwned + 'static> FromRequest for Body<T> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_json = is_type(request, "application/json");
        let payload = payload.take();
        Box::pin(async move {
            if !is_json {
                return Err(Error::Body(Code::Unsupported));
            }
            let bytes = bytes(payload, LARGEST, PATIENCE).await?;
            Ok(Self { value: parse(&bytes)?, digest: token::digest(&bytes) })
        })
    }
}

/// Whether the request says its body is of this type; parameters such as the charset are left aside.
pub fn is_type(request: &HttpRequest, wanted: &str) -> bool {
    let given = request.headers().get("Content-Type").and_then(|value| value.to_str().ok()).unwrap_or_default();
    given.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(wanted)
}

/// All bytes of a body, or 413 when there are more than `largest`, or 408 when they do not arrive in time.
pub async fn bytes(mut payload: Payload, largest: usize, patience: Duration) -> Result<Bytes> {
    let read = async {
        let mut all = Vec::new();
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|_| Error::Malformed(Code::Malformed))?;
            if all.len() + chunk.len() > largest {
                return Err(Error::Body(Code::TooLarge));
            }
            all.extend_from_slice(&chunk);
        }
        Ok(Bytes::from(all))
    };
    tokio::time::timeout(patience, read).await.unwrap_or(Err(Error::Body(Code::TooSlow)))
}

/// The value of a JSON text. A text that is not JSON is malformed (400); JSON of another shape is invalid (422) and the field
/// is named.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    super::json::parse(bytes, refusal)
}

fn refusal(path: &str, cause: &serde_json::Error) -> Error {
    if !cause.is_data() {
        return Error::Malformed(Code::Malformed);
    }
    let text = cause.to_string();
    let quoted = text.split('`').nth(1).unwrap_or_default();
    let (code, below) = match () {
        () if text.starts_with("unknown field") => (Code::UnknownField, None),
        () if text.starts_with("missing field") => (Code::Missing, Some(quoted)),
        () if text.starts_with("unknown variant") => (Code::UnknownCode, None),
        () if text.starts_with("invalid type") || text.starts_with("not a UUID") => (Code::WrongType, None),
        // The words of chrono.
        () if text.starts_with("input ")
            || text.starts_with("premature end")
            || text.contains("invalid characters") =>
        {
            (Code::BadDate, None)
        }
        () if text.starts_with("invalid value") => (Code::OutOfRange, None),
        // Our own types say their code.
        () => {
            let word = text.split(' ').next().unwrap_or_default();
            let known = Code::ALL.iter().copied().find(|code| code.as_str() == word);
            (known.unwrap_or(Code::WrongType), None)
        }
    };
    let at = if path == "." { "" } else { path };
    let field = match below {
        Some(name) if at.is_empty() => name.to_owned(),
        Some(name) if at.ends_with(name) => at.to_owned(),
        Some(name) => format!("{at}.{name}"),
        None => at.to_owned(),
    };
    Error::field(field, code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "only read")]
    struct Inner {
        count: i64,
    }
    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "only read")]
    struct Outer {
        items: Vec<Inner>,
        id: Option<crate::base::id::CaseId>,
        role: Option<crate::domain::policy::Role>,
        day_on: Option<chrono::NaiveDate>,
    }

    #[test]
    fn the_wrong_field_is_named() {
        for (text, field, code) in [
            (r#"{"items":[{"count":1},{"count":"x"}]}"#, "items[1].count", Code::WrongType),
            (r#"{"items":[{"count":1.5}]}"#, "items[0].count", Code::WrongType),
            (r#"{"items":[{}]}"#, "items[0].count", Code::Missing),
            (r#"{}"#, "items", Code::Missing),
            (r#"{"items":[],"more":1}"#, "more", Code::UnknownField),
            (r#"{"items":[],"role":"king"}"#, "role", Code::UnknownCode),
            (r#"{"items":[],"id":"17"}"#, "id", Code::WrongType),
            (r#"[[{"count":1}]]"#, "", Code::WrongType),
            (r#"{"items":[[1]]}"#, "items[0]", Code::WrongType),
            (r#"{"items":[{"count":18446744073709551616}]}"#, "items[0].count", Code::WrongType),
            (r#"{"items":[{"count":9223372036854775808}]}"#, "items[0].count", Code::OutOfRange),
            (r#"{"items":[],"day_on":"2026-02-30"}"#, "day_on", Code::BadDate),
            (r#"{"items":[],"day_on":"0000-01-01"}"#, "day_on", Code::OutOfRange),
            (r#"{"items":[],"day_on":"9999-12-31"}"#, "day_on", Code::OutOfRange),
        ] {
            match parse::<Outer>(text.as_bytes()) {
                Err(Error::Invalid(faults)) => {
                    assert_eq!((faults[0].field.as_str(), faults[0].code), (field, code), "{text}");
                }
                other => panic!("{text}: {other:?}"),
            }
        }
    }

    #[test]
    fn what_is_not_json_is_malformed() {
        let deep = "[".repeat(100_000);
        for text in ["", "{", "{}{}", "\u{feff}{}", deep.as_str(), r#"{"items":[],"items":[]}"#] {
            assert!(
                matches!(parse::<Outer>(text.as_bytes()), Err(Error::Malformed(_))),
                "{}",
                &text[..text.len().min(20)]
            );
        }
    }
}
