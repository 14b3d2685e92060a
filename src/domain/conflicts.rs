//! Conflicts of interest between a firm and a case, derived from what the registry and earlier cases hold (Lawyers Law arts 47(3)
//! and 50(5); 特邀调解规定 art 16). Pure: the store gathers the facts.

use crate::base::id::{CaseId, FirmId, LawyerId, MandateId};
use crate::text_enum;
use serde::{Deserialize, Serialize};

text_enum! {
    /// Why a firm should not take a case.
    pub enum ConflictKind {
        SameParty = "same_party", "本所曾在他案中为一方当事人服务", "The firm served one of the parties in another case";
        OppositeSide = "opposite_side", "本所曾在他案中代理一方当事人的对方", "The firm acted against one of the parties in another case";
        PastMandate = "past_mandate", "一方当事人是本所的委托人", "One of the parties is or was a client of the firm";
        CommitteeMember = "committee_member", "本所律师是该调解委员会委员", "A lawyer of the firm sits on the committee";
        CaseMediator = "case_mediator", "本所律师是本案调解员", "A lawyer of the firm mediates the case";
    }
}

/// One conflict and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Conflict {
    pub kind: ConflictKind,
    /// The other case, for a conflict that comes from one.
    pub case_id: Option<CaseId>,
    pub mandate_id: Option<MandateId>,
    pub lawyer_id: Option<LawyerId>,
}

/// An earlier assignment of the firm in which a party of this case took part.
#[derive(Clone, Copy, Debug)]
pub struct EarlierCase {
    pub firm_id: FirmId,
    pub case_id: CaseId,
    /// The firm acted for the side that this party stood on; `None` when it assisted the committee neutrally.
    pub served_the_party: Option<bool>,
}

/// What the store knows of a firm and the parties, the committee and the mediators of one case.
#[derive(Clone, Debug, Default)]
pub struct Ties {
    pub earlier: Vec<EarlierCase>,
    pub mandates: Vec<(FirmId, MandateId)>,
    pub committee_lawyers: Vec<(FirmId, LawyerId)>,
    pub mediating_lawyers: Vec<(FirmId, LawyerId)>,
}

/// All conflicts of one firm with the case whose ties these are; in a fixed order, none twice.
pub fn of(firm: FirmId, ties: &Ties) -> Vec<Conflict> {
    let conflict = |kind| Conflict { kind, case_id: None, mandate_id: None, lawyer_id: None };
    let mut found: Vec<Conflict> = ties
        .earlier
        .iter()
        .filter(|earlier| earlier.firm_id == firm)
        .filter_map(|earlier| {
            let kind = if earlier.served_the_party? { ConflictKind::SameParty } else { ConflictKind::OppositeSide };
            Some(Conflict { case_id: Some(earlier.case_id), ..conflict(kind) })
        })
        .collect();
    let of_firm = |(holder, _): &&(FirmId, LawyerId)| *holder == firm;
    found.extend(
        ties.mandates
            .iter()
            .filter(|(holder, _)| *holder == firm)
            .map(|(_, mandate)| Conflict { mandate_id: Some(*mandate), ..conflict(ConflictKind::PastMandate) }),
    );
    for (lawyers, kind) in [
        (&ties.committee_lawyers, ConflictKind::CommitteeMember),
        (&ties.mediating_lawyers, ConflictKind::CaseMediator),
    ] {
        found.extend(
            lawyers.iter().filter(of_firm).map(|(_, lawyer)| Conflict { lawyer_id: Some(*lawyer), ..conflict(kind) }),
        );
    }
    found.sort();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tie_gives_its_own_conflict_and_only_to_its_firm() {
        let (firm, other) = (FirmId::new(), FirmId::new());
        let earlier = |served_the_party| EarlierCase { firm_id: firm, case_id: CaseId::new(), served_the_party };
        let ties = Ties {
            earlier: vec![earlier(Some(true)), earlier(Some(false)), earlier(None)],
            mandates: vec![(firm, MandateId::new())],
            committee_lawyers: vec![(firm, LawyerId::new())],
            mediating_lawyers: vec![(firm, LawyerId::new())],
        };
        let kinds: Vec<_> = of(firm, &ties).into_iter().map(|found| found.kind).collect();
        assert_eq!(kinds, ConflictKind::ALL, "a neutral assistance is none, all others are one each");
        assert_eq!(of(other, &ties), []);
    }
}
