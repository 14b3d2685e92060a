//! The six nouns of the registry for its pages: where each stands, what is asked of it, and the workflow that keeps it.

use super::fields::{Field, Kind, may, must};
use super::registry_words::Words;
use crate::base::clock::Instant;
use crate::base::error::{Error, Result};
use crate::base::id::{ChamberId, CommitteeId, FederationId, FirmId, LawyerId, MediatorId};
use crate::domain::chamber::{ChamberKind, ChamberStatus};
use crate::domain::committee::{CommitteeStatus, Employment, Gender, MediatorStatus};
use crate::domain::firm::{FirmForm, LawyerKind, LawyerStatus};
use crate::domain::form::{Fields, Warning};
use crate::domain::import::ImportKind;
use crate::domain::place::{Place, Placed, reaches};
use crate::domain::policy::{Actor, Permission};
use crate::domain::region::RegionPrefix;
use crate::domain::vocabulary::{Industry, Language, PracticeArea};
use crate::store::db::Conn;
use crate::store::listing::Filter;
use crate::store::{chambers, committees, federations, firms, lawyers, mediators};
use crate::workflow::directory::shown;
use crate::workflow::{keep_chambers, keep_committees, keep_federations, keep_firms, keep_lawyers, keep_mediators};
use serde_json::Value;

/// A noun of the registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Noun {
    Federations,
    Chambers,
    Committees,
    Mediators,
    Firms,
    Lawyers,
}

/// An entry as whoever asks may see it.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub value: Value,
    pub version: i64,
    pub warnings: Vec<Warning>,
    /// Whether whoever asks may change it.
    pub is_own: bool,
}

/// Runs a body with the store, the workflow and the type of ids of a noun.
macro_rules! each {
    ($noun:expr, $store:ident, $keep:ident, $Id:ident => $body:expr) => {
        match $noun {
            Noun::Federations => each!(@ federations, keep_federations, FederationId; $store, $keep, $Id => $body),
            Noun::Chambers => each!(@ chambers, keep_chambers, ChamberId; $store, $keep, $Id => $body),
            Noun::Committees => each!(@ committees, keep_committees, CommitteeId; $store, $keep, $Id => $body),
            Noun::Mediators => each!(@ mediators, keep_mediators, MediatorId; $store, $keep, $Id => $body),
            Noun::Firms => each!(@ firms, keep_firms, FirmId; $store, $keep, $Id => $body),
            Noun::Lawyers => each!(@ lawyers, keep_lawyers, LawyerId; $store, $keep, $Id => $body),
        }
    };
    (@ $of:ident, $kept:ident, $Is:ty; $store:ident, $keep:ident, $Id:ident => $body:expr) => {{
        #[allow(unused_imports, reason = "a body needs one of them")]
        use {$kept as $keep, $of as $store};
        type $Id = $Is;
        $body
    }};
}

impl Noun {
    pub(super) const ALL: [Self; 6] =
        [Self::Federations, Self::Chambers, Self::Committees, Self::Mediators, Self::Firms, Self::Lawyers];

    /// The noun of an address, `/registry/chambers/…`.
    pub(super) fn of_path(path: &str) -> Result<Self> {
        let name = path.split('/').nth(2).unwrap_or_default();
        Self::ALL.into_iter().find(|noun| noun.name() == name).ok_or(Error::NotFound)
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Federations => "federations",
            Self::Chambers => "chambers",
            Self::Committees => "committees",
            Self::Mediators => "mediators",
            Self::Firms => "firms",
            Self::Lawyers => "lawyers",
        }
    }

    pub(super) const fn word(self, w: &'static Words) -> &'static str {
        match self {
            Self::Federations => w.federations,
            Self::Chambers => w.chambers,
            Self::Committees => w.committees,
            Self::Mediators => w.mediators,
            Self::Firms => w.firms,
            Self::Lawyers => w.lawyers,
        }
    }

    /// What an entry belongs to: the noun, and the field that names it.
    pub(super) const fn parent(self) -> Option<(Self, &'static str)> {
        match self {
            Self::Committees => Some((Self::Chambers, "chamber_id")),
            Self::Mediators => Some((Self::Committees, "committee_id")),
            Self::Lawyers => Some((Self::Firms, "firm_id")),
            Self::Federations | Self::Chambers | Self::Firms => None,
        }
    }

    /// What belongs to an entry.
    pub(super) fn child(self) -> Option<(Self, &'static str)> {
        let below = Self::ALL.into_iter().find(|noun| noun.parent().is_some_and(|(parent, _)| parent == self))?;
        below.parent().map(|(_, field)| (below, field))
    }

    /// Who may enter one, and who may change one.
    pub(super) const fn permissions(self) -> (Permission, Permission) {
        match self {
            Self::Federations => (Permission::ManageFederation, Permission::ManageFederation),
            Self::Chambers => (Permission::ManageFederation, Permission::ManageChamber),
            Self::Committees | Self::Mediators => (Permission::ManageCommittee, Permission::ManageCommittee),
            Self::Firms => (Permission::ManageFederation, Permission::ManageFirm),
            Self::Lawyers => (Permission::ManageLawyer, Permission::ManageLawyer),
        }
    }

    /// The page with what else is kept of an entry: below its address, and what it is called. Clients are for those who manage the firm.
    pub(super) const fn more(self, is_own: bool, w: &'static Words) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Committees => Some(("members", w.members_see)),
            Self::Firms if is_own => Some(("clients", w.clients_see)),
            _ => None,
        }
    }

    /// What of it a file can bring in: a ledger enters the committees and mediators it names.
    pub(super) const fn import(self) -> Option<ImportKind> {
        match self {
            Self::Chambers => Some(ImportKind::Chambers),
            Self::Firms => Some(ImportKind::Firms),
            Self::Committees | Self::Mediators => Some(ImportKind::Cases),
            Self::Federations | Self::Lawyers => None,
        }
    }

    /// The fields of the list, beside name and region.
    pub(super) const fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Federations => &["contact_name", "phone"],
            Self::Chambers => &["kind", "status", "wanted_firms"],
            Self::Committees => &["case_prefix", "status", "term_end_on"],
            Self::Mediators => &["employment", "status", "skills"],
            Self::Firms => &["form", "lawyers", "capacity", "accepting"],
            Self::Lawyers => &["kind", "status"],
        }
    }

    /// What a form asks; the region of a mediator and of a lawyer is that of what they belong to.
    pub(super) fn fields(self) -> Vec<Field> {
        let region = || must("region_code", Kind::Line, "行政区划", "Region");
        let areas = Kind::Codes(PracticeArea::TERMS);
        let languages = || may("languages", Kind::Codes(Language::TERMS), "服务语言", "Languages");
        let phone = || may("phone", Kind::Phone, "电话", "Phone");
        let contacts = || {
            [may("contact_name", Kind::Line, "联系人", "Contact"), phone(), may("email", Kind::Email, "邮箱", "E-mail")]
        };
        let mut fields = match self {
            Self::Federations => vec![must("name", Kind::Line, "名称", "Name"), region()],
            Self::Chambers => vec![
                must("name", Kind::Line, "名称", "Name"),
                region(),
                must("kind", Kind::Choice(ChamberKind::TERMS), "商会类别", "Kind"),
                may("status", Kind::Choice(ChamberStatus::TERMS), "状态", "Status"),
                may("uscc", Kind::Line, "统一社会信用代码", "Unified social credit code"),
                may("uscc_reason", Kind::Line, "代码校验不符仍予登记的理由", "Why a code that does not check is kept"),
                may("industry", Kind::Choice(Industry::TERMS), "行业", "Industry"),
                may("members", Kind::Number, "会员数", "Members"),
                may("wanted_firms", Kind::Number, "希望结对的律所数", "Firms wanted"),
                may("needs", areas, "法律服务需求", "Legal needs"),
                languages(),
                may("has_mediation", Kind::Tick, "设有调解组织", "Has a mediation body"),
            ],
            Self::Committees => vec![
                must("name", Kind::Line, "名称", "Name"),
                region(),
                must("case_prefix", Kind::Line, "案号字头", "Numbers begin with"),
                may("status", Kind::Choice(CommitteeStatus::TERMS), "状态", "Status"),
                may("term_start_on", Kind::Day, "任期自", "Term from"),
                may("term_end_on", Kind::Day, "任期至", "Term to"),
            ],
            Self::Mediators => vec![
                must("name", Kind::Line, "姓名", "Name"),
                may("gender", Kind::Choice(Gender::TERMS), "性别", "Gender"),
                may("employment", Kind::Choice(Employment::TERMS), "专兼职", "Employment"),
                may("status", Kind::Choice(MediatorStatus::TERMS), "状态", "Status"),
                may("skills", areas, "擅长领域", "Skills"),
                languages(),
                phone(),
                may("email", Kind::Email, "邮箱", "E-mail"),
            ],
            Self::Firms => vec![
                must("name", Kind::Line, "名称", "Name"),
                region(),
                must("licence_no", Kind::Line, "执业许可证号（统一社会信用代码）", "Licence number"),
                may(
                    "licence_reason",
                    Kind::Line,
                    "证号校验不符仍予登记的理由",
                    "Why a number that does not check is kept",
                ),
                must("form", Kind::Choice(FirmForm::TERMS), "组织形式", "Form"),
                may("lawyers", Kind::Number, "律师人数", "Lawyers"),
                may("capacity", Kind::Number, "承接能力", "Capacity"),
                may("areas", areas, "执业领域", "Practice areas"),
                languages(),
                may("accepting", Kind::Tick, "可承接", "Accepting"),
                may("cross_region", Kind::Tick, "跨区域服务", "Works across regions"),
            ],
            Self::Lawyers => vec![
                must("name", Kind::Line, "姓名", "Name"),
                may("licence_no", Kind::Line, "执业证号", "Licence number"),
                may("kind", Kind::Choice(LawyerKind::TERMS), "类别", "Kind"),
                may("status", Kind::Choice(LawyerStatus::TERMS), "状态", "Status"),
                phone(),
                may("email", Kind::Email, "邮箱", "E-mail"),
            ],
        };
        if matches!(self, Self::Federations | Self::Chambers | Self::Firms) {
            fields.extend(contacts());
        }
        fields
    }

    /// A page of entries as the actor may see them, in the order of their ids; `only` of those that belong to one.
    pub(super) fn list(
        self,
        c: &mut Conn,
        actor: &Actor,
        (area, q): (Option<RegionPrefix>, Option<String>),
        (only, after): (Option<(&'static str, String)>, Option<&str>),
        limit: i64,
    ) -> Result<Vec<Value>> {
        each!(self, store, keep, Id => {
            let after = after.map(str::parse::<Id>).transpose().map_err(|_| Error::NotFound)?;
            let filter = Filter::<Id> { area, q, only: only.into_iter().collect(), after, limit };
            Ok(store::list(c, &filter)?.iter().map(|row| shown(actor, row)).collect())
        })
    }

    /// An entry with what should be looked at in it.
    pub(super) fn get(self, c: &mut Conn, actor: &Actor, id: &str, now: Instant) -> Result<Entry> {
        each!(self, store, keep, Id => {
            let row = store::get(c, id.parse::<Id>().map_err(|_| Error::NotFound)?)?;
            let warnings = keep::warnings(c, &row, now)?;
            let is_own = self.reaches(actor, &row.place());
            Ok(Entry { value: shown(actor, &row), version: row.version, warnings, is_own })
        })
    }

    /// Enters one; its id.
    pub(super) fn add(self, c: &mut Conn, actor: &Actor, fields: &Fields, now: Instant) -> Result<String> {
        each!(self, store, keep, Id => {
            let row = keep::add(c, actor, fields, now)?;
            let id: Id = row.id;
            Ok(id.to_string())
        })
    }

    /// Changes one at the version that was seen.
    pub(super) fn amend(
        self,
        c: &mut Conn,
        actor: &Actor,
        id: &str,
        (patch, seen): (&Fields, i64),
        now: Instant,
    ) -> Result<()> {
        each!(self, store, keep, Id => {
            let id: Id = id.parse().map_err(|_| Error::NotFound)?;
            keep::amend(c, actor, id, patch, seen, now).map(drop)
        })
    }

    fn reaches(self, actor: &Actor, place: &Place) -> bool {
        reaches(actor, self.permissions().1, place)
    }
}
