//! The clock's entry points. A job takes no input: it looks at the state and brings it up to date.

pub mod deliver_mail;
pub mod fold_statistics;
pub mod lapse_imports;
pub mod lapse_offers;
pub mod purge_expired;
pub mod remind;
pub mod send_packs;
pub mod tend_pairings;

use crate::base::clock::Clock;
use crate::base::config::Config;
use crate::base::error::{Error, Result};
use crate::store::db::Db;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// What a job works with.
#[derive(Clone)]
pub struct Work {
    pub db: Db,
    pub clock: Clock,
    pub config: Arc<Config>,
}

/// One thing to be done again and again. Several nodes may run it at once: it claims what it works on.
pub struct Job {
    pub name: &'static str,
    /// Does what is due now and says how much that was.
    pub run: fn(&Work) -> Result<usize>,
}

/// Every job of the program.
pub const JOBS: &[Job] = &[
    Job { name: "deliver_mail", run: deliver_mail::run },
    Job { name: "fold_statistics", run: fold_statistics::run },
    Job { name: "lapse_imports", run: lapse_imports::run },
    Job { name: "lapse_offers", run: lapse_offers::run },
    Job { name: "purge_expired", run: purge_expired::run },
    Job { name: "remind", run: remind::run },
    Job { name: "send_packs", run: send_packs::run },
    Job { name: "tend_pairings", run: tend_pairings::run },
];

/// The running jobs.
pub struct Running(Vec<Sender<()>>);

impl Running {
    /// Lets each job finish what it is at, and no more. What is cut off by the end of the process is claimed again later.
    pub fn stop(self) {
        drop(self.0);
    }
}

/// Starts each job on a thread of its own, so that a slow one delays no other; looks again every `jobs.tick_seconds`.
pub fn start(work: Work) -> Result<Running> {
    let tick = Duration::from_secs(work.config.jobs.tick_seconds);
    let mut running = Vec::new();
    for job in JOBS {
        let (keep, stop) = channel();
        let work = work.clone();
        let thread = std::thread::Builder::new().name(job.name.to_owned());
        thread.spawn(move || tend(job, &work, tick, &stop)).map_err(Error::internal)?;
        running.push(keep);
    }
    Ok(Running(running))
}

fn tend(job: &Job, work: &Work, tick: Duration, stop: &Receiver<()>) {
    while let Err(RecvTimeoutError::Timeout) = stop.recv_timeout(tick) {
        run_once(job, work);
    }
}

/// Runs a job once; a failure or a panic is logged and ends nothing else.
pub fn run_once(job: &Job, work: &Work) {
    match catch_unwind(AssertUnwindSafe(|| (job.run)(work))) {
        Ok(Ok(0)) => {}
        Ok(Ok(done)) => tracing::info!(job = job.name, done),
        Ok(Err(cause)) => tracing::error!(job = job.name, %cause, "a job failed"),
        Err(_) => tracing::error!(job = job.name, "a job panicked"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    static RUNS: AtomicUsize = AtomicUsize::new(0);

    #[test]
    fn a_panicking_job_is_contained_and_runs_again_until_stopped() {
        let folder = tempfile::tempdir().unwrap();
        let settings = format!("data_folder = {:?}", folder.path().display().to_string());
        let config =
            Config::layered(None, <figment::providers::Toml as figment::providers::Format>::string(&settings)).unwrap();
        let db = Db::open(&config.database.url, 1).unwrap();
        let work = Work { db, clock: Clock::default(), config: Arc::new(config) };
        let job = Job {
            name: "panics",
            run: |_| {
                RUNS.fetch_add(1, Ordering::SeqCst);
                panic!("in a job")
            },
        };
        let (keep, stop) = channel();
        std::thread::scope(|scope| {
            let (job, work) = (&job, &work);
            scope.spawn(move || tend(job, work, Duration::from_millis(1), &stop));
            while RUNS.load(Ordering::SeqCst) < 2 {
                std::thread::yield_now();
            }
            drop(keep);
        });
        assert!(RUNS.load(Ordering::SeqCst) >= 2);
    }
}
