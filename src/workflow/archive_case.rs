//! A case is archived when its dossier is complete, what is filed among it.

use super::take_step::{Step, take_step};
use crate::base::error::Result;
use crate::domain::case::CaseFile;
use crate::domain::dossier::Filed;
use crate::domain::moment::Moment;
use crate::domain::policy::Actor;
use crate::domain::steps::{self, Archiving};
use crate::store::attachments;
use crate::store::db::Conn;

/// Archives the case, or names each paper its dossier lacks.
pub fn archive_case(
    tx: &mut Conn,
    actor: &Actor,
    step: Step,
    input: Archiving,
    wants_identity_scans: bool,
    by: &Moment,
) -> Result<CaseFile> {
    take_step(tx, actor, step, by, |tx, file| {
        let attachments = attachments::of_case(tx, step.case)?;
        steps::archive(file, input, &Filed { attachments: &attachments, wants_identity_scans }, by)
    })
}
