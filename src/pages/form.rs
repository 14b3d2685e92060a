//! What a form sends: pairs of name and text, read with the limits of every body, kept as typed so that a page can show them again; and
//! files, for those who may send some.

use crate::base::code::Code;
use crate::base::error::{Error, Result};
use actix_web::HttpRequest;
use actix_web::web::{Bytes, Payload, Query};
use futures_util::{StreamExt, stream};
use std::convert::Infallible;
use std::time::Duration;

/// The largest form, in bytes.
const LARGEST: usize = 256 * 1024;
const PATIENCE: Duration = Duration::from_secs(10);
/// How long files may take to arrive, over a county's slow line.
const PATIENCE_WITH_FILES: Duration = Duration::from_secs(300);

/// Names and texts in the order they were sent, and the files.
#[derive(Clone, Debug, Default)]
pub(super) struct Form(Vec<(String, String)>, Vec<SentFile>);

/// A file of a form.
#[derive(Clone, Debug)]
pub(super) struct SentFile {
    pub field: String,
    /// As the browser names it.
    pub name: String,
    pub bytes: Bytes,
}

impl Form {
    /// The pairs of `a=1&b=2`, as addresses and forms have them.
    pub(super) fn parse(text: &str) -> Self {
        Self(Query::from_query(text).map(Query::into_inner).unwrap_or_default(), Vec::new())
    }

    /// What a form shows before anything was typed.
    pub(super) fn of(pairs: Vec<(String, String)>) -> Self {
        Self(pairs, Vec::new())
    }

    /// With more pairs.
    pub(super) fn with(mut self, more: Vec<(String, String)>) -> Self {
        self.0.extend(more);
        self
    }

    /// The body of a request: 415 unless it is a form, 413 or 408 when it is too large or too slow. Files are taken up to so many bytes in
    /// all; where there is no room for any, a form with files is no form.
    pub(super) async fn read(request: &HttpRequest, payload: Payload, room: usize) -> Result<Self> {
        let kind = request.headers().get("Content-Type").and_then(|value| value.to_str().ok()).unwrap_or_default();
        let is_plain =
            kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/x-www-form-urlencoded");
        match multer::parse_boundary(kind).ok().filter(|_| room > 0) {
            Some(boundary) => with_files(whole(payload, room + LARGEST, PATIENCE_WITH_FILES).await?, boundary).await,
            None if is_plain => Ok(Self::parse(&text(&whole(payload, LARGEST, PATIENCE).await?)?)),
            None => Err(Error::Body(Code::Unsupported)),
        }
    }

    /// The text under a name; empty when there is none.
    pub(super) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, text)| text.as_str())
    }

    /// The text under a name, unless nothing but blanks was typed.
    pub(super) fn typed(&self, name: &str) -> Option<&str> {
        Some(self.get(name).trim()).filter(|text| !text.is_empty())
    }

    /// The files that were chosen, whatever the field.
    pub(super) fn files(&self) -> &[SentFile] {
        &self.1
    }

    /// Every text under a name, as of a list of ticks.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, text)| known == name && !text.is_empty()).map(|(_, text)| text.as_str())
    }
}

/// All bytes of a body. Of one that is too large the rest is let pass, up to three times as much: a browser that is still sending would
/// show a broken line in place of the page that says so.
async fn whole(mut payload: Payload, most: usize, patience: Duration) -> Result<Bytes> {
    let read = async {
        let (mut all, mut passed) = (Vec::new(), 0);
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|_| Error::Malformed(Code::Malformed))?;
            passed += chunk.len();
            match passed {
                _ if passed <= most => all.extend_from_slice(&chunk),
                _ if passed <= most.saturating_mul(4) => all = Vec::new(),
                _ => break,
            }
        }
        if passed > most { Err(Error::Body(Code::TooLarge)) } else { Ok(Bytes::from(all)) }
    };
    tokio::time::timeout(patience, read).await.unwrap_or(Err(Error::Body(Code::TooSlow)))
}

fn text(bytes: &[u8]) -> Result<String> {
    String::from_utf8(bytes.to_vec()).map_err(|_| Error::Malformed(Code::Malformed))
}

/// A form with files (RFC 7578). A file field in which nothing was chosen sends a file without a name.
async fn with_files(bytes: Bytes, boundary: String) -> Result<Form> {
    let broken = |_| Error::Malformed(Code::Malformed);
    let mut parts = multer::Multipart::new(stream::iter([Ok::<_, Infallible>(bytes)]), boundary);
    let mut form = Form::default();
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        let (field, name) = (part.name().unwrap_or_default().to_owned(), part.file_name().map(str::to_owned));
        let bytes = part.bytes().await.map_err(broken)?;
        match name {
            Some(name) if !name.is_empty() => form.1.push(SentFile { field, name, bytes }),
            Some(_) => {}
            None => form.0.push((field, text(&bytes)?)),
        }
    }
    let texts: usize = form.0.iter().map(|(name, text)| name.len() + text.len()).sum();
    if texts > LARGEST { Err(Error::Body(Code::TooLarge)) } else { Ok(form) }
}
