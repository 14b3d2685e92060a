//! Whether whom an account stands for may act at all: a mediator who was suspended or removed may not (People's Mediation Law art 15).

use super::db::Conn;
use super::mediators;
use super::schema::access::account;
use crate::base::clock::Instant;
use crate::base::error::Result;
use crate::base::id::MediatorId;
use crate::domain::account::Account;
use diesel::prelude::*;

/// Whether an account may be signed in with: it is not disabled, nor its mediator barred.
pub fn may_sign_in(c: &mut Conn, account: &Account) -> Result<bool> {
    let mediator = account.mediator_id.map_or(Ok(None), |id| mediators::by_id(c, id))?;
    Ok(account.disabled_at.is_none() && mediator.is_none_or(|mediator| !mediator.status.is_barred()))
}

/// Ends every sign-in of a mediator; a token is refused from the next request on.
pub fn end_sign_ins(c: &mut Conn, mediator: MediatorId, now: Instant) -> Result<()> {
    diesel::update(account::table.filter(account::mediator_id.eq(mediator)))
        .set((
            account::token_version.eq(account::token_version + 1),
            account::version.eq(account::version + 1),
            account::updated_at.eq(now),
        ))
        .execute(c)?;
    Ok(())
}
