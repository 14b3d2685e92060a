//! `wanlian solve`: matches the chambers and firms of a file by a policy, checks the certificate, writes the pairs. No database, no settings.

use super::say;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::solver::instance::{Candidate, Draft, Limits, Unsolvable};
use crate::solver::measures::{self, Measures};
use crate::solver::{self, Policy, check};
use serde::Deserialize;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

#[derive(clap::Args)]
pub struct Arguments {
    /// coverage, total, stable, fairest
    #[arg(long)]
    policy: String,
    /// 实例 JSON / the instance: {"chambers":[{"id"}],"firms":[{"id","capacity","minimum"?}],"edges":[[chamber,firm,score,score]],"pins"?,"bans"?}
    #[arg(long = "in", value_name = "FILE")]
    input: PathBuf,
    /// 配对 CSV：商会,律所 / the pairs: lines of chamber,firm
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// An instance as `--in` holds it; other fields are not looked at.
#[derive(Deserialize)]
struct Instance {
    chambers: Vec<Chamber>,
    firms: Vec<Firm>,
    /// Chamber, firm, what the chamber thinks of the firm, what the firm thinks of the chamber.
    edges: Vec<(i64, i64, i32, i32)>,
    #[serde(default)]
    pins: Vec<(i64, i64)>,
    #[serde(default)]
    bans: Vec<(i64, i64)>,
}

#[derive(Deserialize)]
struct Chamber {
    id: i64,
}

#[derive(Deserialize)]
struct Firm {
    id: i64,
    capacity: u32,
    #[serde(default)]
    minimum: u32,
}

/// The ids behind the numbers of a draft, rising.
struct Ids {
    chambers: Vec<i64>,
    firms: Vec<i64>,
}

/// Reads, solves, checks, writes, and says what came out. Nothing is written unless the certificate was checked.
pub fn run(arguments: &Arguments) -> Result<()> {
    let policy = Policy::from_code(&arguments.policy).ok_or_else(|| Error::field("policy", Code::UnknownCode))?;
    let (draft, ids) = read(&arguments.input)?;
    let start = Instant::now();
    let solution = solver::solve(&draft, policy).map_err(|cause| refused(cause, &ids))?;
    let solving = start.elapsed();
    check::check(&draft, policy, &solution)
        .map_err(|flaw| Error::internal(format!("the result is not proved: {flaw:?}")))?;
    let checking = start.elapsed().saturating_sub(solving);
    write(&arguments.out, &solution.firms, &ids)?;
    report(&draft, &measures::of(&draft, &solution.firms), solving, checking)
}

fn read(path: &Path) -> Result<(Draft, Ids)> {
    let text = std::fs::read(path).map_err(Error::internal)?;
    let Instance { chambers, firms, edges, pins, bans } =
        serde_json::from_slice(&text).map_err(|cause| Error::field(format!("in ({cause})"), Code::Malformed))?;
    drop(text);
    let mut limits: Vec<(i64, Limits)> =
        firms.iter().map(|firm| (firm.id, Limits { least: firm.minimum, most: firm.capacity })).collect();
    limits.sort_unstable_by_key(|(id, _)| *id);
    let mut ids = Ids {
        chambers: chambers.iter().map(|chamber| chamber.id).collect(),
        firms: limits.iter().map(|(id, _)| *id).collect(),
    };
    ids.chambers.sort_unstable();
    for (field, side) in [("chambers", &ids.chambers), ("firms", &ids.firms)] {
        if let Some(twice) = side.windows(2).find(|two| two.first() == two.last()) {
            return Err(Error::field(format!("{field} {twice:?}"), Code::RepeatedKey));
        }
    }
    let pairs = |field: &str, pairs: &[(i64, i64)]| -> Result<Vec<(u32, u32)>> {
        pairs.iter().map(|(chamber, firm)| ids.pair(field, *chamber, *firm)).collect()
    };
    let mut draft = Draft {
        chambers: u32::try_from(ids.chambers.len()).map_err(|_| Error::field("chambers", Code::MatchTooLarge))?,
        firms: limits.into_iter().map(|(_, limits)| limits).collect(),
        candidates: Vec::with_capacity(edges.len()),
        pins: pairs("pins", &pins)?,
        bans: pairs("bans", &bans)?,
    };
    for (chamber, firm, chamber_score, firm_score) in edges {
        let (chamber, firm) = ids.pair("edges", chamber, firm)?;
        draft.candidates.push(Candidate { chamber, firm, chamber_score, firm_score });
    }
    Ok((draft, ids))
}

impl Ids {
    fn pair(&self, field: &str, chamber: i64, firm: i64) -> Result<(u32, u32)> {
        let unknown = |code| Error::field(format!("{field} [{chamber},{firm}]"), code);
        let chamber = number(&self.chambers, chamber).ok_or_else(|| unknown(Code::UnknownChamber))?;
        Ok((chamber, number(&self.firms, firm).ok_or_else(|| unknown(Code::UnknownFirm))?))
    }
}

/// Where an id stands; ids without gaps are found at once.
fn number(ids: &[i64], id: i64) -> Option<u32> {
    let guess = ids.first().and_then(|first| usize::try_from(id.checked_sub(*first)?).ok())?;
    let at = if ids.get(guess) == Some(&id) { guess } else { ids.binary_search(&id).ok()? };
    u32::try_from(at).ok()
}

/// What the solver refused, with the ids of the file.
fn refused(cause: Unsolvable, ids: &Ids) -> Error {
    let id = |ids: &[i64], number: u32| ids.get(number as usize).copied().unwrap_or_default();
    let chamber = |number| id(&ids.chambers, number);
    let firm = |number| id(&ids.firms, number);
    let Some(code) = cause.code() else { return Error::internal("the solver found a result and no proof") };
    let field = match (cause, cause.about()) {
        (_, (Some(c), Some(f))) => format!("edges [{},{}]", chamber(c), firm(f)),
        (_, (Some(c), None)) => format!("chamber {}", chamber(c)),
        (_, (None, Some(f))) => format!("firm {}", firm(f)),
        (Unsolvable::NoChambers, _) => "chambers".to_owned(),
        (Unsolvable::NoFirms | Unsolvable::NoRoom, _) => "firms".to_owned(),
        _ => "in".to_owned(),
    };
    Error::field(field, code)
}

fn write(path: &Path, firms: &[Option<u32>], ids: &Ids) -> Result<()> {
    let mut out = std::io::BufWriter::new(std::fs::File::create(path).map_err(Error::internal)?);
    for (chamber, firm) in ids.chambers.iter().zip(firms) {
        if let Some(firm) = firm.and_then(|firm| ids.firms.get(firm as usize)) {
            writeln!(out, "{chamber},{firm}").map_err(Error::internal)?;
        }
    }
    out.flush().map_err(Error::internal)
}

fn report(draft: &Draft, of: &Measures, solving: Duration, checking: Duration) -> Result<()> {
    let (squared, most) = of.jain;
    let jain = (squared * 1000).checked_div(most).unwrap_or_default();
    say(format!("覆盖 / coverage         {} / {}", of.served, draft.chambers))?;
    say(format!("总分 / total            {}", of.total))?;
    say(format!("最低 / worst            {}", of.worst.map_or("-".to_owned(), |worst| worst.to_string())))?;
    say(format!("均衡 / Jain's index     {squared} / {most} = {}.{:03}", jain / 1000, jain % 1000))?;
    say(format!("空闲律所 / idle firms   {}", of.idle_firms))?;
    say(format!("不稳定对 / blocking     {}", of.blocking_pairs))?;
    say(format!("求解 / solving          {} ms", solving.as_millis()))?;
    say(format!("已核验证书 / certificate checked in {} ms", checking.as_millis()))
}
