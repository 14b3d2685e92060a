//! The rows of a case file, table by table: plain reads and writes. What a load or a save means is in case_files.rs.

use super::db::Conn;
use super::dialect::each;
use super::record::record;
use super::schema::{cases::*, clocks::*, groups::*, performance::*, sessions::*};
use crate::base::error::Result;
use crate::base::id::*;
use diesel::prelude::*;

/// What every child of a case has: its rows in the order of their ids, and `delete`.
macro_rules! child {
    ($table:ident : $Row:ty, $Id:ty) => {
        /// The rows of a case, in the order of their ids.
        pub fn of_case(c: &mut Conn, case: CaseId) -> Result<Vec<$Row>> {
            let rows = each!(c, c => $table::table.filter($table::case_id.eq(case))
                .order($table::id).select(columns()).load(c))?;
            Ok(rows)
        }

        /// Takes a row away.
        pub fn delete(c: &mut Conn, id: $Id) -> Result<()> {
            diesel::delete($table::table.filter($table::id.eq(id))).execute(c)?;
            Ok(())
        }
    };
}

pub mod heads {
    use super::*;
    use crate::domain::case::Case;
    record!(cases: Case {
        id: CaseId, committee_id, region_code, case_no, status, regime, category, subcategory, source, external_no, summary,
        applied_on, accepted_on, concluded_on, closed_on, outcome, outcome_reason, remedies_told_on, suspended_on,
        amount_claimed, amount_agreed, amount_paid, difficulty, people, firm_id, due_on, origin, registered_by, version,
        head_hash, created_at, updated_at,
    });
}

pub mod parties {
    use super::*;
    use crate::domain::parties::Party;
    record!(party: Party {
        id: PartyId, case_id, role, kind, name, document_kind, document_number, phone, email, email_confirmed_on, address,
        representative, agent_name, agent_phone, agent_email, agent_authority, scope_relation,
    });
    child!(party: Party, PartyId);
}

pub mod mediators {
    use super::*;
    use crate::domain::mediators::CaseMediator;
    record!(case_mediator: CaseMediator {
        id: CaseMediatorId, case_id, mediator_id, lead, chosen_by, relation_declared, appointed_on, released_on,
        release_reason,
    });
    child!(case_mediator: CaseMediator, CaseMediatorId);
}

pub mod consents {
    use super::*;
    use crate::domain::consent::Consent;
    record!(consent: Consent {
        id: ConsentId, case_id, party_id, matter, given, channel, recorded_on, attested_by_ledger, mediator_id, firm_id,
    });
    child!(consent: Consent, ConsentId);
}

pub mod meetings {
    use super::*;
    use crate::domain::meeting::Meeting;
    record!(meeting: Meeting { id: MeetingId, case_id, no, held_on, mode, place, attended, record });
    child!(meeting: Meeting, MeetingId);
}

pub mod agreements {
    use super::*;
    use crate::domain::agreement::Agreement;
    record!(agreement: Agreement {
        id: AgreementId, case_id, agreement_no, form, content, amount, agreed_on, signatures, mediator_signed_on, sealed_on,
        effective_on, confirmation, confirmation_on, confirmation_due_on, attested_by_ledger, facts, copies, court, court_no,
    });
    child!(agreement: Agreement, AgreementId);
}

pub mod instalments {
    use super::*;
    use crate::domain::agreement::Instalment;
    record!(instalment: Instalment { id: InstalmentId, case_id, no, due_on, amount, manner, place });
    child!(instalment: Instalment, InstalmentId);
}

pub mod payments {
    use super::*;
    use crate::domain::agreement::Payment;
    record!(payment: Payment {
        id: PaymentId, case_id, amount, paid_on, manner, reference, confirmed_by_payee_on, payee_id,
    });
    child!(payment: Payment, PaymentId);
}

pub mod callbacks {
    use super::*;
    use crate::domain::callback::Callback;
    record!(callback: Callback {
        id: CallbackId, case_id, party_id, due_on, done_on, done_by, channel, result, performance, satisfaction, remark, source,
        reopens, reopen_reason,
    });
    child!(callback: Callback, CallbackId);
}

pub mod extensions {
    use super::*;
    use crate::domain::extension::Extension;
    record!(extension: Extension { id: ExtensionId, case_id, extended_on, from_due_on, to_due_on, reason });
    child!(extension: Extension, ExtensionId);
}

pub mod session_plans {
    use super::*;
    use crate::domain::session_plan::SessionPlan;
    record!(session_plan: SessionPlan {
        id: SessionPlanId, case_id, starts_at, starts_on, minutes, mode, place, link, parties, mediators, state, sequence,
        reason, meeting_id,
    });
    child!(session_plan: SessionPlan, SessionPlanId);
}

pub mod attendances {
    use super::*;
    use crate::domain::session_plan::Attendance;
    record!(attendance: Attendance { id: AttendanceId, case_id, meeting_id, party_id, came, absence, remark, statement });
    child!(attendance: Attendance, AttendanceId);
}

pub mod meeting_points {
    use super::*;
    use crate::domain::session_plan::MeetingPoints;
    record!(meeting_record: MeetingPoints {
        id: MeetingPointsId, case_id, meeting_id, notice_given, principles_told, risk_told, facts, agreed, not_agreed,
        routes_told,
    });
    child!(meeting_record: MeetingPoints, MeetingPointsId);
}

pub mod pauses {
    use super::*;
    use crate::domain::pause::Pause;
    record!(pause: Pause { id: PauseId, case_id, kind, from_on, until_on, reason });
    child!(pause: Pause, PauseId);
}

pub mod clock_starts {
    use super::*;
    use crate::domain::clock_rules::ClockStart;
    record!(clock_start: ClockStart { id: ClockStartId, case_id, rule, starts_on });
    child!(clock_start: ClockStart, ClockStartId);
}

pub mod risk_reports {
    use super::*;
    use crate::domain::risk::RiskReport;
    record!(risk_report: RiskReport {
        id: RiskReportId, case_id, kind, people, raised_on, reported_to, reported_on, reported_by, cleared_on, remark,
    });
    child!(risk_report: RiskReport, RiskReportId);
}

pub mod tasks {
    use super::*;
    use crate::domain::callback::Task;
    record!(task: Task { id: TaskId, case_id, kind, due_on, done_on, callback_id });
    child!(task: Task, TaskId);
}

pub mod urgings {
    use super::*;
    use crate::domain::performance::Urging;
    record!(urging: Urging { id: UrgingId, case_id, party_id, urged_on, channel, words, urged_by });
    child!(urging: Urging, UrgingId);
}

pub mod group_places {
    use super::*;
    use crate::domain::group::GroupPlace;
    record!(group_place: GroupPlace { id: GroupPlaceId, case_id, mother_id, counting, joined_on });
    child!(group_place: GroupPlace, GroupPlaceId);
}

pub mod representatives {
    use super::*;
    use crate::domain::group::Representative;
    record!(representative: Representative { id: RepresentativeId, case_id, party_id, chosen_on });
    child!(representative: Representative, RepresentativeId);
}
