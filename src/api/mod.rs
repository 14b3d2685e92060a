//! REST: decode, one workflow or store call, encode. No rules, no SQL.

use actix_web::web::ServiceConfig;

/// Mounts every route of the API.
pub fn mount(_routes: &mut ServiceConfig) {}
