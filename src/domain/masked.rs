//! A case as a federation sees it: no names, numbers, facts or exact amounts, for mediation is not public (商事调解条例 art 19).

use super::case::{Case, CaseFile};
use super::contact::{Name, Text};
use super::mask;
use super::money::Fen;
use super::parties::Party;

/// The file without what tells who the parties are and what it is about. Amounts are rounded down to whole 10,000 yuan.
pub fn masked(file: CaseFile) -> CaseFile {
    let mut file = file;
    file.case = masked_case(file.case);
    file.parties = file.parties.into_iter().map(masked_party).collect();
    for meeting in &mut file.meetings {
        (meeting.place, meeting.record) = (None, None);
    }
    if let Some(agreement) = &mut file.agreement {
        (agreement.content, agreement.facts, agreement.court_no) = (None, None, None);
        agreement.amount = rounded(agreement.amount);
    }
    for part in &mut file.instalments {
        (part.place, part.amount) = (None, rounded(part.amount));
    }
    for payment in &mut file.payments {
        (payment.reference, payment.amount) = (None, rounded(payment.amount));
    }
    for callback in &mut file.callbacks {
        (callback.remark, callback.reopen_reason) = (None, None);
    }
    file.urgings.iter_mut().for_each(|urging| urging.words = None);
    file.extensions.iter_mut().for_each(|extension| extension.reason = None);
    for plan in &mut file.session_plans {
        (plan.place, plan.link, plan.reason) = (None, None, None);
    }
    for attendance in &mut file.attendances {
        (attendance.remark, attendance.statement) = (None, None);
    }
    for points in &mut file.meeting_points {
        (points.facts, points.agreed, points.not_agreed) = (None, None, None);
    }
    file.pauses.iter_mut().for_each(|pause| pause.reason = None);
    for risk in &mut file.risk_reports {
        (risk.reported_to, risk.remark) = (None, None);
    }
    file
}

/// The row alone, masked in the same way.
pub fn masked_case(case: Case) -> Case {
    Case {
        summary: Text::parse("***").unwrap_or(case.summary),
        external_no: None,
        outcome_reason: None,
        amount_claimed: rounded(case.amount_claimed),
        amount_agreed: rounded(case.amount_agreed),
        amount_paid: rounded(case.amount_paid),
        ..case
    }
}

/// The family name of a person; of an organisation nothing but that it is one.
pub fn masked_name(name: &Name) -> Name {
    let text = name.as_str();
    let shown = if text.chars().count() > 4 { "***".to_owned() } else { mask::name(text) };
    Name::parse(&shown).unwrap_or_else(|_| name.clone())
}

fn masked_party(party: Party) -> Party {
    Party {
        name: masked_name(&party.name),
        document_number: None,
        phone: None,
        email: None,
        address: None,
        representative: None,
        agent_name: None,
        agent_phone: None,
        agent_email: None,
        ..party
    }
}

fn rounded(amount: Fen) -> Fen {
    const BAND: i64 = 1_000_000;
    Fen::new(amount.get() / BAND * BAND).unwrap_or_default()
}
