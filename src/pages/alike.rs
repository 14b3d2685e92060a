//! Cases that may be about the same dispute, as a page shows them: number and sides where the reader may open the case, and what is alike.

use super::cases;
use crate::base::error::Result;
use crate::base::id::CaseId;
use crate::base::locale::Locale;
use crate::base::text_enum::Worded;
use crate::domain::duplicates::Duplicate;
use crate::domain::policy::Scope;
use crate::store::case_lists;
use crate::store::db::Conn;
use chrono::NaiveDate;

/// Cases that are named, the most alike.
const MOST: usize = 20;

/// One such case.
pub(super) struct Alike {
    pub id: CaseId,
    /// None of a case that the reader may not open.
    pub line: Option<cases::Line>,
    pub why: String,
}

/// The cases with their lines, as far as they are within the reader's scope.
pub(super) fn named(
    c: &mut Conn,
    scope: &Scope,
    found: &[Duplicate],
    (locale, today): (Locale, NaiveDate),
) -> Result<Vec<Alike>> {
    let found: Vec<&Duplicate> = found.iter().take(MOST).collect();
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<CaseId> = found.iter().map(|one| one.case_id).collect();
    let lines = case_lists::of_ids(c, scope, &ids)?;
    let alike = |one: &Duplicate| Alike {
        id: one.case_id,
        line: lines.iter().find(|line| line.case.id == one.case_id).map(|line| cases::line(line, false, today, locale)),
        why: one.reasons.iter().map(|reason| reason.word(locale)).collect::<Vec<_>>().join(locale.comma()),
    };
    Ok(found.into_iter().map(alike).collect())
}
