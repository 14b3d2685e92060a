//! Federations of industry and commerce.

use super::directory::directory;
use crate::base::id::FederationId;
use crate::domain::chamber::Federation;

directory!(federations, keep_federations, Federation, FederationId, "/federations" {});
