//! How fast the product is: `cargo bench --bench speed [-- PART… --cases N --rows N --seconds S]`. Each figure stands beside the
//! probe of the same minute, what is wanted, and whether it is met. What the figures mean: docs/speed.md.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::float_arithmetic,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a measurement, not the product"
)]

mod around;
mod client;
#[allow(dead_code, reason = "shared with the tests")]
#[path = "../../tests/it/support/cluster.rs"]
mod cluster;
mod detail;
#[allow(dead_code, reason = "shared with the tests")]
#[path = "../../tests/it/support/entries.rs"]
mod entries;
mod figures;
mod importing;
mod million;
mod pages;
mod papers;
mod people;
mod pgbench;
mod plot;
mod post;
mod probe;
mod rebuilding;
mod report;
mod screens;
mod site;
mod start;
mod writers;

/// A part by its name.
type Part = (&'static str, fn(&Options));

/// What is measured, in this order.
const PARTS: &[Part] = &[
    ("post-sqlite", post::sqlite),
    ("post-postgres", post::postgres),
    ("detail", detail::run),
    ("million-sqlite", pages::sqlite),
    ("million-postgres", pages::postgres),
    ("start", start::run),
    ("import", importing::run),
    ("papers", papers::run),
    ("pages", screens::run),
    ("figures", figures::run),
    ("writers", writers::run),
    ("rebuild", rebuilding::run),
];

/// How much is measured.
pub struct Options {
    parts: Vec<String>,
    /// Cases in the large database.
    pub cases: u32,
    /// Rows of the ledger that is imported.
    pub rows: usize,
    /// How long each closed loop runs.
    pub seconds: u64,
    /// Where the large SQLite database is kept for the next run.
    pub keep: Option<std::path::PathBuf>,
}

fn main() {
    let options = options();
    for (name, run) in PARTS {
        if options.parts.is_empty() || options.parts.iter().any(|part| part == name) {
            run(&options);
        }
    }
    report::end();
}

fn options() -> Options {
    let mut options = Options { parts: Vec::new(), cases: 1_000_000, rows: 100_000, seconds: 5, keep: None };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().unwrap_or_else(|| refuse(&argument));
        match argument.as_str() {
            // Said by cargo itself.
            "--bench" => {}
            "--cases" => options.cases = value().parse().unwrap_or_else(|_| refuse("--cases")),
            "--rows" => options.rows = value().parse().unwrap_or_else(|_| refuse("--rows")),
            "--seconds" => options.seconds = value().parse().unwrap_or_else(|_| refuse("--seconds")),
            "--keep" => options.keep = Some(value().into()),
            part if PARTS.iter().any(|(name, _)| *name == part) => options.parts.push(argument),
            other => refuse(other),
        }
    }
    options
}

fn refuse(what: &str) -> ! {
    let parts: Vec<&str> = PARTS.iter().map(|(name, _)| *name).collect();
    eprintln!("{what}? parts: {}; --cases N --rows N --seconds S --keep FOLDER", parts.join(" "));
    std::process::exit(2)
}
