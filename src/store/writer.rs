//! SQLite's only writer: a thread that takes what is waiting into one transaction, each job in its savepoint, and answers
//! after the commit. One fsync then serves all of them.

use super::connect::{Purpose, Target};
use super::db::{Conn, begin, savepoint};
use super::faults::{passing, savepoint_is_gone};
use crate::base::error::{Error, Result};
use crate::base::refusal::Refusal;
use diesel::connection::{Connection, TransactionManager};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

type Transactions = <Conn as Connection>::TransactionManager;

/// Jobs that may wait; more are refused as `Busy`.
const WAITING: usize = 1024;
/// Jobs that share one commit, so that the first need not wait long for the last.
const GROUP: usize = 128;

/// What became of the transaction a job was part of.
#[derive(Clone, Copy)]
enum Fate {
    Committed,
    Lost,
}

/// Sends the job's answer once its fate is known.
type Answer = Box<dyn FnOnce(Fate) + Send>;
/// Does the work and says whether the transaction around it still stands.
type Job = Box<dyn FnOnce(&mut Conn) -> (Answer, bool) + Send>;

/// Where jobs are handed in. The thread ends with its last clone.
#[derive(Clone)]
pub(super) struct Queue(SyncSender<Job>);

impl Queue {
    /// Opens the writing connection and starts the thread.
    pub(super) fn start(target: Target) -> Result<Self, Refusal> {
        let conn = target.connect(Purpose::Write)?;
        let (jobs, queue) = sync_channel(WAITING);
        std::thread::Builder::new().name("writer".into()).spawn(move || work(&target, conn, &queue)).map_err(
            |cause| {
                Refusal::new(
                    format!("无法启动写线程：{cause}"),
                    format!("The writer thread cannot be started: {cause}"),
                )
            },
        )?;
        Ok(Self(jobs))
    }

    /// Hands in `f`; `tell` is called with its answer after the commit.
    pub(super) fn put<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut Conn) -> Result<T> + Send + 'static,
        tell: impl FnOnce(Result<T>) + Send + 'static,
    ) -> Result<()> {
        let job = move |c: &mut Conn| -> (Answer, bool) {
            let result = savepoint(c, f);
            let stands = !result.as_ref().is_err_and(savepoint_is_gone);
            let answer = Box::new(move |fate| match fate {
                Fate::Committed => tell(result.map_err(passing)),
                Fate::Lost => tell(Err(Error::Busy)),
            });
            (answer, stands)
        };
        self.0.try_send(Box::new(job)).map_err(|_| Error::Busy)
    }
}

fn work(target: &Target, conn: Conn, queue: &Receiver<Job>) {
    let mut open = Some(conn);
    while let Ok(first) = queue.recv() {
        let mut answers = Vec::new();
        let fate = match open.as_mut().map(|c| group(c, first, queue, &mut answers)) {
            Some(Ok(())) => Fate::Committed,
            Some(Err(cause)) => {
                tracing::error!(%cause, "a group of writes was lost");
                open = None;
                Fate::Lost
            }
            // Dropping the job tells its caller `Busy`.
            None => Fate::Lost,
        };
        answers.into_iter().for_each(|answer: Answer| answer(fate));
        // After a failed commit nothing is known of the file: start from a fresh connection.
        if open.is_none() {
            open =
                target.connect(Purpose::Write).map_err(|cause| tracing::error!(%cause, "the writer stays closed")).ok();
        }
    }
}

/// One transaction over `first` and whatever else is waiting.
fn group(c: &mut Conn, first: Job, queue: &Receiver<Job>, answers: &mut Vec<Answer>) -> diesel::QueryResult<()> {
    begin(c, "BEGIN", "BEGIN IMMEDIATE")?;
    let mut next = Some(first);
    while let Some(job) = next {
        let (answer, stands) = job(c);
        answers.push(answer);
        if !stands {
            // A full disk made SQLite end the whole transaction within the job: all of the group is lost with it.
            return Err(diesel::result::Error::BrokenTransactionManager);
        }
        next = if answers.len() < GROUP { queue.try_recv().ok() } else { None };
    }
    Transactions::commit_transaction(c)
}
