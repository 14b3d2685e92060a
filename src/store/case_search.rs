//! What a case is found by. The terms are the same on both databases; how they are looked up is in dialect.rs.

use super::db::Conn;
use super::dialect::each;
use super::record::MANY;
use super::schema::cases::case_search;
use crate::base::error::Result;
use crate::domain::case::CaseFile;
use crate::domain::search_terms::{query_terms, terms};
use diesel::prelude::*;

/// Writes what a case is found by: its numbers, its parties and the facts. Notes are never in it.
pub(super) fn index(c: &mut Conn, file: &CaseFile) -> Result<()> {
    let case = &file.case;
    let row = (
        case_search::case_id.eq(case.id),
        case_search::region_code.eq(case.region_code),
        case_search::terms.eq(text_of(file)),
    );
    each!(c, c => diesel::insert_into(case_search::table)
        .values(&row)
        .on_conflict(case_search::case_id)
        .do_update()
        .set(case_search::terms.eq(text_of(file)))
        .execute(c))?;
    Ok(())
}

/// The same for new cases, many in a statement.
pub(super) fn index_all(c: &mut Conn, files: &[&CaseFile]) -> Result<()> {
    for files in files.chunks(MANY) {
        let row = |file: &&CaseFile| {
            (
                case_search::case_id.eq(file.case.id),
                case_search::region_code.eq(file.case.region_code),
                case_search::terms.eq(text_of(file)),
            )
        };
        let rows: Vec<_> = files.iter().map(row).collect();
        each!(c, c => diesel::insert_into(case_search::table).values(&rows).execute(c))?;
    }
    Ok(())
}

fn text_of(file: &CaseFile) -> String {
    let case = &file.case;
    let mut found = terms(&case.case_no);
    found.extend(terms(case.external_no.as_deref().unwrap_or_default()));
    found.extend(terms(case.summary.as_str()));
    for party in &file.parties {
        found.extend(terms(party.name.as_str()));
        for text in [party.document_number.as_ref().map(|n| n.as_str()), party.phone.as_ref().map(|p| p.as_str())] {
            found.extend(terms(text.unwrap_or_default()));
        }
    }
    found.into_iter().collect::<Vec<_>>().join(" ")
}

/// The query in the words of the index; `None` when it holds nothing to look for. Terms are letters and digits only, so
/// they need no escape.
pub(super) fn query(c: &Conn, q: &str) -> Option<String> {
    let wanted = query_terms(q);
    let (quote, and) = if super::dialect::has_row_locks(c) { ('\'', " & ") } else { ('"', " ") };
    let quoted: Vec<String> = wanted.iter().map(|term| format!("{quote}{term}{quote}")).collect();
    (!quoted.is_empty()).then(|| quoted.join(and))
}
