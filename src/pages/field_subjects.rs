//! What of a case a field may be set to: its parties, mediators, sessions, callbacks and what else belongs to it.

use super::fields::{Kind, Setting};
use super::frame::yuan;
use crate::base::text_enum::Worded;
use crate::domain::agreement::Payment;
use crate::domain::committee::Mediator;
use crate::domain::session_plan::{PlanState, SessionPlan};
use chrono::Duration;

impl Setting {
    /// What a field may be set to, as value and label.
    pub(super) fn subjects(&self, kind: Kind) -> Vec<(String, String)> {
        let Some(file) = &self.file else { return Vec::new() };
        let party =
            |id| self.parties().iter().find(|party| party.id == id).map_or(String::new(), |one| self.named(one));
        let on_case = |one: &&Mediator| {
            file.mediators.iter().any(|each| each.mediator_id == one.id && each.released_on.is_none())
        };
        let mediator = |one: &Mediator| (one.id.to_string(), one.name.as_str().to_owned());
        match kind {
            Kind::Party | Kind::Parties => {
                self.parties().iter().map(|party| (party.id.to_string(), self.named(party))).collect()
            }
            Kind::Mediator | Kind::Mediators => self.mediators.iter().filter(on_case).map(mediator).collect(),
            Kind::Colleague => self.mediators.iter().map(mediator).collect(),
            Kind::Firm => self.firms.iter().map(|(id, name)| (id.to_string(), name.clone())).collect(),
            Kind::Plan => {
                let planned = file.session_plans.iter().filter(|plan| plan.state == PlanState::Planned);
                let at = |plan: &SessionPlan| {
                    let at = plan.starts_at + Duration::hours(8);
                    format!("{} {}", self.locale.day(at.date()), at.format("%H:%M"))
                };
                planned.map(|plan| (plan.id.to_string(), at(plan))).collect()
            }
            Kind::Callback => {
                let done = file.callbacks.iter().filter(|one| one.done_on.is_some());
                done.map(|one| (one.id.to_string(), format!("{} {}", party(one.party_id), self.locale.day(one.due_on))))
                    .collect()
            }
            Kind::Task => {
                let open = file.tasks.iter().filter(|task| task.done_on.is_none());
                open.map(|one| {
                    (one.id.to_string(), format!("{} {}", one.kind.word(self.locale), self.locale.day(one.due_on)))
                })
                .collect()
            }
            Kind::Risk => {
                let open = file.risk_reports.iter().filter(|risk| risk.cleared_on.is_none());
                open.map(|one| {
                    (one.id.to_string(), format!("{} {}", one.kind.word(self.locale), self.locale.day(one.raised_on)))
                })
                .collect()
            }
            Kind::Payment => {
                let said = |one: &Payment| format!("{} {}", self.locale.day(one.paid_on), yuan(one.amount));
                file.payments.iter().map(|one| (one.id.to_string(), said(one))).collect()
            }
            _ => Vec::new(),
        }
    }
}
