//! Why a draft cannot be solved, and the code under which that is told.

use crate::base::code::Code;

/// Why there is nothing to solve, or no solution. Numbers are those of the draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsolvable {
    NoChambers,
    NoFirms,
    NoRoom,
    TooLarge,
    UnknownChamber {
        chamber: u32,
    },
    UnknownFirm {
        firm: u32,
    },
    RepeatedCandidate {
        chamber: u32,
        firm: u32,
    },
    NegativeScore {
        chamber: u32,
        firm: u32,
    },
    ScoreTooHigh {
        chamber: u32,
        firm: u32,
    },
    LimitsCrossed {
        firm: u32,
    },
    PinNotCandidate {
        chamber: u32,
        firm: u32,
    },
    PinBanned {
        chamber: u32,
        firm: u32,
    },
    PinnedTwice {
        chamber: u32,
    },
    PinsOverRoom {
        firm: u32,
    },
    /// The minimum loads cannot all be met; this firm is one that goes short.
    MinimumUnmet {
        firm: u32,
    },
    /// Every stable result leaves this firm below its minimum load.
    MinimumUnstable {
        firm: u32,
    },
    /// A result was found and could not be proved: a fault of the solver.
    Unproven,
}

impl Unsolvable {
    /// The code of a fault in what was asked; none for a fault of the solver.
    pub const fn code(self) -> Option<Code> {
        Some(match self {
            Self::NoChambers => Code::NoChambers,
            Self::NoFirms => Code::NoFirms,
            Self::NoRoom => Code::NoRoom,
            Self::TooLarge => Code::MatchTooLarge,
            Self::UnknownChamber { .. } => Code::UnknownChamber,
            Self::UnknownFirm { .. } => Code::UnknownFirm,
            Self::RepeatedCandidate { .. } => Code::RepeatedCandidate,
            Self::NegativeScore { .. } => Code::NegativeScore,
            Self::ScoreTooHigh { .. } => Code::ScoreTooHigh,
            Self::LimitsCrossed { .. } => Code::LimitsCrossed,
            Self::PinNotCandidate { .. } => Code::PinNotCandidate,
            Self::PinBanned { .. } => Code::PinBanned,
            Self::PinnedTwice { .. } => Code::PinnedTwice,
            Self::PinsOverRoom { .. } => Code::PinsOverRoom,
            Self::MinimumUnmet { .. } => Code::MinimumUnmet,
            Self::MinimumUnstable { .. } => Code::MinimumUnstable,
            Self::Unproven => return None,
        })
    }

    /// The chamber and the firm it is about, by their numbers in the draft.
    pub const fn about(self) -> (Option<u32>, Option<u32>) {
        match self {
            Self::RepeatedCandidate { chamber, firm }
            | Self::NegativeScore { chamber, firm }
            | Self::ScoreTooHigh { chamber, firm }
            | Self::PinNotCandidate { chamber, firm }
            | Self::PinBanned { chamber, firm } => (Some(chamber), Some(firm)),
            Self::UnknownChamber { chamber } | Self::PinnedTwice { chamber } => (Some(chamber), None),
            Self::UnknownFirm { firm }
            | Self::LimitsCrossed { firm }
            | Self::PinsOverRoom { firm }
            | Self::MinimumUnmet { firm }
            | Self::MinimumUnstable { firm } => (None, Some(firm)),
            Self::NoChambers | Self::NoFirms | Self::NoRoom | Self::TooLarge | Self::Unproven => (None, None),
        }
    }
}
