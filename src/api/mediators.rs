//! People's mediators.

use super::directory::directory;
use crate::base::id::{CommitteeId, MediatorId};
use crate::domain::committee::{Mediator, MediatorStatus};

directory!(mediators, keep_mediators, Mediator, MediatorId, "/mediators" { committee_id: CommitteeId, status: MediatorStatus });
