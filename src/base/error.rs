//! The one error of the program, free of any transport. `api/problem.rs` turns it into RFC 9457 problem details.

use super::code::Code;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What can go wrong. The variant says what a client can do about it; the code says exactly why.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The request cannot be read at all (400).
    #[error("malformed: {0:?}")]
    Malformed(Code),
    /// Fields that are wrong, all of them at once (422).
    #[error("invalid: {0:?}")]
    Invalid(Vec<Fault>),
    /// Nobody is signed in, or the token is no longer good (401).
    #[error("unauthenticated: {0:?}")]
    Unauthenticated(Code),
    /// Signed in and in scope, but not permitted (403).
    #[error("forbidden")]
    Forbidden,
    /// Not there, or not in scope: the two look the same (404).
    #[error("not found")]
    NotFound,
    /// The state does not allow it, or a unique key is taken (409).
    #[error("conflict: {0:?}")]
    Conflict(Code),
    /// `If-Match` names another version than the current one (412); `None` when the thing is gone meanwhile.
    #[error("stale version, now {current:?}")]
    Stale { current: Option<i64> },
    /// `If-Match` is missing (428).
    #[error("If-Match missing")]
    IfMatchMissing,
    /// Too large (413), too slow (408) or of another media type (415).
    #[error("body refused: {0:?}")]
    Body(Code),
    /// Too many tries (429).
    #[error("throttled for {retry_after_seconds} s")]
    Throttled { retry_after_seconds: u32 },
    /// No room at present (503).
    #[error("busy")]
    Busy,
    /// Our own fault, or the database's (500): logged with its cause, never sent.
    #[error("internal: {0}")]
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

/// One wrong field: its path in the body and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub field: String,
    pub code: Code,
}

impl Error {
    /// A single wrong field.
    pub fn field(field: impl Into<String>, code: Code) -> Self {
        Self::Invalid(vec![Fault { field: field.into(), code }])
    }

    /// The same with every wrong field below `path`.
    #[must_use]
    pub fn below(self, path: &str) -> Self {
        match self {
            Self::Invalid(faults) => {
                let below = |fault: Fault| Fault { field: format!("{path}.{}", fault.field), ..fault };
                Self::Invalid(faults.into_iter().map(below).collect())
            }
            other => other,
        }
    }

    /// An internal error from any cause or sentence.
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(cause.into())
    }

    /// `Stale` unless the version that was seen is the current one.
    pub fn unless_current(current: i64, seen: i64) -> Result<()> {
        if current == seen { Ok(()) } else { Err(Self::Stale { current: Some(current) }) }
    }

    /// This error where it is about something else than what the client asked for: a version would mislead.
    pub fn of_another(self) -> Self {
        if let Self::Stale { .. } = self { Self::Stale { current: None } } else { self }
    }

    /// The stable code of this error.
    pub fn code(&self) -> Code {
        match self {
            Self::Malformed(code) | Self::Unauthenticated(code) | Self::Conflict(code) | Self::Body(code) => *code,
            Self::Invalid(_) => Code::Invalid,
            Self::Forbidden => Code::Forbidden,
            Self::NotFound => Code::NotFound,
            Self::Stale { .. } => Code::Stale,
            Self::IfMatchMissing => Code::IfMatchMissing,
            Self::Throttled { .. } => Code::Throttled,
            Self::Busy => Code::Busy,
            Self::Internal(_) => Code::Internal,
        }
    }
}

/// A missing row is never an error of the database: ask with `optional()`. So each one that arrives here is internal.
impl From<diesel::result::Error> for Error {
    fn from(cause: diesel::result::Error) -> Self {
        Self::internal(cause)
    }
}

/// Collects the faults of a form, so that all are reported at once.
#[derive(Debug, Default)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// Takes the value of one field, or notes its fault.
    pub fn take<T>(&mut self, field: &str, parsed: Result<T, Code>) -> Option<T> {
        parsed.map_err(|code| self.add(field, code)).ok()
    }

    /// Notes a fault unless the condition holds.
    pub fn check(&mut self, holds: bool, field: &str, code: Code) {
        if !holds {
            self.add(field, code);
        }
    }

    pub fn add(&mut self, field: impl Into<String>, code: Code) {
        self.0.push(Fault { field: field.into(), code });
    }

    /// All faults so far, if there are any.
    pub fn done(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::Invalid(self.0)) }
    }

    /// The value, unless a fault was noted. `None` without a fault cannot come from `take`.
    pub fn finish<T>(self, value: Option<T>) -> Result<T> {
        self.done()?;
        value.ok_or_else(|| Error::internal("a field was neither taken nor faulted"))
    }
}
