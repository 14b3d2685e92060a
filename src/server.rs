//! Puts the parts together: routes, shared data, middleware. Nothing imports it but the command line and the tests.

use crate::api;
use crate::base::clock::Clock;
use crate::base::config::Config;
use crate::base::error::Result;
use crate::store::db::Db;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::web::Data;
use actix_web::{App, HttpServer, middleware};
use std::sync::Arc;

mod guard;
mod metrics;
mod probes;

/// What a request handler can ask for, as `web::Data<Db>`, `web::Data<Clock>` and `web::Data<Config>`.
#[derive(Clone)]
pub struct Parts {
    pub db: Db,
    pub clock: Clock,
    pub config: Arc<Config>,
}

/// The whole application, the same for the server and for the tests.
pub fn create_app(
    parts: &Parts,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody + use<>>,
        Error = actix_web::Error,
        InitError = (),
    > + use<>,
> {
    App::new()
        .app_data(Data::new(parts.db.clone()))
        .app_data(Data::new(parts.clock.clone()))
        .app_data(Data::from(parts.config.clone()))
        .configure(probes::mount)
        .configure(api::mount)
        .wrap(guard::headers(parts.config.is_production()))
        .wrap(middleware::from_fn(guard::trace))
        .wrap(middleware::from_fn(guard::catch_panics))
}

/// Serves until told to stop (SIGTERM, SIGINT), then lets the requests under way finish.
pub async fn serve(parts: Parts) -> Result<()> {
    let server = parts.config.server.clone();
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let workers = if server.workers == 0 { cores } else { server.workers };
    // Every blocked thread waits for one of the connections; a few more keep password hashing from standing in the way.
    let blocking = usize::try_from(parts.config.database.readers).unwrap_or(8).saturating_mul(2) / workers + 4;
    HttpServer::new(move || create_app(&parts))
        .workers(workers)
        .worker_max_blocking_threads(blocking)
        .client_request_timeout(std::time::Duration::from_secs(10))
        .shutdown_timeout(server.shutdown_seconds)
        .bind(server.bind)
        .map_err(|cause| {
            crate::base::refusal::Refusal::new(
                format!("无法监听 {}：{cause}；请改 server.bind", server.bind),
                format!("Cannot listen on {}: {cause}; change server.bind", server.bind),
            )
        })?
        .run()
        .await
        .map_err(crate::base::error::Error::internal)
}
