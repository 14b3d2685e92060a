//! The log: one line an event on standard error, as text or JSON. Nobody logs bodies, queries or personal data.

use super::config::{Log, LogFormat};
use std::io::IsTerminal;
use tracing_subscriber::EnvFilter;

/// Starts the log of this process; a second call changes nothing.
pub fn start(log: &Log) {
    // Libraries speak only when something is wrong with them.
    let filter = EnvFilter::new(format!("warn,wanlian={}", log.level));
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    let started = match log.format {
        LogFormat::Json => lines.json().flatten_event(true).with_current_span(true).with_span_list(false).try_init(),
        LogFormat::Text => lines.compact().try_init(),
    };
    // Only tests start more than one in a process.
    drop(started);
}
