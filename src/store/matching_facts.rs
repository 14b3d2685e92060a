//! What a matching run asks of cases and committees: how the work of firms was judged, and what stands between chambers and firms.
//! What follows from it: `domain/matching/`.

use super::db::Conn;
use super::statistics_cells::FIRM;
use crate::base::error::{Error, Result};
use crate::base::id::{ChamberId, FirmId};
use crate::domain::conflicts::{Conflict, ConflictKind};
use crate::domain::region::RegionPrefix;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};
use std::str::FromStr;

#[derive(QueryableByName)]
struct Judged {
    #[diesel(sql_type = Text)]
    firm: String,
    #[diesel(sql_type = BigInt)]
    judged: i64,
    #[diesel(sql_type = BigInt)]
    praised: i64,
}

#[derive(QueryableByName)]
struct Tie {
    #[diesel(sql_type = Text)]
    chamber: String,
    #[diesel(sql_type = Text)]
    firm: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Nullable<Text>)]
    case_id: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    mandate_id: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    lawyer_id: Option<String>,
}

/// Of the firms of an area: how many callbacks on their cases gave an opinion, and how many a good one. Read from the figures.
pub fn judged(c: &mut Conn, area: RegionPrefix) -> Result<Vec<(FirmId, i64, i64)>> {
    let (low, high) = area.range();
    let firms = format!("firm f WHERE f.region_code BETWEEN '{low}' AND '{high}'");
    let rows: Vec<Judged> = diesel::sql_query(format!(
        "SELECT firm, CAST(SUM(satisfied + fair + dissatisfied) AS BIGINT) AS judged,
            CAST(SUM(satisfied + fair) AS BIGINT) AS praised
        FROM (
            SELECT place AS firm, satisfied, fair, dissatisfied FROM stat_cell
            WHERE level = {FIRM} AND dim = 'total' AND item = '' AND place IN (SELECT f.id FROM {firms})
            UNION ALL
            SELECT firm_id, satisfied, fair, dissatisfied FROM stat_delta WHERE firm_id IN (SELECT f.id FROM {firms})
        ) AS figures GROUP BY firm"
    ))
    .load(c)?;
    rows.into_iter().map(|row| Ok((read(&row.firm)?, row.judged, row.praised))).collect()
}

/// What stands between the active chambers of an area and law firms: the firm acted against the chamber in a case, has or had the
/// chamber's opponent in a case as a client, or has a lawyer on a committee of the chamber (Lawyers Law arts 47(3), 50(5)).
pub fn conflicts(c: &mut Conn, area: RegionPrefix) -> Result<Vec<(ChamberId, FirmId, Conflict)>> {
    let mut found = Vec::new();
    for text in [of_cases(area), of_committees(area)] {
        let rows: Vec<Tie> = diesel::sql_query(text).load(c)?;
        for row in rows {
            let kind = ConflictKind::from_code(&row.kind).ok_or_else(|| Error::internal("no kind of conflict"))?;
            let conflict = Conflict {
                kind,
                case_id: row.case_id.as_deref().map(read).transpose()?,
                mandate_id: row.mandate_id.as_deref().map(read).transpose()?,
                lawyer_id: row.lawyer_id.as_deref().map(read).transpose()?,
            };
            found.push((read(&row.chamber)?, read(&row.firm)?, conflict));
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// A party is known by the document where both sides have one, else by the name. Digits of our own: nothing comes from outside.
fn of_cases(area: RegionPrefix) -> String {
    let (low, high) = area.range();
    let chambers = format!("x.status = 'active' AND x.region_code BETWEEN '{low}' AND '{high}'");
    format!(
        "WITH own AS (
            SELECT x.id AS chamber, p.case_id, p.role FROM chamber x JOIN party p ON p.document_number = x.uscc
            WHERE {chambers}
            UNION SELECT x.id, p.case_id, p.role FROM chamber x JOIN party p ON p.name = x.name
            WHERE {chambers} AND (p.document_number IS NULL OR x.uscc IS NULL)
        ), opponent AS (
            SELECT o.chamber, o.case_id, p.name, p.document_number FROM own o
            JOIN party p ON p.case_id = o.case_id AND p.role <> o.role
        )
        SELECT o.chamber, a.firm_id AS firm, 'opposite_side' AS kind, o.case_id, CAST(NULL AS TEXT) AS mandate_id,
            CAST(NULL AS TEXT) AS lawyer_id
        FROM own o JOIN assignment a ON a.case_id = o.case_id
        WHERE a.status IN ('accepted', 'released') AND a.answered_at IS NOT NULL AND a.acts_for <> o.role
            AND a.acts_for IN ('applicant', 'respondent')
        UNION SELECT o.chamber, m.firm_id, 'past_mandate', o.case_id, m.id, CAST(NULL AS TEXT)
        FROM opponent o JOIN mandate m ON m.document_no = o.document_number
        UNION SELECT o.chamber, m.firm_id, 'past_mandate', o.case_id, m.id, CAST(NULL AS TEXT)
        FROM opponent o JOIN mandate m ON m.client_name = o.name
        WHERE m.document_no IS NULL OR o.document_number IS NULL"
    )
}

fn of_committees(area: RegionPrefix) -> String {
    let (low, high) = area.range();
    let sits = |people: &str| {
        format!(
            "SELECT k.chamber_id AS chamber, l.firm_id AS firm, 'committee_member' AS kind, CAST(NULL AS TEXT) AS case_id,
                CAST(NULL AS TEXT) AS mandate_id, l.id AS lawyer_id
            FROM committee k JOIN {people} JOIN lawyer l ON l.id = s.lawyer_id
            WHERE k.chamber_id IS NOT NULL AND k.status = 'active' AND k.region_code BETWEEN '{low}' AND '{high}'"
        )
    };
    let members = sits("committee_member s ON s.committee_id = k.id");
    format!("{members} UNION {}", sits("mediator s ON s.committee_id = k.id AND s.status <> 'removed'"))
}

fn read<T: FromStr<Err = crate::base::id::NotAnId>>(id: &str) -> Result<T> {
    id.parse().map_err(Error::internal)
}
