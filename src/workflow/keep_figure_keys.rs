//! Registers the key by which a place signs its figures, and takes it out of use.

use super::directory::{check_region, taken};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::FigureKeyId;
use crate::base::signature::is_public_key;
use crate::domain::contact::Name;
use crate::domain::merging::FigureKey;
use crate::domain::moment::Moment;
use crate::domain::policy::Scope;
use crate::domain::region::RegionCode;
use crate::store::db::Conn;
use crate::store::figure_keys;

/// A key for a place within the scope; `NotFound` outside it. Of one place a key is registered once, for ever.
pub fn register(
    tx: &mut Conn,
    scope: &Scope,
    (region_code, name): (RegionCode, Name),
    public_key: String,
    by: &Moment,
) -> Result<FigureKey> {
    if !scope.reaches(Some(region_code)) {
        return Err(Error::NotFound);
    }
    check_region(tx, region_code, by.now)?;
    if region_code == RegionCode::NATION {
        return Err(Error::field("region_code", Code::RegionUnknown));
    }
    if !is_public_key(&public_key) {
        return Err(Error::field("public_key", Code::UnreadableKey));
    }
    let (id, registered_by, registered_at) = (FigureKeyId::new(), by.account, by.now);
    let key = FigureKey { id, region_code, name, public_key, registered_by, registered_at, retired_at: None };
    figure_keys::insert(tx, &key).map_err(taken)?;
    Ok(key)
}

/// The key is good for nothing from now on; the packages it signed stay.
pub fn retire(tx: &mut Conn, scope: &Scope, id: FigureKeyId, by: &Moment) -> Result<FigureKey> {
    figure_keys::get(tx, scope, id)?;
    figure_keys::retire(tx, id, by.now)?;
    figure_keys::get(tx, scope, id)
}
