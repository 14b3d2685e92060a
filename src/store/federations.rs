//! Federations of industry and commerce, one a region.

use super::listing::listing;
use super::record::record;
use super::schema::directory::federation;
use crate::base::id::FederationId;
use crate::domain::chamber::Federation;

record!(federation: Federation {
    id: FederationId, region_code, name, contact_name, phone, email, version, created_at, updated_at,
});
listing!(federation: Federation, FederationId);
