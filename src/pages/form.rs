//! What a form sends: pairs of name and text, read with the limits of every body, kept as typed so that a page can show them again.

use crate::base::code::Code;
use crate::base::error::{Error, Result};
use actix_web::HttpRequest;
use actix_web::web::{Payload, Query};
use futures_util::StreamExt;
use std::time::Duration;

/// The largest form, in bytes.
const LARGEST: usize = 256 * 1024;
const PATIENCE: Duration = Duration::from_secs(10);

/// Names and texts in the order they were sent.
#[derive(Clone, Debug, Default)]
pub(super) struct Form(Vec<(String, String)>);

impl Form {
    /// The pairs of `a=1&b=2`, as addresses and forms have them.
    pub(super) fn parse(text: &str) -> Self {
        Self(Query::from_query(text).map(Query::into_inner).unwrap_or_default())
    }

    /// What a form shows before anything was typed.
    pub(super) fn of(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    /// The body of a request: 415 unless it is a form, 413 or 408 when it is too large or too slow.
    pub(super) async fn read(request: &HttpRequest, mut payload: Payload) -> Result<Self> {
        let kind = request.headers().get("Content-Type").and_then(|value| value.to_str().ok()).unwrap_or_default();
        if !kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/x-www-form-urlencoded")
        {
            return Err(Error::Body(Code::Unsupported));
        }
        let read = async {
            let mut all = Vec::new();
            while let Some(chunk) = payload.next().await {
                let chunk = chunk.map_err(|_| Error::Malformed(Code::Malformed))?;
                if all.len() + chunk.len() > LARGEST {
                    return Err(Error::Body(Code::TooLarge));
                }
                all.extend_from_slice(&chunk);
            }
            String::from_utf8(all).map_err(|_| Error::Malformed(Code::Malformed))
        };
        let text = tokio::time::timeout(PATIENCE, read).await.unwrap_or(Err(Error::Body(Code::TooSlow)))?;
        Ok(Self::parse(&text))
    }

    /// The text under a name; empty when there is none.
    pub(super) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, text)| text.as_str())
    }

    /// The text under a name, unless nothing but blanks was typed.
    pub(super) fn typed(&self, name: &str) -> Option<&str> {
        Some(self.get(name).trim()).filter(|text| !text.is_empty())
    }

    /// Every text under a name, as of a list of ticks.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, text)| known == name && !text.is_empty()).map(|(_, text)| text.as_str())
    }
}
