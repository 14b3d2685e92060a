//! Runs on paper: canonical texts with their hashes, read back, and verified by repeating them.

use super::facts::Facts;
use super::market::Market;
use super::outcome::{Instance, Outcome};
use super::request::Parameters;
use super::run::{MatchingRun, RunFile, RunStatus};
use crate::base::error::{Error, Result};
use crate::base::id::MatchingRunId;
use crate::base::token;
use crate::domain::moment::Moment;
use crate::solver::{Solution, check};

/// A run with all that belongs to it.
#[derive(Clone, Debug)]
pub struct Run {
    pub asked: Parameters,
    pub facts: Facts,
    pub outcome: Outcome,
}

/// What is wrong with a stored run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunFlaw {
    /// The inputs are not those that were hashed.
    Inputs,
    /// The result is not the one that was hashed.
    Result,
    /// Hashes fit, but the texts are none of ours.
    Unreadable,
    /// The head says something else than the inputs and the result.
    Head,
    /// The inputs lead to other candidates, scores or limits.
    Draft,
    /// The same draft has another result.
    Outcome,
    /// The certificate does not prove the result.
    Certificate,
}

impl Run {
    /// Computes a run.
    pub fn compute(asked: Parameters, facts: Facts) -> Result<Self> {
        let outcome = Outcome::of(&facts, &asked)?;
        Ok(Self { asked, facts, outcome })
    }

    /// The run as it is stored.
    pub fn seal(&self, by: &Moment) -> Result<(MatchingRun, RunFile)> {
        let file = RunFile {
            run_id: MatchingRunId::new(),
            parameters: serde_json::to_string(&self.asked).map_err(Error::internal)?,
            facts: serde_json::to_string(&self.facts).map_err(Error::internal)?,
            result: serde_json::to_string(&self.outcome).map_err(Error::internal)?,
        };
        let count = |length: usize| i64::try_from(length).map_err(Error::internal);
        let head = MatchingRun {
            id: file.run_id,
            region_code: self.asked.region,
            policy: self.asked.policy,
            what_if: self.asked.what_if,
            status: RunStatus::Computed,
            around: self.asked.around,
            chambers: count(self.facts.chambers.len())?,
            firms: count(self.facts.firms.len())?,
            served: count(self.outcome.pairs.len())?,
            inputs_sha256: file.inputs_sha256(),
            result_sha256: file.result_sha256(),
            created_by: by.account,
            created_at: by.now,
            published_at: None,
            version: 1,
        };
        Ok((head, file))
    }

    /// Reads a stored run.
    pub fn open(file: &RunFile) -> Result<Self> {
        Ok(Self {
            asked: serde_json::from_str(&file.parameters).map_err(Error::internal)?,
            facts: serde_json::from_str(&file.facts).map_err(Error::internal)?,
            outcome: serde_json::from_str(&file.result).map_err(Error::internal)?,
        })
    }
}

impl RunFile {
    /// Of what was asked and of the facts.
    pub fn inputs_sha256(&self) -> String {
        token::digest(format!("{}\n{}", self.parameters, self.facts).as_bytes())
    }

    /// Of the result.
    pub fn result_sha256(&self) -> String {
        token::digest(self.result.as_bytes())
    }
}

/// Repeats a stored run and compares every byte; the first thing that is wrong with it.
pub fn verify(head: &MatchingRun, file: &RunFile) -> std::result::Result<(), RunFlaw> {
    let holds = |condition: bool, flaw| if condition { Ok(()) } else { Err(flaw) };
    holds(file.inputs_sha256() == head.inputs_sha256, RunFlaw::Inputs)?;
    holds(file.result_sha256() == head.result_sha256, RunFlaw::Result)?;
    let stored = Run::open(file).map_err(|_| RunFlaw::Unreadable)?;
    prove(&stored)?;
    let again = Run::compute(stored.asked.clone(), stored.facts.clone()).map_err(|_| RunFlaw::Outcome)?;
    let by = Moment::at(head.created_at, head.created_by);
    let (fresh, texts) = again.seal(&by).map_err(|_| RunFlaw::Unreadable)?;
    let same = (texts.parameters == file.parameters) && (texts.facts == file.facts) && (texts.result == file.result);
    holds(same, RunFlaw::Outcome)?;
    let (status, published_at, version) = (head.status, head.published_at, head.version);
    holds(MatchingRun { id: head.id, status, published_at, version, ..fresh } == *head, RunFlaw::Head)
}

/// The same draft as then; and the checker, which shares no code with the solver, on the stored pairs and their certificate.
fn prove(run: &Run) -> std::result::Result<(), RunFlaw> {
    let market = Market::of(&run.facts, &run.asked).map_err(|_| RunFlaw::Draft)?;
    let draft = Instance::of(&market).sha256().map_err(|_| RunFlaw::Draft)?;
    if draft != run.outcome.summary.draft_sha256 {
        return Err(RunFlaw::Draft);
    }
    let mut firms = vec![None; market.chambers.len()];
    for pair in &run.outcome.pairs {
        let (chamber, firm) = market.numbers((pair.chamber_id, pair.firm_id)).ok_or(RunFlaw::Certificate)?;
        let place = firms.get_mut(chamber as usize).ok_or(RunFlaw::Certificate)?;
        *place = Some(firm);
    }
    let solution = Solution { firms, certificate: run.outcome.certificate.clone() };
    check::check(&market.draft, run.asked.policy.solver(), &solution).map_err(|_| RunFlaw::Certificate)
}
