//! Puts the parts together: routes, shared data, middleware. Nothing imports it but the command line and the tests.

use crate::base::clock::Clock;
use crate::base::config::Config;
use crate::base::error::{Error, Result};
use crate::store::db::Db;
use crate::{api, pages};
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::rt::signal::unix;
use actix_web::web::Data;
use actix_web::{App, HttpServer, middleware};
use std::sync::Arc;
use std::time::Duration;

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
        .app_data(Data::new(pages::Operations(api::operation::words(api::operations::all()))))
        .configure(probes::mount)
        .configure(api::mount)
        .configure(pages::mount)
        .wrap(guard::headers(parts.config.is_production()))
        .wrap(middleware::from_fn(guard::trace))
        .wrap(middleware::from_fn(guard::catch_panics))
}

/// Serves until told to stop (SIGTERM, SIGINT), then lets the requests under way finish. After SIGTERM it first says for a while
/// that it is not ready, so that a proxy sends no more requests before the socket closes.
pub async fn serve(parts: Parts) -> Result<()> {
    let server = parts.config.server.clone();
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let workers = if server.workers == 0 { cores } else { server.workers };
    // Every blocked thread waits for one of the connections; a few more keep password hashing from standing in the way.
    let blocking = usize::try_from(parts.config.database.readers).unwrap_or(8).saturating_mul(2) / workers + 4;
    let running = HttpServer::new(move || create_app(&parts))
        .workers(workers)
        .worker_max_blocking_threads(blocking)
        .client_request_timeout(Duration::from_secs(10))
        .shutdown_timeout(server.shutdown_seconds)
        .disable_signals()
        .bind(server.bind)
        .map_err(|cause| {
            crate::base::refusal::Refusal::new(
                format!("无法监听 {}：{cause}；请改 server.bind", server.bind),
                format!("Cannot listen on {}: {cause}; change server.bind", server.bind),
            )
        })?
        .run();
    let handle = running.handle();
    let mut term = unix::signal(unix::SignalKind::terminate()).map_err(Error::internal)?;
    let mut interrupt = unix::signal(unix::SignalKind::interrupt()).map_err(Error::internal)?;
    actix_web::rt::spawn(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = term.recv() => {
                probes::leave();
                // A second signal cuts the wait short.
                tokio::select! {
                    _ = tokio::time::sleep(Duration::from_secs(server.drain_seconds)) => {}
                    _ = term.recv() => {}
                    _ = interrupt.recv() => {}
                }
            }
        }
        handle.stop(true).await;
    });
    running.await.map_err(Error::internal)
}
