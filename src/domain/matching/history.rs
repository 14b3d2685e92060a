//! What earlier pairings say: who is paired, who was, how it ended, and how long a firm has been waiting.

use super::facts::Pair;
use super::request::PairWish;
use super::run::Proposal;
use crate::base::clock::china_day;
use crate::base::error::{Error, Result};
use crate::base::id::{ChamberId, FirmId, PairingId};
use crate::domain::contact::Text;
use crate::domain::pairing::{Pairing, PairingRefusal, PairingStatus, TerminationReason};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Pairings as they stand on a day.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// Under way: not over.
    pub paired: BTreeSet<Pair>,
    /// Signed and come to an end in their time.
    pub linked: BTreeSet<Pair>,
    /// Of each chamber, how many are under way.
    pub under_way: BTreeMap<ChamberId, i64>,
    pub firms: BTreeMap<FirmId, FirmHistory>,
}

#[derive(Clone, Copy, Debug, Default)]
pub struct FirmHistory {
    /// Pairings whose end says something of the firm, and those that ended well.
    pub judged: i64,
    pub praised: i64,
    pub last_paired_on: Option<NaiveDate>,
}

impl History {
    /// Reads it off the pairings that are known.
    pub fn of(pairings: &[Pairing], today: NaiveDate) -> Self {
        let mut history = Self::default();
        for pairing in pairings {
            let status = pairing.status_on(today);
            let firm = history.firms.entry(pairing.firm_id).or_default();
            match (status, pairing.termination) {
                (PairingStatus::Ended, _) => (firm.judged, firm.praised) = (firm.judged + 1, firm.praised + 1),
                (
                    _,
                    Some(TerminationReason::NoService | TerminationReason::Breach | TerminationReason::ChamberWish),
                ) => {
                    firm.judged += 1;
                }
                _ => {}
            }
            if !matches!(status, PairingStatus::Declined | PairingStatus::Lapsed) {
                firm.last_paired_on = firm.last_paired_on.max(Some(china_day(pairing.proposed_at)));
            }
            let Some(chamber) = pairing.chamber_id else { continue };
            if !pairing.is_over(today) {
                history.paired.insert((chamber, pairing.firm_id));
                *history.under_way.entry(chamber).or_default() += 1;
            } else if status == PairingStatus::Ended {
                history.linked.insert((chamber, pairing.firm_id));
            }
        }
        history
    }
}

/// What became of the proposals of earlier runs: chambers whose proposal stands, and pairs that were refused, with the reason.
pub fn answered(
    proposals: &[Proposal],
    pairings: &[Pairing],
    today: NaiveDate,
) -> Result<(BTreeSet<ChamberId>, Vec<PairWish>)> {
    let by_id: BTreeMap<PairingId, &Pairing> = pairings.iter().map(|pairing| (pairing.id, pairing)).collect();
    let (mut standing, mut refused) = (BTreeSet::new(), Vec::new());
    for proposal in proposals {
        let Some(pairing) = by_id.get(&proposal.pairing_id) else { continue };
        let words = match (pairing.status_on(today), pairing.refusal) {
            (PairingStatus::Declined, reason) => reason.map_or(("未同意", "Declined"), words),
            (status @ PairingStatus::Lapsed, _) => (status.zh(), status.en()),
            _ if pairing.is_over(today) => continue,
            _ => {
                standing.insert(proposal.chamber_id);
                continue;
            }
        };
        let reason = Text::parse(&format!("{} {}", words.0, words.1)).map_err(|code| Error::field("around", code))?;
        refused.push(PairWish { chamber_id: proposal.chamber_id, firm_id: proposal.firm_id, reason });
    }
    Ok((standing, refused))
}

fn words(reason: PairingRefusal) -> (&'static str, &'static str) {
    (reason.zh(), reason.en())
}
