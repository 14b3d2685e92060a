//! How an application or a case stands, in words for whoever has the progress code or link: no names, no facts.

use super::application::{Application, ApplicationStatus};
use super::case::{CaseFile, Status};
use super::remedies::{self, Advice};
use crate::base::clock::china_day;
use crate::base::working_calendar::WorkingCalendar;
use chrono::NaiveDate;
use serde::Serialize;

/// What may be known without an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Progress {
    pub received_on: NaiveDate,
    /// Of the application; empty for a party of a case.
    pub application: Option<ApplicationStatus>,
    /// Of the case it became.
    pub status: Option<Status>,
    pub status_zh: &'static str,
    pub status_en: &'static str,
    /// What comes next.
    pub next_zh: &'static str,
    pub next_en: &'static str,
    /// Where to turn when it was refused, failed, or the agreement is not kept.
    pub advice: Vec<Advice>,
}

/// The progress of an application, and of the case it became.
pub fn of_application(
    application: &Application,
    case: Option<&CaseFile>,
    today: NaiveDate,
    calendar: &WorkingCalendar,
) -> Progress {
    let received_on = china_day(application.received_at);
    if let Some(file) = case {
        return Progress { application: Some(application.status), ..of_case(file, received_on, today, calendar) };
    }
    let (next_zh, next_en) = match application.status {
        ApplicationStatus::Waiting => ("等待调解委员会审查是否受理。", "The committee decides whether to take it."),
        ApplicationStatus::Accepted => ("案件办理中。", "The case is being worked on."),
        ApplicationStatus::Refused => ("可按所列途径另行解决。", "The routes listed remain open."),
    };
    let advice = application.outcome.map_or_else(Vec::new, |outcome| remedies::instead(application.regime(), outcome));
    Progress {
        received_on,
        application: Some(application.status),
        status: None,
        status_zh: application.status.zh(),
        status_en: application.status.en(),
        next_zh,
        next_en,
        advice,
    }
}

/// The progress of a case.
pub fn of_case(file: &CaseFile, received_on: NaiveDate, today: NaiveDate, calendar: &WorkingCalendar) -> Progress {
    let status = file.case.status;
    let (next_zh, next_en) = next(status);
    Progress {
        received_on,
        application: None,
        status: Some(status),
        status_zh: status.zh(),
        status_en: status.en(),
        next_zh,
        next_en,
        advice: remedies::of_case(file, today, calendar),
    }
}

fn next(status: Status) -> (&'static str, &'static str) {
    match status {
        Status::Registered => ("等待审查是否受理。", "It is decided whether the case is taken."),
        Status::Accepted => {
            ("确定调解员并征求双方同意后开始调解。", "Mediation begins once a mediator is chosen and both sides agree.")
        }
        Status::Mediating => ("等待调解员通知调解时间。", "The mediator tells when the next session is."),
        Status::Suspended => ("中止原因消除后恢复调解。", "Mediation goes on when the reason for the pause is gone."),
        Status::Agreed => (
            "按协议履行；生效之日起三十日内双方可共同申请司法确认。",
            "Keep the agreement; within 30 days of effect both sides may ask the court to confirm it.",
        ),
        Status::Performed => ("等待回访和结案。", "A callback and the closing follow."),
        Status::Defaulted | Status::Declined | Status::Terminated => {
            ("可按所列途径另行解决。", "The routes listed remain open.")
        }
        Status::Withdrawn | Status::Closed | Status::Archived => ("已办结。", "Nothing more is to be done."),
    }
}
