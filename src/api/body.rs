//! The body of a request as a typed value: of JSON, not too large, in time, without unknown fields; faults by their path.

use crate::base::code::Code;
use crate::base::error::{Error, Result};
use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::{FromRequest, HttpRequest};
use futures_util::StreamExt;
use serde::de::DeserializeOwned;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// No form of ours comes near it; files have their own limit.
const LARGEST: usize = 1024 * 1024;
/// A slow body would otherwise hold its connection for ever.
const PATIENCE: Duration = Duration::from_secs(10);

/// The extractor: `body: Body<NewCase>`.
#[derive(Clone, Debug)]
pub struct Body<T> {
    pub value: T,
    /// The bytes as sent, for the idempotency record.
    pub bytes: Vec<u8>,
}

impl<T: DeserializeOwned> FromRequest for Body<T> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (kind, payload) = (is_json(request), payload.take());
        Box::pin(async move {
            if !kind {
                return Err(Error::Body(Code::Unsupported));
            }
            let bytes = read(payload, LARGEST).await?;
            Ok(Self { value: parse(&bytes)?, bytes })
        })
    }
}

/// All bytes of a body of at most `largest`, in time.
pub async fn read(mut payload: Payload, largest: usize) -> Result<Vec<u8>> {
    let reading = async {
        let mut bytes = Vec::new();
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|_| Error::Malformed(Code::Malformed))?;
            if bytes.len() + chunk.len() > largest {
                return Err(Error::Body(Code::TooLarge));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    };
    tokio::time::timeout(PATIENCE, reading).await.unwrap_or(Err(Error::Body(Code::TooSlow)))
}

/// Bytes as a value: what is not JSON is malformed, what does not fit names its field.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|wrong| {
        let cause = wrong.inner();
        if cause.is_data() {
            let (code, name) = reason(&cause.to_string());
            Error::field(place(&wrong.path().to_string(), name), code)
        } else {
            Error::Malformed(Code::Malformed)
        }
    })?;
    json.end().map_err(|_| Error::Malformed(Code::Malformed))?;
    Ok(value)
}

fn is_json(request: &HttpRequest) -> bool {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

/// Why, from serde's words, and the field it names itself. Our own types fail with the text of a code.
fn reason(said: &str) -> (Code, Option<String>) {
    let said = said.split(" at line ").next().unwrap_or(said);
    let quoted = said.split('`').nth(1).map(str::to_owned);
    if let Some(code) = Code::ALL.iter().find(|code| code.as_str() == said) {
        return (*code, None);
    }
    match said {
        _ if said.starts_with("missing field") => (Code::Missing, quoted),
        _ if said.starts_with("unknown field") => (Code::UnknownField, quoted),
        _ if said.starts_with("duplicate field") => (Code::Invalid, quoted),
        _ if said.starts_with("unknown variant") => (Code::UnknownCode, None),
        _ if said.contains("not a UUID") => (Code::UnknownReference, None),
        // The words of chrono.
        _ if said.starts_with("input ") || said.ends_with(" input") || said.contains("date") => (Code::BadDate, None),
        _ if said.contains("out of range") => (Code::OutOfRange, None),
        _ => (Code::WrongType, None),
    }
}

/// The path of a field; serde names a missing or unknown one beside the path of what holds it.
fn place(path: &str, name: Option<String>) -> String {
    match name {
        None => path.to_owned(),
        Some(name) if path == "." || path == name || path.ends_with(&format!(".{name}")) => {
            if path == "." {
                name
            } else {
                path.to_owned()
            }
        }
        Some(name) => format!("{path}.{name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::id::CaseId;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "only its faults matter")]
    struct Form {
        id: CaseId,
        on: chrono::NaiveDate,
        amounts: Vec<i64>,
        inner: Option<Inner>,
    }

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "only its faults matter")]
    struct Inner {
        role: crate::domain::policy::Role,
    }

    #[test]
    fn each_fault_names_its_field() {
        let good = r#""id":"01a1fc87-adf8-728e-a220-5706861f4b8b","on":"2026-11-21""#;
        for (body, expected) in [
            (format!("{{{good},\"amounts\":[1]}}"), "ok"),
            (format!("{{{good}}}"), "amounts missing"),
            (format!("{{{good},\"amounts\":[1,\"2\"]}}"), "amounts[1] wrong_type"),
            (format!("{{{good},\"amounts\":[],\"more\":1}}"), "more unknown_field"),
            (format!("{{{good},\"amounts\":[],\"inner\":{{}}}}"), "inner.role missing"),
            (format!("{{{good},\"amounts\":[],\"inner\":{{\"x\":1}}}}"), "inner.x unknown_field"),
            (format!("{{{good},\"amounts\":[],\"inner\":{{\"role\":\"king\"}}}}"), "inner.role unknown_code"),
            (r#"{"id":"33"}"#.into(), "id unknown_reference"),
            (r#"{"on":"2026-02-30"}"#.into(), "on bad_date"),
            (r#"{"on":"soon"}"#.into(), "on bad_date"),
            ("{".into(), "malformed"),
            (format!("{{{good},\"amounts\":[]}} x"), "malformed"),
        ] {
            let found = match parse::<Form>(body.as_bytes()) {
                Ok(_) => "ok".to_owned(),
                Err(Error::Invalid(faults)) => format!("{} {}", faults[0].field, faults[0].code.as_str()),
                Err(other) => other.code().as_str().to_owned(),
            };
            assert_eq!(found, expected, "{body}");
        }
    }
}
