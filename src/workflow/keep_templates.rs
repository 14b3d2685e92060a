//! A committee's own layouts: put in place of the built-in ones, tried out on a case, taken back.

use super::directory::reach;
use super::make_papers::{self, Paper};
use crate::base::clock::Instant;
use crate::base::error::{Error, Result};
use crate::base::id::{CaseId, CommitteeId, DocumentTemplateId};
use crate::domain::contact;
use crate::domain::deadlines::Terms;
use crate::domain::documents::layouts;
use crate::domain::documents::own_template::OwnTemplate;
use crate::domain::documents::template::Template;
use crate::domain::dossier::DossierItem;
use crate::domain::moment::Moment;
use crate::domain::place::Placed;
use crate::domain::policy::{Actor, Permission::ManageCommittee};
use crate::store::db::Conn;
use crate::store::{committees, templates};

/// The layout of a paper as a committee has it.
pub struct Layout {
    pub item: DossierItem,
    pub text: String,
    /// Every version of the committee's own, the newest first.
    pub versions: Vec<OwnTemplate>,
}

impl Layout {
    /// Whether the committee's own is in use.
    pub fn is_own(&self) -> bool {
        self.versions.first().is_some_and(|newest| newest.retired_at.is_none())
    }

    /// For `If-Match`: 1 while there is none but the built-in one, and one more with each version and each return.
    pub fn version(&self) -> i64 {
        let retired = self.versions.iter().filter(|version| version.retired_at.is_some()).count();
        1 + i64::try_from(self.versions.len() + retired).unwrap_or(i64::MAX - 1)
    }
}

/// The layout of a paper. `NotFound` outside the actor's reach and for what is only filed.
pub fn layout(c: &mut Conn, actor: &Actor, committee: CommitteeId, item: DossierItem) -> Result<Layout> {
    let place = committees::get(c, committee)?.place();
    reach(actor, ManageCommittee, &place)?;
    let built_in = layouts::text(item).ok_or(Error::NotFound)?;
    let versions = templates::versions(c, committee, item)?;
    let mut layout = Layout { item, text: built_in.to_owned(), versions };
    if layout.is_own()
        && let Some(newest) = layout.versions.first()
    {
        layout.text.clone_from(&newest.body);
    }
    Ok(layout)
}

/// The layouts of all papers.
pub fn layouts(c: &mut Conn, actor: &Actor, committee: CommitteeId) -> Result<Vec<Layout>> {
    let made = DossierItem::ALL.iter().filter(|item| layouts::text(**item).is_some());
    made.map(|item| layout(c, actor, committee, *item)).collect()
}

/// Puts a layout in use. `Invalid` names what is wrong with it and the line.
pub fn put(
    tx: &mut Conn,
    actor: &Actor,
    (committee, item): (CommitteeId, DossierItem),
    text: &str,
    seen: i64,
    now: Instant,
) -> Result<Layout> {
    let before = layout(tx, actor, committee, item)?;
    Error::unless_current(before.version(), seen)?;
    let text = normal(text)?;
    Template::parse(&text)?;
    let no = before.versions.first().map_or(1, |newest| newest.no + 1);
    let (id, author) = (DocumentTemplateId::new(), actor.account());
    let own =
        OwnTemplate { id, committee_id: committee, item, no, body: text, author, created_at: now, retired_at: None };
    templates::insert(tx, &own)?;
    layout(tx, actor, committee, item)
}

/// Goes back to the built-in layout; `NotFound` where it is in use already.
pub fn take_back(
    tx: &mut Conn,
    actor: &Actor,
    (committee, item): (CommitteeId, DossierItem),
    seen: i64,
    now: Instant,
) -> Result<()> {
    let before = layout(tx, actor, committee, item)?;
    Error::unless_current(before.version(), seen)?;
    match before.versions.first().filter(|_| before.is_own()) {
        Some(newest) => templates::retire(tx, newest.id, now),
        None => Err(Error::NotFound),
    }
}

/// A paper of a case as this layout would make it; nothing is kept.
pub fn preview(
    c: &mut Conn,
    actor: &Actor,
    (committee, item): (CommitteeId, DossierItem),
    text: &str,
    case: CaseId,
    (terms, by): (&Terms, &Moment),
) -> Result<Paper> {
    layout(c, actor, committee, item)?;
    let template = Template::parse(&normal(text)?)?;
    make_papers::with_template(c, actor, case, item, &template, (terms, by))
}

fn normal(text: &str) -> Result<String> {
    contact::lines(text).map_err(|code| Error::field("template", code))
}
