//! JSON bodies: at most 1 MiB, within 10 s, and every wrong field named by its path.

use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::json::parse;
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
