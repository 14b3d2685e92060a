//! Errors as RFC 9457 problem details, in both languages. Internal causes are logged here, once, and never sent.

use crate::base::error::Error;
use actix_web::http::StatusCode;
use actix_web::http::header::{ContentType, ETAG, HeaderValue, WWW_AUTHENTICATE};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use utoipa::ToSchema;

/// What went wrong. Clients match on `code`.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    #[serde(rename = "type")]
    pub kind: String,
    pub title: &'static str,
    pub title_zh: &'static str,
    pub status: u16,
    pub code: &'static str,
    /// Both sentences in one line.
    pub detail: String,
    /// With 412: the version that is current, as in the `ETag` of this answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_version: Option<i64>,
    /// Every wrong field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
}

/// One wrong field.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldProblem {
    /// Its path in the body, as in `parties[1].phone`.
    pub field: String,
    pub code: &'static str,
    pub message: &'static str,
    pub message_zh: &'static str,
}

/// The problem details of an error.
pub fn of(error: &Error) -> Problem {
    let code = error.code();
    let errors = match error {
        Error::Invalid(faults) => faults
            .iter()
            .map(|fault| FieldProblem {
                field: fault.field.clone(),
                code: fault.code.as_str(),
                message: fault.code.en(),
                message_zh: fault.code.zh(),
            })
            .collect(),
        _ => Vec::new(),
    };
    let current_version = if let Error::Stale { current } = error { *current } else { None };
    Problem {
        kind: format!("urn:wanlian:problem:{}", code.as_str()),
        title: code.en(),
        title_zh: code.zh(),
        status: status(error).as_u16(),
        code: code.as_str(),
        detail: format!("{} {}", code.zh(), code.en()),
        current_version,
        errors,
    }
}

fn status(error: &Error) -> StatusCode {
    use crate::base::code::Code;
    match error {
        Error::Malformed(_) => StatusCode::BAD_REQUEST,
        Error::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Error::Unauthenticated(_) => StatusCode::UNAUTHORIZED,
        Error::Forbidden => StatusCode::FORBIDDEN,
        Error::NotFound => StatusCode::NOT_FOUND,
        Error::Conflict(_) => StatusCode::CONFLICT,
        Error::Stale { .. } => StatusCode::PRECONDITION_FAILED,
        Error::IfMatchMissing => StatusCode::PRECONDITION_REQUIRED,
        Error::Body(Code::TooLarge) => StatusCode::PAYLOAD_TOO_LARGE,
        Error::Body(Code::TooSlow) => StatusCode::REQUEST_TIMEOUT,
        Error::Body(Code::MethodNotAllowed) => StatusCode::METHOD_NOT_ALLOWED,
        Error::Body(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Error::Throttled { .. } => StatusCode::TOO_MANY_REQUESTS,
        Error::Busy => StatusCode::SERVICE_UNAVAILABLE,
        Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        status(self)
    }

    fn error_response(&self) -> HttpResponse {
        if let Error::Internal(cause) = self {
            tracing::error!(%cause, "internal error");
        }
        let mut reply = HttpResponse::build(status(self));
        reply.insert_header(ContentType(
            "application/problem+json".parse().unwrap_or(actix_web::mime::APPLICATION_JSON),
        ));
        match self {
            Error::Unauthenticated(_) => {
                reply.insert_header((WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")));
            }
            Error::Throttled { retry_after_seconds } => {
                reply.insert_header(("Retry-After", retry_after_seconds.to_string()));
            }
            Error::Stale { current: Some(version) } => {
                reply.insert_header((ETAG, format!("\"{version}\"")));
            }
            Error::Busy => {
                reply.insert_header(("Retry-After", "1"));
            }
            _ => {}
        }
        reply.body(serde_json::to_string(&of(self)).unwrap_or_default())
    }
}
