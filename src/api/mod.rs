//! REST: decode, one workflow or store call, encode. No rules, no SQL.

pub mod body;
pub mod problem;

use actix_web::web::{self, ServiceConfig};

/// Mounts every route of the API.
pub fn mount(routes: &mut ServiceConfig) {
    routes.default_service(web::to(problem::nowhere));
}
