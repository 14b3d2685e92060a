//! Lawyers of the firms.

use super::directory::directory;
use crate::base::id::{FirmId, LawyerId};
use crate::domain::firm::{Lawyer, LawyerStatus};

directory!(lawyers, keep_lawyers, Lawyer, LawyerId, "/lawyers" { firm_id: FirmId, status: LawyerStatus });
