//! What ties law firms to the parties of a case: earlier cases and clients. A person is known by the document where both have one,
//! else by the name; what follows from a tie is in `domain/conflicts.rs`.

use super::db::Conn;
use super::schema::assignments::assignment;
use super::schema::cases::party;
use super::schema::directory::mandate;
use crate::base::error::Result;
use crate::base::id::{CaseId, FirmId, MandateId};
use crate::domain::assignment::{ActsFor, AssignmentStatus};
use crate::domain::case::CaseFile;
use crate::domain::conflicts::EarlierCase;
use crate::domain::contact::Name;
use crate::domain::parties::{DocumentNumber, PartyRole};
use diesel::prelude::*;

/// Other cases that a firm took on and in which a party of this case took part.
pub fn earlier_cases(c: &mut Conn, file: &CaseFile) -> Result<Vec<EarlierCase>> {
    let (names, numbers) = known_by(file);
    let sharing = party::table
        .filter(party::name.eq_any(&names).or(party::document_number.assume_not_null().eq_any(&numbers)))
        .filter(party::case_id.ne(file.case.id))
        .select(party::case_id);
    let taken: Vec<(FirmId, CaseId, ActsFor)> = assignment::table
        .filter(assignment::case_id.eq_any(sharing))
        .filter(assignment::status.eq_any([AssignmentStatus::Accepted, AssignmentStatus::Released]))
        .filter(assignment::answered_at.is_not_null())
        .select((assignment::firm_id, assignment::case_id, assignment::acts_for))
        .load(c)?;
    let ids: Vec<CaseId> = taken.iter().map(|(_, case, _)| *case).collect();
    let parties: Vec<(CaseId, PartyRole, Name, Option<DocumentNumber>)> = party::table
        .filter(party::case_id.eq_any(ids))
        .select((party::case_id, party::role, party::name, party::document_number))
        .load(c)?;
    let mut ties = Vec::new();
    for (firm_id, case_id, acts_for) in taken {
        let same = |(case, _, name, number): &&(CaseId, PartyRole, Name, Option<DocumentNumber>)| {
            *case == case_id && is_party(file, name, number.as_ref().map(DocumentNumber::as_str))
        };
        ties.extend(parties.iter().filter(same).map(|(_, role, ..)| EarlierCase {
            firm_id,
            case_id,
            served_the_party: match acts_for {
                ActsFor::Committee => None,
                ActsFor::Applicant => Some(*role == PartyRole::Applicant),
                ActsFor::Respondent => Some(*role == PartyRole::Respondent),
            },
        }));
    }
    Ok(ties)
}

/// Clients of firms who are parties of the case, past ones too.
pub fn clients(c: &mut Conn, file: &CaseFile) -> Result<Vec<(FirmId, MandateId)>> {
    let (names, numbers) = known_by(file);
    let alike: Vec<(FirmId, MandateId, Name, Option<String>)> = mandate::table
        .filter(mandate::client_name.eq_any(&names).or(mandate::document_no.assume_not_null().eq_any(&numbers)))
        .order(mandate::id)
        .select((mandate::firm_id, mandate::id, mandate::client_name, mandate::document_no))
        .load(c)?;
    let same = alike.into_iter().filter(|(_, _, name, number)| is_party(file, name, number.as_deref()));
    Ok(same.map(|(firm, id, ..)| (firm, id)).collect())
}

/// The names and the numbers of documents of the parties.
fn known_by(file: &CaseFile) -> (Vec<&Name>, Vec<&str>) {
    let numbers = file.parties.iter().filter_map(|party| party.document_number.as_ref());
    // Nobody has the empty one. Without any SQLite would read all parties instead of two indexes.
    let numbers = numbers.map(DocumentNumber::as_str).chain([""]);
    (file.parties.iter().map(|party| &party.name).collect(), numbers.collect())
}

fn is_party(file: &CaseFile, name: &Name, number: Option<&str>) -> bool {
    file.parties.iter().any(|party| match (party.document_number.as_ref().map(DocumentNumber::as_str), number) {
        (Some(one), Some(other)) => one == other,
        _ => party.name == *name,
    })
}
