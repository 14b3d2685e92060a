//! Counts and times of requests, by route and status, for Prometheus. Of the process, not of a request: no ids, no people.

use prometheus::{HistogramOpts, HistogramVec, IntCounterVec, Opts, Registry, TextEncoder};
use std::sync::LazyLock;
use std::time::Duration;

struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    seconds: HistogramVec,
}

static METRICS: LazyLock<Option<Metrics>> = LazyLock::new(|| register().ok());

fn register() -> prometheus::Result<Metrics> {
    let registry = Registry::new();
    let requests = Opts::new("wanlian_requests_total", "Requests answered.");
    let requests = IntCounterVec::new(requests, &["method", "route", "status"])?;
    let seconds = HistogramOpts::new("wanlian_request_seconds", "Time from the request's head to the reply's head.")
        .buckets(vec![0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0]);
    let seconds = HistogramVec::new(seconds, &["method", "route"])?;
    registry.register(Box::new(requests.clone()))?;
    registry.register(Box::new(seconds.clone()))?;
    Ok(Metrics { registry, requests, seconds })
}

/// Notes one answered request. `route` is the pattern, so that the number of series stays small.
pub(super) fn note(method: &str, route: &str, status: u16, taken: Duration) {
    if let Some(metrics) = &*METRICS {
        metrics.requests.with_label_values(&[method, route, &status.to_string()]).inc();
        metrics.seconds.with_label_values(&[method, route]).observe(taken.as_secs_f64());
    }
}

/// All figures in Prometheus' text format.
pub(super) fn text() -> String {
    METRICS
        .as_ref()
        .and_then(|metrics| TextEncoder::new().encode_to_string(&metrics.registry.gather()).ok())
        .unwrap_or_default()
}
