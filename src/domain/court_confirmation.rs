//! Judicial confirmation of an agreement at a glance: whether it can be applied for, until when, with which papers, and what the
//! court has to say by when (L1 art 33, L2 arts 205-206, L5).

use super::agreement::ConfirmationStatus;
use super::case::CaseFile;
use super::clock_rules::{ClockId, rule};
use super::contact::Name;
use super::deadlines::Terms;
use super::money::Fen;
use super::parties::Party;
use super::rules;
use crate::base::code::Code;
use crate::base::error::Error;
use crate::text_enum;
use chrono::NaiveDate;
use serde::Serialize;

/// Days by which the president of the court may extend the time to decide (L5 art 5). The times themselves are clocks.
const EXTENSION: u16 = 10;

text_enum! {
    /// What goes to the court (L5 art 3).
    pub enum PaperKind {
        Application = "application", "司法确认申请书", "Joint application";
        Agreement = "agreement", "调解协议", "The agreement";
        Identity = "identity", "身份证明、资格证明", "Proof of identity and standing";
        Property = "property", "与调解协议相关的财产权利证明", "Proof of the property rights concerned";
        ServiceAddress = "service_address", "送达地址和联系电话", "Addresses for service and phones";
        PowerOfAttorney = "power_of_attorney", "授权委托书", "Power of attorney";
    }
}

/// A paper and whether what it is made of is on file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Paper {
    pub kind: PaperKind,
    pub zh: &'static str,
    pub en: &'static str,
    /// Whether this agreement needs it at all.
    pub needed: bool,
    pub at_hand: bool,
}

/// Why it cannot be applied for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Obstacle {
    #[schema(value_type = String)]
    pub code: Code,
    pub zh: &'static str,
    pub en: &'static str,
}

/// Where the confirmation of a case stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ConfirmationSheet {
    pub status: ConfirmationStatus,
    pub effective_on: Option<NaiveDate>,
    /// The last day to apply.
    pub due_on: Option<NaiveDate>,
    /// Days left to apply; below 0 when the day has passed.
    pub days_left: Option<i64>,
    /// Nothing when it can be applied for, or was.
    pub obstacles: Vec<Obstacle>,
    pub papers: Vec<Paper>,
    pub court: Option<Name>,
    pub court_no: Option<Name>,
    /// The day by which the court says whether it accepts (3 days) or decides (15 days), and the last of an extension (10 more).
    pub court_due_on: Option<NaiveDate>,
    pub court_due_at_most_on: Option<NaiveDate>,
}

/// The sheet of a case on a day.
pub fn sheet(file: &CaseFile, terms: &Terms, today: NaiveDate) -> ConfirmationSheet {
    use ConfirmationStatus as S;
    let agreement = file.agreement.as_ref();
    let status = agreement.map_or(S::None, |agreement| agreement.confirmation);
    let due_on = agreement.and_then(|agreement| agreement.confirmation_due_on);
    let since = agreement.and_then(|agreement| agreement.confirmation_on);
    let by = |clock, more| since.map(|on| terms.days_after(on, rule(clock, terms).length().amount + more));
    let (court_due_on, at_most) = match status {
        S::Applied => (by(ClockId::ConfirmCourtAccept, 0), None),
        S::Accepted => (by(ClockId::ConfirmCourtDecide, 0), by(ClockId::ConfirmCourtDecide, EXTENSION)),
        S::None | S::Confirmed | S::Dismissed | S::Refused | S::Expired => (None, None),
    };
    let can_apply = matches!(status, S::None | S::Refused);
    ConfirmationSheet {
        status,
        effective_on: agreement.and_then(|agreement| agreement.effective_on),
        due_on,
        days_left: due_on.filter(|_| can_apply).map(|due| (due - today).num_days()),
        obstacles: if can_apply { obstacles(file, today) } else { Vec::new() },
        papers: papers(file),
        court: agreement.and_then(|agreement| agreement.court.clone()),
        court_no: agreement.and_then(|agreement| agreement.court_no.clone()),
        court_due_on,
        court_due_at_most_on: at_most,
    }
}

fn obstacles(file: &CaseFile, today: NaiveDate) -> Vec<Obstacle> {
    let checks = [rules::may_apply_for_confirmation(file, false), rules::confirmation_in_time(file, today)];
    let codes = checks.into_iter().filter_map(|check| match check {
        Err(Error::Conflict(code)) => Some(code),
        _ => None,
    });
    codes.map(|code| Obstacle { code, zh: code.zh(), en: code.en() }).collect()
}

/// The papers of L5 article 3, each with whether what it says is on file. The application is made when all else is there; proof of
/// property comes from the parties.
fn papers(file: &CaseFile) -> Vec<Paper> {
    let all = |has: fn(&Party) -> bool| file.parties.iter().all(has);
    let has_agent = |party: &Party| party.agent_name.is_some();
    let joint = rules::may_apply_for_confirmation(file, false).is_ok();
    PaperKind::ALL
        .iter()
        .map(|kind| {
            let (needed, at_hand) = match kind {
                PaperKind::Application => (true, joint),
                PaperKind::Agreement => (true, file.agreement.as_ref().is_some_and(|one| one.effective_on.is_some())),
                PaperKind::Identity => (true, all(|party| party.document_number.is_some())),
                PaperKind::Property => (file.case.amount_agreed > Fen::ZERO, false),
                PaperKind::ServiceAddress => (true, all(|party| party.address.is_some() && party.phone.is_some())),
                PaperKind::PowerOfAttorney => (
                    file.parties.iter().any(has_agent),
                    all(|party| party.agent_name.is_none() || party.agent_authority.is_some()),
                ),
            };
            Paper { kind: *kind, zh: kind.zh(), en: kind.en(), needed, at_hand: needed && at_hand }
        })
        .collect()
}
