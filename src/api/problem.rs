//! Errors as RFC 9457 problem details: a stable code, both languages, every bad field. The cause stays in the log.

use crate::base::code::Code;
use crate::base::error::Error;
use actix_web::http::StatusCode;
use actix_web::http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use utoipa::ToSchema;

/// The body of every refusal, as `application/problem+json`.
#[derive(Serialize, ToSchema)]
pub struct Problem {
    /// Always `about:blank`: the code says more.
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub title: &'static str,
    pub title_zh: &'static str,
    pub status: u16,
    #[schema(value_type = String)]
    pub code: Code,
    /// All bad fields at once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<BadField>,
}

/// One bad field: its path in the body, and why.
#[derive(Serialize, ToSchema)]
pub struct BadField {
    pub field: String,
    #[schema(value_type = String)]
    pub code: Code,
    pub message: &'static str,
    pub message_zh: &'static str,
}

impl Problem {
    /// What of an error may be told.
    pub fn of(error: &Error) -> Self {
        let code = error.code();
        let errors = match error {
            Error::Invalid(faults) => faults
                .iter()
                .map(|fault| BadField {
                    field: fault.field.clone(),
                    code: fault.code,
                    message: fault.code.en(),
                    message_zh: fault.code.zh(),
                })
                .collect(),
            _ => Vec::new(),
        };
        let status = status(error).as_u16();
        Self { kind: "about:blank", title: code.en(), title_zh: code.zh(), status, code, errors }
    }
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        status(self)
    }

    fn error_response(&self) -> HttpResponse {
        if let Self::Internal(cause) = self {
            tracing::error!(cause = %cause, "internal error");
        }
        let mut reply = HttpResponse::build(status(self));
        match self {
            Self::Unauthenticated(_) => reply.insert_header((WWW_AUTHENTICATE, "Bearer")),
            Self::Throttled { retry_after_seconds } => {
                reply.insert_header((RETRY_AFTER, retry_after_seconds.to_string()))
            }
            Self::Busy => reply.insert_header((RETRY_AFTER, "1")),
            _ => &mut reply,
        };
        let body = serde_json::to_string(&Problem::of(self)).unwrap_or_default();
        reply.content_type("application/problem+json").body(body)
    }
}

/// Where no route is: 404.
pub async fn nowhere() -> Result<HttpResponse, Error> {
    Err(Error::NotFound)
}

fn status(error: &Error) -> StatusCode {
    match error {
        Error::Malformed(_) => StatusCode::BAD_REQUEST,
        Error::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Error::Unauthenticated(_) => StatusCode::UNAUTHORIZED,
        Error::Forbidden => StatusCode::FORBIDDEN,
        Error::NotFound => StatusCode::NOT_FOUND,
        Error::Conflict(_) => StatusCode::CONFLICT,
        Error::Stale => StatusCode::PRECONDITION_FAILED,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_is_not_told_and_fields_are() {
        let told = |error: Error| serde_json::to_string(&Problem::of(&error)).unwrap();
        assert!(!told(Error::internal("secret cause")).contains("secret"));
        let fields = told(Error::field("parties[0].phone", Code::PhoneFormat));
        assert!(fields.contains("parties[0].phone") && fields.contains("电话号码格式有误"), "{fields}");
    }

    #[test]
    fn a_reply_says_when_to_come_back() {
        assert_eq!(Error::Busy.error_response().headers().get("Retry-After").unwrap(), "1");
        assert_eq!(Error::Throttled { retry_after_seconds: 9 }.error_response().status(), 429);
    }
}
