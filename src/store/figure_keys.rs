//! The public keys of places that hand up figures.

use super::db::Conn;
use super::record::{of_area, record};
use super::schema::merging::figure_key;
use crate::base::clock::Instant;
use crate::base::error::{Error, Result};
use crate::base::id::FigureKeyId;
use crate::domain::merging::FigureKey;
use crate::domain::policy::Scope;
use crate::domain::region::RegionCode;
use diesel::prelude::*;

record!(figure_key: FigureKey {
    id: FigureKeyId, region_code, name, public_key, registered_by, registered_at, retired_at,
});
of_area!(figure_key);

/// The keys of places within a scope, in the order of their ids.
pub fn list(c: &mut Conn, scope: &Scope, after: Option<FigureKeyId>, limit: i64) -> Result<Vec<FigureKey>> {
    let mut query = of_area(scope);
    if let Some(after) = after {
        query = query.filter(figure_key::id.gt(after));
    }
    Ok(query.select(columns()).order(figure_key::id).limit(limit).load(c)?)
}

/// A key; `NotFound` outside the scope.
pub fn get(c: &mut Conn, scope: &Scope, id: FigureKeyId) -> Result<FigureKey> {
    of_area(scope).filter(figure_key::id.eq(id)).select(columns()).first(c).optional()?.ok_or(Error::NotFound)
}

/// The key of a place by its bytes, unless it was retired.
pub fn in_use(c: &mut Conn, region: RegionCode, public_key: &str) -> Result<Option<FigureKey>> {
    let one = figure_key::table
        .filter(figure_key::region_code.eq(region))
        .filter(figure_key::public_key.eq(public_key))
        .filter(figure_key::retired_at.is_null());
    Ok(one.select(columns()).first(c).optional()?)
}

/// Takes a key out of use from now on.
pub fn retire(tx: &mut Conn, id: FigureKeyId, now: Instant) -> Result<()> {
    let one = figure_key::table.filter(figure_key::id.eq(id)).filter(figure_key::retired_at.is_null());
    diesel::update(one).set(figure_key::retired_at.eq(Some(now))).execute(tx)?;
    Ok(())
}
