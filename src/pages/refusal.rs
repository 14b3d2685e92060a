//! A form that was refused: whether its page is shown again, the sentence above it, what is wrong beside its fields,
//! and its status.

use super::visit::Visit;
use super::{show, words};
use crate::base::error::{Error, Fault, Result};
use crate::base::locale::Locale;
use crate::base::text_enum::Worded;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};
use askama::Template;

/// What whoever typed can mend, or look at again, stands above the form; any other error comes back as the error it is.
pub(super) fn mendable(error: Error) -> Result<Error> {
    match error {
        Error::Invalid(_) | Error::Conflict(_) | Error::Stale { .. } => Ok(error),
        other => Err(other),
    }
}

/// What is wrong with single fields.
pub(super) fn faults(error: Option<&Error>) -> &[Fault] {
    if let Some(Error::Invalid(faults)) = error { faults } else { &[] }
}

/// The sentence above a form whose faults stand beside its fields.
pub(super) fn sentence(error: Option<&Error>, visit: &Visit) -> Option<&'static str> {
    let w = words::of(visit.locale);
    error.map(|error| match error {
        Error::Invalid(_) => w.faults_title,
        Error::Stale { .. } => w.advice_stale,
        other => other.code().word(visit.locale),
    })
}

/// The same where buttons have no field to stand beside: the first fault in words.
pub(super) fn reason(error: Option<&Error>, visit: &Visit) -> Option<&'static str> {
    let first = faults(error).first().map(|fault| fault.code.word(visit.locale));
    first.or_else(|| sentence(error, visit))
}

/// A page with what was refused on it, under the status of that; 200 where nothing was.
pub(super) fn html(page: &impl Template, error: Option<&Error>) -> Result<HttpResponse> {
    show::html(error.map_or(StatusCode::OK, ResponseError::status_code), page)
}

/// What is wrong with the fields of a form that its template draws itself.
#[derive(Default)]
pub(super) struct Marks(Vec<(String, &'static str)>);

impl Marks {
    pub(super) fn of(faults: &[Fault], locale: Locale) -> Self {
        Self(faults.iter().map(|fault| (fault.field.clone(), fault.code.word(locale))).collect())
    }

    /// Whether nothing is wrong.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is wrong with a field.
    pub(super) fn on(&self, field: &str) -> Option<&'static str> {
        self.0.iter().find(|(own, _)| own == field).map(|(_, word)| *word)
    }

    /// What is wrong with none of these fields.
    pub(super) fn not_on(&self, fields: &[&str]) -> Vec<&'static str> {
        self.0.iter().filter(|(own, _)| !fields.contains(&own.as_str())).map(|(_, word)| *word).collect()
    }
}
