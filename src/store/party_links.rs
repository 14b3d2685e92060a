//! Links of parties. What uses one up or counts a try is a guarded update, so that of two at once one counts.

use super::db::Conn;
use super::dialect::each;
use super::record::record;
use super::schema::links::party_link;
use crate::base::clock::Instant;
use crate::base::error::Result;
use crate::base::id::{CaseId, PartyLinkId};
use crate::domain::party_link::PartyLink;
use diesel::prelude::*;

record!(party_link: PartyLink {
    id: PartyLinkId, case_id, party_id, purpose, payment_id, secret_sha256, contact_sha256, made_by, made_at, expires_at,
    code_sha256, code_until, attempts, used_at, revoked_at,
});

/// The link of a secret, by its SHA-256.
pub fn by_secret(c: &mut Conn, sha256: &str) -> Result<Option<PartyLink>> {
    Ok(
        each!(c, c => party_link::table.filter(party_link::secret_sha256.eq(sha256)).select(columns()).first(c).optional())?,
    )
}

/// The links of a case, oldest first.
pub fn of_case(c: &mut Conn, case: CaseId) -> Result<Vec<PartyLink>> {
    let own = party_link::table.filter(party_link::case_id.eq(case)).order(party_link::id);
    Ok(each!(c, c => own.select(columns()).load(c))?)
}

/// Ends the links that ask a party the same; a new one takes their place.
pub fn revoke_like(c: &mut Conn, new: &PartyLink) -> Result<()> {
    let same = party_link::table
        .filter(party_link::case_id.eq(new.case_id))
        .filter(party_link::party_id.eq(new.party_id))
        .filter(party_link::purpose.eq(new.purpose))
        .filter(party_link::used_at.is_null())
        .filter(party_link::revoked_at.is_null());
    diesel::update(same).set(party_link::revoked_at.eq(Some(new.made_at))).execute(c)?;
    Ok(())
}

/// Ends a link that is neither used nor ended; whether it was one.
pub fn revoke(c: &mut Conn, id: PartyLinkId, now: Instant) -> Result<bool> {
    let open = party_link::table
        .filter(party_link::id.eq(id))
        .filter(party_link::used_at.is_null())
        .filter(party_link::revoked_at.is_null());
    Ok(diesel::update(open).set(party_link::revoked_at.eq(Some(now))).execute(c)? == 1)
}

/// Gives a link a new code, in place of the one before; its tries begin anew.
pub fn set_code(c: &mut Conn, id: PartyLinkId, sha256: &str, until: Instant) -> Result<()> {
    diesel::update(party_link::table.filter(party_link::id.eq(id)))
        .set((
            party_link::code_sha256.eq(Some(sha256)),
            party_link::code_until.eq(Some(until)),
            party_link::attempts.eq(0_i64),
        ))
        .execute(c)?;
    Ok(())
}

/// Counts a try of the present code; `false` when it had `most` of them.
pub fn count_try(c: &mut Conn, id: PartyLinkId, most: i64) -> Result<bool> {
    let left = party_link::table.filter(party_link::id.eq(id)).filter(party_link::attempts.lt(most));
    Ok(diesel::update(left).set(party_link::attempts.eq(party_link::attempts + 1_i64)).execute(c)? == 1)
}

/// Uses a link up; `false` when it was used or ended meanwhile.
pub fn use_up(c: &mut Conn, id: PartyLinkId, now: Instant) -> Result<bool> {
    let open = party_link::table
        .filter(party_link::id.eq(id))
        .filter(party_link::used_at.is_null())
        .filter(party_link::revoked_at.is_null());
    Ok(diesel::update(open).set(party_link::used_at.eq(Some(now))).execute(c)? == 1)
}
