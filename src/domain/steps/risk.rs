//! Risks of escalation: seen, reported, over (L1 art 25).

use super::{sealed, step};
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::RiskReportId;
use crate::domain::case::CaseFile;
use crate::domain::contact::{Name, Text};
use crate::domain::event::Event;
use crate::domain::lifecycle::Action;
use crate::domain::moment::Moment;
use crate::domain::risk::{RiskKind, RiskReport};
use crate::domain::rules;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::json;

/// A risk that was seen, or, with `risk_report_id`, the report of one that was entered before.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RiskReporting {
    pub risk_report_id: Option<RiskReportId>,
    pub kind: RiskKind,
    pub people: i32,
    pub raised_on: NaiveDate,
    pub reported_to: Option<Name>,
    pub reported_on: Option<NaiveDate>,
    pub remark: Option<Text>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RiskCleared {
    pub risk_report_id: RiskReportId,
    pub cleared_on: NaiveDate,
}

/// Records a risk, with or before the report to the police or another body.
pub fn report_risk(file: &mut CaseFile, input: RiskReporting, by: &Moment) -> Result<Event> {
    step(file, Action::ReportRisk, input.reported_on.unwrap_or(input.raised_on), by, |file| {
        rules::not_in_future("raised_on", input.raised_on, by.today)?;
        if input.people < 1 {
            return Err(Error::field("people", Code::OutOfRange));
        }
        if input.reported_on.is_some() != input.reported_to.is_some() {
            return Err(Error::field(
                if input.reported_on.is_some() { "reported_to" } else { "reported_on" },
                Code::Missing,
            ));
        }
        if let Some(day) = input.reported_on {
            rules::not_before("reported_on", day, input.raised_on)?;
        }
        let known = match input.risk_report_id {
            None => None,
            Some(id) => Some(found(file, id)?.clone()),
        };
        let remark_sha256 = sealed(input.remark.as_ref());
        let risk = RiskReport {
            id: known.as_ref().map_or_else(RiskReportId::new, |risk| risk.id),
            case_id: file.case.id,
            kind: input.kind,
            people: input.people,
            raised_on: input.raised_on,
            reported_by: input.reported_on.and(by.account),
            reported_to: input.reported_to,
            reported_on: input.reported_on,
            cleared_on: known.as_ref().and_then(|risk| risk.cleared_on),
            remark: input.remark.or(known.as_ref().and_then(|risk| risk.remark.clone())),
        };
        // A report that was made is not taken back.
        rules::require(
            known.as_ref().is_none_or(|known| known.reported_on.is_none() || risk.reported_on.is_some()),
            Code::RiskUnreported,
        )?;
        let details = json!({
            "risk_report_id": risk.id, "kind": risk.kind, "people": risk.people, "raised_on": risk.raised_on,
            "reported_on": risk.reported_on, "remark_sha256": remark_sha256,
        });
        match file.risk_reports.iter_mut().find(|each| each.id == risk.id) {
            Some(place) => *place = risk,
            None => file.risk_reports.push(risk),
        }
        Ok(details)
    })
}

/// The risk is over; not before it was reported.
pub fn clear_risk(file: &mut CaseFile, input: RiskCleared, by: &Moment) -> Result<Event> {
    step(file, Action::ClearRisk, input.cleared_on, by, |file| {
        let risk = found(file, input.risk_report_id)?;
        rules::risk_reported(risk)?;
        rules::require(risk.cleared_on.is_none(), Code::AlreadyDone)?;
        rules::not_before("cleared_on", input.cleared_on, risk.raised_on)?;
        risk.cleared_on = Some(input.cleared_on);
        Ok(json!({ "risk_report_id": risk.id, "kind": risk.kind, "cleared_on": input.cleared_on }))
    })
}

fn found(file: &mut CaseFile, id: RiskReportId) -> Result<&mut RiskReport> {
    let found = file.risk_reports.iter_mut().find(|risk| risk.id == id);
    found.ok_or_else(|| Error::field("risk_report_id", Code::UnknownReference))
}
