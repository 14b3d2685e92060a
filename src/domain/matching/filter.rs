//! Who cannot be paired at all. Of several filters the first in the order of `PairRemoval` is the one that is told.

use super::facts::{ChamberFacts, Facts, FirmFacts, Pair};
use super::request::Parameters;
use crate::base::code::Code;
use crate::text_enum;

text_enum! {
    /// Why a chamber and a firm are no candidates for each other.
    pub enum PairRemoval {
        NotAccepting = "not_accepting", "律所暂停承接", "The firm is not accepting";
        Banned = "banned", "已被排除", "Banned";
        AlreadyPaired = "already_paired", "双方已有进行中的结对", "They have a pairing under way";
        OutOfArea = "out_of_area", "律所不承接该地区", "The firm does not serve the area";
        NoCommonLanguage = "no_common_language", "没有共同语言", "No language in common";
        Conflict = "conflict", "存在利益冲突", "Conflict of interest";
        Full = "full", "律所已满额", "The firm is at capacity";
    }
}

impl PairRemoval {
    /// What is told of a pin that cannot be.
    pub const fn pin_code(self) -> Code {
        match self {
            Self::Banned => Code::PinBanned,
            Self::AlreadyPaired => Code::PairingOpen,
            Self::Conflict => Code::ConflictOfInterest,
            Self::NotAccepting | Self::Full => Code::FirmUnavailable,
            Self::OutOfArea | Self::NoCommonLanguage => Code::PinNotCandidate,
        }
    }
}

/// Why these two cannot be paired; `room` is how many chambers more the firm takes.
pub fn removal(
    facts: &Facts,
    asked: &Parameters,
    chamber: &ChamberFacts,
    firm: &FirmFacts,
    room: u32,
) -> Option<PairRemoval> {
    let pair: Pair = (chamber.id, firm.id);
    let is_removed = |removal: &PairRemoval| match removal {
        PairRemoval::NotAccepting => !firm.accepting,
        PairRemoval::Banned => asked.ban(pair).is_some(),
        PairRemoval::AlreadyPaired => facts.paired.contains(&pair),
        PairRemoval::OutOfArea => !firm.serves(chamber.region),
        PairRemoval::NoCommonLanguage => {
            // A side that names none speaks Chinese, as everyone here.
            let either_is_open = chamber.languages.is_empty() || firm.languages.is_empty();
            !either_is_open && !chamber.languages.iter().any(|language| firm.languages.contains(language))
        }
        PairRemoval::Conflict => !facts.conflicts_of(pair).is_empty(),
        PairRemoval::Full => room == 0,
    };
    PairRemoval::ALL.iter().copied().find(is_removed)
}
