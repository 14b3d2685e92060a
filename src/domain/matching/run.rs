//! A stored run: what it was, where it stands, and when it may be published.

use super::request::MatchingPolicy;
use crate::base::clock::Instant;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{AccountId, ChamberId, FirmId, MatchingRunId, PairingId};
use crate::domain::moment::Moment;
use crate::domain::region::RegionCode;
use crate::text_enum;
use serde::Serialize;

text_enum! {
    /// Where a run stands.
    pub enum RunStatus {
        Computed = "computed", "已计算", "Computed";
        Published = "published", "已发布", "Published";
        Superseded = "superseded", "已被后续匹配取代", "Superseded by a run around it";
    }
}

/// The head of a run; its inputs and its result are a `RunFile`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, diesel::Queryable, utoipa::ToSchema)]
pub struct MatchingRun {
    pub id: MatchingRunId,
    pub region_code: RegionCode,
    pub policy: MatchingPolicy,
    pub what_if: bool,
    pub status: RunStatus,
    /// The run it goes on around.
    pub around: Option<MatchingRunId>,
    /// Chambers and firms that took part, and chambers that got a firm.
    pub chambers: i64,
    pub firms: i64,
    pub served: i64,
    /// SHA-256 of what was asked and of the facts.
    pub inputs_sha256: String,
    pub result_sha256: String,
    pub created_by: Option<AccountId>,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Instant,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub published_at: Option<Instant>,
    pub version: i64,
}

/// What a run was computed from, and its result: canonical JSON, each as it was hashed.
#[derive(Clone, Debug, PartialEq, Eq, diesel::Queryable)]
pub struct RunFile {
    pub run_id: MatchingRunId,
    pub parameters: String,
    pub facts: String,
    pub result: String,
}

/// The pairing that a published run proposed for one of its pairs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, diesel::Queryable)]
pub struct Proposal {
    pub pairing_id: PairingId,
    pub run_id: MatchingRunId,
    pub chamber_id: ChamberId,
    pub firm_id: FirmId,
}

impl MatchingRun {
    /// Publishes it, once, and never one that only tries something out.
    pub fn publish(&mut self, by: &Moment) -> Result<()> {
        if self.what_if {
            return Err(Error::Conflict(Code::RunWhatIf));
        }
        if self.status != RunStatus::Computed {
            return Err(Error::Conflict(Code::RunPublished));
        }
        (self.status, self.published_at) = (RunStatus::Published, Some(by.now));
        self.version += 1;
        Ok(())
    }

    /// Another run went on around it.
    pub fn supersede(&mut self) {
        self.status = RunStatus::Superseded;
        self.version += 1;
    }

    /// Only a published run that stands has something to go on around.
    pub fn check_base(&self) -> Result<()> {
        match self.status {
            RunStatus::Published => Ok(()),
            RunStatus::Computed | RunStatus::Superseded => Err(Error::Conflict(Code::RunNotPublished)),
        }
    }
}
