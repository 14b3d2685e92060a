//! A party's word on a matter; a firm it is about is one that is there, near or far.

use super::take_step::{Step, take_step};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::domain::case::CaseFile;
use crate::domain::moment::Moment;
use crate::domain::policy::Actor;
use crate::domain::steps::{self, Consenting};
use crate::store::db::Conn;
use crate::store::firms;

/// Records the word; `unknown_reference` for a firm that is not there.
pub fn record_consent(tx: &mut Conn, actor: &Actor, step: Step, input: Consenting, by: &Moment) -> Result<CaseFile> {
    take_step(tx, actor, step, by, |tx, file| {
        if let Some(id) = input.firm_id {
            firms::by_id(tx, id)?.ok_or_else(|| Error::field("firm_id", Code::UnknownReference))?;
        }
        steps::record_consent(file, input, by)
    })
}
