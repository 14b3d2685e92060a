//! What a mediator is due for the cases of a period (以案定补): what approved sheets pay, what is on none yet, and why the rest pays nothing.

use super::pay_allowances::{Judged, judged};
use crate::base::error::Result;
use crate::base::id::{CaseId, MediatorId};
use crate::domain::own_allowances::{OwnAllowances, OwnShare, total};
use crate::domain::period::Period;
use crate::store::allowance_cases;
use crate::store::allowances;
use crate::store::db::Conn;
use std::collections::BTreeSet;

/// A mediator's own part of the cases that closed in a period. Approved is what the sheet says, whoever is on the case by now; the rest is
/// that of the cases the mediator is on.
pub fn own(c: &mut Conn, mediator_id: MediatorId, period: Period, wants_identity_scans: bool) -> Result<OwnAllowances> {
    let mut approved = Vec::new();
    for one in allowances::that_may_pay(c, mediator_id, period)? {
        let sheet = one.kept()?;
        let own =
            sheet.paid.iter().filter(|case| period.contains(case.closed_on) && case.share_of(mediator_id).is_some());
        approved.extend(own.map(|case| OwnShare::of(case, mediator_id, sheet.rule(case), Some(one.id))));
    }
    approved.sort_by(|one, other| (one.closed_on, &one.case_no).cmp(&(other.closed_on, &other.case_no)));
    let paid_to_them: BTreeSet<CaseId> = approved.iter().map(|one| one.case_id).collect();
    let candidates = allowance_cases::of_mediator(c, mediator_id, period)?;
    let Judged { paid, unpaid, rules } = judged(c, &candidates, period, wants_identity_scans)?;
    let rule = |id| rules.iter().find(|rule| rule.id == id);
    let due: Vec<OwnShare> =
        paid.iter().map(|case| OwnShare::of(case, mediator_id, rule(case.rule_id), None)).collect();
    Ok(OwnAllowances {
        mediator_id,
        from: period.from,
        to: period.to,
        approved_total: total(&approved),
        due_total: total(&due),
        unpaid: unpaid.into_iter().filter(|case| !paid_to_them.contains(&case.case_id)).collect(),
        approved,
        due,
    })
}
