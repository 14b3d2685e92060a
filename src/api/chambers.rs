//! Chambers of commerce.

use super::directory::directory;
use crate::base::id::ChamberId;
use crate::domain::chamber::{Chamber, ChamberKind, ChamberStatus};

directory!(chambers, keep_chambers, Chamber, ChamberId, "/chambers" { kind: ChamberKind, status: ChamberStatus });
