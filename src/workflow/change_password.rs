//! Changing one's own password: the old one is asked for, and every sign-in but the new one ends.

use super::manage_accounts::{self, Changes};
use super::sign_in::{self, Signed};
use crate::base::clock::Clock;
use crate::base::code::Code;
use crate::base::config::Auth;
use crate::base::error::{Error, Result};
use crate::base::id::AccountId;
use crate::base::password::{self, Password};
use crate::domain::account::Reach;
use crate::store::accounts;
use crate::store::db::Db;
use serde::Deserialize;
use std::net::IpAddr;
use utoipa::ToSchema;

/// The password there is and the one in its place.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    pub old_password: String,
    /// 12 to 128 characters, neither common nor the login itself.
    pub new_password: String,
}

/// Changes the password and signs in anew: what was signed in before is over, here and elsewhere. `Invalid` when the old one is wrong
/// or the new one no good; a wrong one counts like one at the sign-in, and too many are `Throttled`.
pub async fn change_password(
    db: &Db,
    auth: &Auth,
    id: AccountId,
    change: &PasswordChange,
    from: Option<IpAddr>,
    clock: &Clock,
) -> Result<Signed> {
    let now = clock.now();
    let known = db.read(move |c| accounts::by_id(c, id)?.ok_or(Error::NotFound)).await?;
    let key = sign_in::count_try(db, auth, known.login.as_str(), from, now).await?;
    let old = Password::typed(&change.old_password);
    if !password::matches(old, Some(known.password_hash.clone()), auth).await? {
        return Err(Error::field("old_password", Code::WrongCredentials));
    }
    let new = Password::parse(&change.new_password, known.login.as_str());
    let new = new.map_err(|code| Error::field("new_password", code))?;
    let changes = Changes { password_hash: Some(password::hash(new, auth).await?), ..Changes::default() };
    // It is one's own, whoever else manages it; and as it was when the old password was compared.
    let amend =
        move |tx: &mut _| manage_accounts::amend(tx, &Reach::Everyone, Some(id), id, Some(known.version), changes, now);
    let account = db.write(amend).await?;
    sign_in::open(db, auth, account, key, now).await
}
