//! A file in an answer: never shown by the browser itself, never guessed at, never kept on the way.

use crate::formats::file_name::disposition;
use crate::workflow::write_paper::Made;
use actix_web::body::BoxBody;
use actix_web::{HttpRequest, HttpResponse, Responder};

/// Bytes to save under a name.
pub struct File {
    pub name: String,
    pub content_type: &'static str,
    pub bytes: Vec<u8>,
}

impl Responder for File {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok()
            .content_type(self.content_type)
            .insert_header(("Content-Disposition", disposition(&self.name)))
            .insert_header(("Content-Security-Policy", "sandbox; default-src 'none'"))
            .insert_header(("X-Content-Type-Options", "nosniff"))
            .insert_header(("Cache-Control", "no-store"))
            .body(self.bytes)
    }
}

impl From<Made> for File {
    fn from(made: Made) -> Self {
        Self { name: made.name, content_type: made.content_type, bytes: made.bytes }
    }
}
