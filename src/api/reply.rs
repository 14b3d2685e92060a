//! What a handler answers: a status, a JSON body, and the headers that belong to it. Can be saved and given again.

use crate::base::error::{Error, Result};
use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, Responder};
use serde::Serialize;

/// A reply, ready to be sent or saved.
#[derive(Clone, Debug)]
pub struct Reply {
    pub(super) status: u16,
    pub(super) body: String,
    pub(super) location: Option<String>,
    pub(super) etag: Option<String>,
    pub(super) is_replay: bool,
}

impl Reply {
    /// 200 with a value.
    pub fn ok(value: &impl Serialize) -> Result<Self> {
        let body = serde_json::to_string(value).map_err(Error::internal)?;
        Ok(Self { status: 200, body, location: None, etag: None, is_replay: false })
    }

    /// 201 with the new thing and where it is (`/api/v1/…`).
    pub fn created(location: impl Into<String>, value: &impl Serialize) -> Result<Self> {
        Ok(Self { status: 201, location: Some(location.into()), ..Self::ok(value)? })
    }

    /// 204.
    pub fn none() -> Self {
        Self { status: 204, body: String::new(), location: None, etag: None, is_replay: false }
    }

    /// With the version of what is shown, for `If-Match`.
    pub fn version(self, version: i64) -> Self {
        Self { etag: Some(format!("\"{version}\"")), ..self }
    }
}

impl Responder for Reply {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let mut reply = HttpResponse::build(StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK));
        if let Some(location) = self.location {
            reply.insert_header(("Location", location));
        }
        if let Some(etag) = self.etag {
            reply.insert_header(("ETag", etag));
        }
        if self.is_replay {
            reply.insert_header(("Idempotent-Replay", "true"));
        }
        if self.body.is_empty() {
            return reply.finish();
        }
        reply.content_type("application/json; charset=utf-8").body(self.body)
    }
}
