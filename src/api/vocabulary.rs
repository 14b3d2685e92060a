//! Every code the API knows, with its Chinese and English words.

use super::ctx::Ctx;
use super::reply::Reply;
use crate::base::code::Code;
use crate::base::error::Result;
use crate::base::text_enum::Term;
use crate::domain::*;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Codes by their kind.
#[derive(Debug, Serialize, ToSchema)]
pub struct Vocabulary {
    #[schema(value_type = Object)]
    pub terms: BTreeMap<&'static str, &'static [Term]>,
    /// Codes of refusals.
    pub problems: Vec<Term>,
}

macro_rules! terms {
    ($($name:literal $($path:ident)::+;)+) => { BTreeMap::from([$(($name, $($path)::+::TERMS)),+]) };
}

pub async fn list(_: Ctx) -> Result<Reply> {
    let terms = terms! {
        "role" policy::Role;
        "locale" crate::base::locale::Locale;
        "allowance_condition" allowance::Condition;
        "allowance_sharing" allowance::Sharing;
        "unpaid_reason" allowance::UnpaidReason;
        "agreement_form" agreement::AgreementForm;
        "confirmation_status" agreement::ConfirmationStatus;
        "manner" agreement::Manner;
        "lint_weight" agreement_lint::Weight;
        "application_status" application::ApplicationStatus;
        "assignment_status" assignment::AssignmentStatus;
        "acts_for" assignment::ActsFor;
        "disclosure_basis" assignment::DisclosureBasis;
        "decline_reason" assignment::DeclineReason;
        "disclosure_level" assignment::DisclosureLevel;
        "attachment_kind" attachments::AttachmentKind;
        "file_type" attachments::FileType;
        "amount_band" blind::AmountBand;
        "callback_result" callback::CallbackResult;
        "performance" callback::Performance;
        "satisfaction" callback::Satisfaction;
        "word_of" callback::Source;
        "task_kind" callback::TaskKind;
        "case_status" case::Status;
        "regime" case::Regime;
        "source" case::Source;
        "source_group" case::SourceGroup;
        "difficulty" case::Difficulty;
        "origin" case::Origin;
        "outcome" case::Outcome;
        "category" category::Category;
        "subcategory" category::Subcategory;
        "chamber_kind" chamber::ChamberKind;
        "chamber_status" chamber::ChamberStatus;
        "clock" clock_rules::ClockId;
        "clock_starts" clock_rules::ClockStarts;
        "clock_state" clocks::ClockState;
        "due_within" clocks::DueWithin;
        "extended_by" clock_rules::ExtendedBy;
        "group_counting" group::GroupCounting;
        "length_unit" counting::Unit;
        "pause_kind" pause::PauseKind;
        "plan_state" session_plan::PlanState;
        "absence_reason" session_plan::AbsenceReason;
        "work_kind" work::WorkKind;
        "committee_status" committee::CommitteeStatus;
        "member_role" committee::MemberRole;
        "dimension" measures::Dimension;
        "count" contribution::Counter;
        "rate" measures::Rate;
        "date_basis" measures::Basis;
        "comparison" period::Comparison;
        "time" times::Time;
        "time_unit" times::TimeUnit;
        "oddity" quality::Sign;
        "form" crate::workflow::make_form::FormKind;
        "form_unit" official_form::Unit;
        "organisation_count" organisation_form::OrganisationCount;
        "gender" committee::Gender;
        "employment" committee::Employment;
        "mediator_status" committee::MediatorStatus;
        "conflict_kind" conflicts::ConflictKind;
        "dossier_item" dossier::DossierItem;
        "need" dossier::Need;
        "consent_matter" consent::ConsentMatter;
        "channel" consent::Channel;
        "confirmation_paper" court_confirmation::PaperKind;
        "firm_form" firm::FirmForm;
        "lawyer_kind" firm::LawyerKind;
        "lawyer_status" firm::LawyerStatus;
        "import_kind" import::ImportKind;
        "action" lifecycle::Action;
        "mail_state" mail_queue::MailState;
        "chosen_by" mediators::ChosenBy;
        "release_reason" mediators::ReleaseReason;
        "transfer_mode" transfer::TransferMode;
        "meeting_mode" meeting::MeetingMode;
        "notice_kind" notices::NoticeKind;
        "package_outcome" merging::PackageOutcome;
        "pairing_status" pairing::PairingStatus;
        "pairing_side" pairing::PairingSide;
        "pairing_reply" pairing::PairingReply;
        "pairing_refusal" pairing::PairingRefusal;
        "termination_reason" pairing::TerminationReason;
        "service_kind" services::ServiceKind;
        "services_by" service_totals::ServicesBy;
        "coverage_by" coverage::CoverageBy;
        "network_measure" network_measures::NetworkMeasure;
        "region_level" coverage::RegionLevel;
        "pack_span" pack::Span;
        "party_role" parties::PartyRole;
        "party_kind" parties::PartyKind;
        "document_kind" parties::DocumentKind;
        "scope_relation" parties::ScopeRelation;
        "agent_authority" parties::AgentAuthority;
        "link_purpose" party_link::LinkPurpose;
        "code_way" party_link::CodeWay;
        "part_state" performance::PartState;
        "route" remedies::Route;
        "risk_kind" risk::RiskKind;
        "practice_area" vocabulary::PracticeArea;
        "firm_removal" ranking::Removal;
        "offer_group" ranking::OfferGroup;
        "matching_policy" matching::request::MatchingPolicy;
        "matching_criterion" matching::weights::Criterion;
        "pair_removal" matching::filter::PairRemoval;
        "run_status" matching::run::RunStatus;
        "unmatched_reason" matching::explain::UnmatchedReason;
        "matching_change" matching::explain::ChangeKind;
        "firm_standing" matching::why_not::FirmStanding;
        "language" vocabulary::Language;
        "industry" vocabulary::Industry;
    };
    let problems = Code::ALL.iter().map(|code| Term { code: code.as_str(), zh: code.zh(), en: code.en() }).collect();
    Reply::ok(&Vocabulary { terms, problems })
}
