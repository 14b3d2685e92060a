//! The layouts of committees. Whether the actor reaches the committee is asked before.

use super::db::Conn;
use super::record::record;
use super::schema::papers::document_template;
use crate::base::clock::Instant;
use crate::base::error::Result;
use crate::base::id::{CommitteeId, DocumentTemplateId};
use crate::domain::documents::own_template::OwnTemplate;
use crate::domain::dossier::DossierItem;
use diesel::prelude::*;

record!(document_template: OwnTemplate {
    id: DocumentTemplateId, committee_id, item, no, body, author, created_at, retired_at,
});

/// Every version of a committee's layout of a paper, the newest first.
pub fn versions(c: &mut Conn, committee: CommitteeId, item: DossierItem) -> Result<Vec<OwnTemplate>> {
    let own = document_template::table
        .filter(document_template::committee_id.eq(committee))
        .filter(document_template::item.eq(item));
    Ok(own.order(document_template::no.desc()).select(columns()).load(c)?)
}

/// The layout a committee has in place of the built-in one.
pub fn in_use(c: &mut Conn, committee: CommitteeId, item: DossierItem) -> Result<Option<OwnTemplate>> {
    let newest = versions(c, committee, item)?.into_iter().next();
    Ok(newest.filter(|version| version.retired_at.is_none()))
}

/// Takes a version out of use.
pub fn retire(c: &mut Conn, id: DocumentTemplateId, now: Instant) -> Result<()> {
    let own = document_template::table.filter(document_template::id.eq(id));
    diesel::update(own).set(document_template::retired_at.eq(Some(now))).execute(c)?;
    Ok(())
}
