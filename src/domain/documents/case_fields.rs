//! The values of the named fields, taken from a case file. What the file does not say is left out, never made up.

use super::fields::Fields;
use super::names::Names;
use super::party_fields::{parties, side};
use crate::base::clock::china_day;
use crate::base::id::IdText;
use crate::base::locale::Locale;
use crate::domain::agreement::{Agreement, ConfirmationStatus};
use crate::domain::capital_figures::capital;
use crate::domain::case::{CaseFile, Outcome, Regime};
use crate::domain::contact::{Name, Text};
use crate::domain::mediators::CaseMediator;
use crate::domain::money::Fen;
use crate::domain::parties::PartyRole;
use crate::domain::remedies::{self, Advice};
use crate::domain::rules;
use chrono::NaiveDate;

/// The fields of a case; of meetings, callbacks and agents only the one `of` names, where it names one.
pub fn of_case(file: &CaseFile, names: &Names, of: Option<IdText>) -> Fields {
    let case = &file.case;
    let is = |id: &str| of.is_none_or(|of| of.as_str() == id);
    let mut fields = Fields::default()
        .with("committee", names.committee.as_str().to_owned())
        .with("mediation", mediation(case.regime).to_owned())
        .with("case_no", case.case_no.clone())
        .with("external_no", case.external_no.clone())
        .with("regime", case.regime.zh().to_owned())
        .with("category", case.category.zh().to_owned())
        .with("subcategory", case.subcategory.map(|second| second.zh().to_owned()))
        .with("source", case.source.zh().to_owned())
        .with("difficulty", case.difficulty.zh().to_owned())
        .with("summary", case.summary.as_str().to_owned())
        .with("people", case.people.to_string())
        .with("applicants", side(file, PartyRole::Applicant))
        .with("respondents", side(file, PartyRole::Respondent))
        .with("parties_named", joined(file.parties.iter().map(|party| party.name.as_str())))
        .with("applied_on", day(case.applied_on))
        .with("accepted_on", case.accepted_on.map(day))
        .with("concluded_on", case.concluded_on.map(day))
        .with("closed_on", case.closed_on.map(day))
        .with("due_on", case.due_on.map(day))
        .with("mediation_from", file.meetings.iter().map(|meeting| meeting.held_on).min().or(case.accepted_on).map(day))
        .with("mediation_to", case.concluded_on.map(day))
        .with("remedies_told_on", case.remedies_told_on.map(day))
        .with("retention", names.retention.clone())
        .with("filed_on", names.filed_on.map(day))
        .with("representatives", names.spokesmen.as_ref().and_then(|all| joined(all.names.iter().map(Name::as_str))))
        .with("representatives_chosen", names.spokesmen.as_ref().map(|all| all.chosen(case.regime)))
        .with("claim", names.claim.as_ref().map(Text::as_str).map(str::to_owned))
        .with("outcome", case.outcome.map(|outcome| outcome.zh().to_owned()))
        .with("outcome_reason", case.outcome_reason.as_ref().map(Text::as_str).map(str::to_owned));
    fields.flag("is_free", case.regime != Regime::Commercial);
    fields.flag("is_peoples", matches!(case.regime, Regime::People | Regime::Labour));
    fields.flag("must_be_written", case.regime == Regime::Labour);
    fields.flag("has_claim_amount", case.amount_claimed > Fen::ZERO);
    money(&mut fields, ["amount_claimed", "amount_claimed_capital"], case.amount_claimed);
    let active = |lead: bool| {
        let chosen = rules::active_mediators(file).filter(move |one| one.lead || !lead);
        joined(chosen.filter_map(|one| names.mediators.get(&one.mediator_id)).map(Name::as_str))
    };
    fields.set("mediators", active(false));
    fields.set("lead_mediator", active(true));
    if case.outcome == Some(Outcome::Agreed) {
        agreement(&mut fields, file, names);
    }
    fields.list("parties", parties(file, |_| true));
    fields.list("applicant_parties", parties(file, |party| party.role == PartyRole::Applicant));
    fields.list("respondent_parties", parties(file, |party| party.role == PartyRole::Respondent));
    fields.list("agents", parties(file, |party| party.agent_name.is_some() && is(party.id.as_str())));
    fields.list("meetings", meetings(file, names, is));
    fields.list("instalments", instalments(file));
    fields.list("payments", payments(file));
    fields.list("callbacks", callbacks(file, is));
    fields.list("risks", risks(file));
    fields.list("routes", routes(file, names));
    fields
}

/// The fields of a form that is filled by hand: one meeting, callback or agent of which nothing is known.
pub fn with_blank_forms(mut fields: Fields) -> Fields {
    for list in ["meetings", "callbacks", "agents"] {
        fields.list(list, vec![Fields::default()]);
    }
    fields
}

fn agreement(fields: &mut Fields, file: &CaseFile, names: &Names) {
    let case = &file.case;
    let agreement = file.agreement.as_ref();
    let of = |pick: fn(&Agreement) -> Option<String>| agreement.and_then(pick);
    fields.flag("has_amount", case.amount_agreed > Fen::ZERO);
    money(fields, ["amount_agreed", "amount_agreed_capital"], case.amount_agreed);
    money(fields, ["amount_paid", "amount_paid_capital"], case.amount_paid);
    money(fields, ["amount_unpaid", "amount_unpaid_capital"], rules::unpaid(file));
    fields.set("agreement_no", of(|agreement| agreement.agreement_no.clone()));
    let facts = agreement.and_then(|agreement| agreement.facts.as_ref()).unwrap_or(&case.summary);
    fields.set("agreement_facts", facts.as_str().to_owned());
    fields.set("agreement_mediators", agreement.and_then(|agreement| mediators_on(file, names, agreement.agreed_on)));
    fields.set("agreement_content", of(|agreement| agreement.content.as_ref().map(|text| text.as_str().to_owned())));
    fields.set("agreed_on", of(|agreement| Some(day(agreement.agreed_on))));
    fields.set("effective_on", of(|agreement| agreement.effective_on.map(day)));
    fields.set("confirmation_due_on", of(|agreement| agreement.confirmation_due_on.map(day)));
    let confirmation = |agreement: &Agreement| {
        let status = agreement.confirmation;
        (status != ConfirmationStatus::None).then(|| status.zh().to_owned())
    };
    fields.set("confirmation", of(confirmation));
    // One for each party and one for the committee (F2).
    let copies = agreement.and_then(|agreement| agreement.copies);
    fields.set("copies", copies.map_or_else(|| (file.parties.len() + 1).to_string(), |copies| copies.to_string()));
    fields.set("court", of(|agreement| agreement.court.as_ref().map(|court| court.as_str().to_owned())));
    let terms = file.instalments.iter().map(|part| {
        let place = part.place.as_ref().map(|place| format!("，{}", place.as_str())).unwrap_or_default();
        format!("第{}期 {}前 {} {}{place}", part.no, day(part.due_on), yuan(part.amount), part.manner.zh())
    });
    fields.set("performance_terms", terms.collect::<Vec<_>>().join("\n"));
}

/// Who mediated on a day; another may have taken over since.
fn mediators_on(file: &CaseFile, names: &Names, on: NaiveDate) -> Option<String> {
    let was_on = |one: &&CaseMediator| one.appointed_on <= on && one.released_on.is_none_or(|released| released >= on);
    let those = file.mediators.iter().filter(was_on).filter_map(|one| names.mediators.get(&one.mediator_id));
    joined(those.map(Name::as_str))
}

fn meetings(file: &CaseFile, names: &Names, is: impl Fn(&str) -> bool) -> Vec<Fields> {
    let name = |id| file.parties.iter().find(|party| party.id == id).map(|party| party.name.as_str());
    let said = |text: Option<&Text>| text.map(|text| text.as_str().to_owned());
    let chosen: Vec<_> = file.meetings.iter().filter(|meeting| is(meeting.id.as_str())).collect();
    each(&chosen, |meeting| {
        let points = file.meeting_points.iter().find(|points| points.meeting_id == meeting.id);
        let of_meeting = || file.attendances.iter().filter(|one| one.meeting_id == meeting.id);
        let absent = of_meeting().filter(|one| !one.came).filter_map(|one| Some((name(one.party_id)?, one)));
        let absent = absent.map(|(name, one)| {
            let reason = one.absence.map(|reason| reason.zh()).into_iter();
            let why = joined(reason.chain(one.remark.as_ref().map(Text::as_str)));
            why.map_or_else(|| name.to_owned(), |why| format!("{name}（{why}）"))
        });
        let stated = of_meeting()
            .filter_map(|one| Some(format!("{}：{}", name(one.party_id)?, one.statement.as_ref()?.as_str())));
        let told = points.and_then(|points| {
            let told = [
                (points.notice_given, "权利和义务"),
                (points.principles_told, "调解原则"),
                (points.risk_told, "调解风险"),
                (points.routes_told, "其他解决途径"),
            ];
            joined(told.into_iter().filter(|(was, _)| *was).map(|(_, what)| what))
        });
        let mut fields = Fields::default()
            .with("meeting_absent", absent.reduce(|all, one| all + "、" + &one))
            .with("meeting_mediators", mediators_on(file, names, meeting.held_on))
            .with("meeting_statements", stated.reduce(|all, one| all + "\n" + &one))
            .with("meeting_facts", points.and_then(|points| said(points.facts.as_ref())))
            .with("meeting_agreed", points.and_then(|points| said(points.agreed.as_ref())))
            .with("meeting_not_agreed", points.and_then(|points| said(points.not_agreed.as_ref())))
            .with("meeting_no", meeting.no.to_string())
            .with("meeting_on", day(meeting.held_on))
            .with("meeting_mode", meeting.mode.zh().to_owned())
            .with("meeting_place", meeting.place.as_ref().map(Name::as_str).map(str::to_owned))
            .with("meeting_attended", joined(meeting.attended.iter().filter_map(|id| name(*id))))
            .with("meeting_record", said(meeting.record.as_ref()));
        fields.flag("was_told", told.is_some());
        fields.set("meeting_told", told);
        fields
    })
}

fn instalments(file: &CaseFile) -> Vec<Fields> {
    let of = |part: &crate::domain::agreement::Instalment| {
        let mut fields = Fields::default()
            .with("instalment_no", part.no.to_string())
            .with("instalment_due_on", day(part.due_on))
            .with("instalment_manner", part.manner.zh().to_owned())
            .with("instalment_place", part.place.as_ref().map(Name::as_str).map(str::to_owned));
        money(&mut fields, ["instalment_amount", "instalment_capital"], part.amount);
        fields
    };
    file.instalments.iter().map(of).collect()
}

fn payments(file: &CaseFile) -> Vec<Fields> {
    let payee = |id| file.parties.iter().find(|party| party.id == id).map(|party| party.name.as_str());
    let of = |(no, payment): (usize, &crate::domain::agreement::Payment)| {
        let mut fields = Fields::default()
            .with("payment_no", no.to_string())
            .with("payment_on", day(payment.paid_on))
            .with("payment_manner", payment.manner.zh().to_owned())
            .with("payment_payee", payment.payee_id.and_then(payee).map(str::to_owned))
            .with("payment_reference", payment.reference.as_ref().map(Name::as_str).map(str::to_owned));
        money(&mut fields, ["payment_amount", "payment_capital"], payment.amount);
        fields
    };
    (1..).zip(&file.payments).map(of).collect()
}

/// The callbacks that were made. Satisfaction is what the party said and is never filled in for it (F7).
fn callbacks(file: &CaseFile, is: impl Fn(&str) -> bool) -> Vec<Fields> {
    let name = |id| file.parties.iter().find(|party| party.id == id).map(|party| party.name.as_str().to_owned());
    let chosen: Vec<_> =
        file.callbacks.iter().filter(|callback| callback.done_on.is_some() && is(callback.id.as_str())).collect();
    each(&chosen, |callback| {
        Fields::default()
            .with("callback_party", name(callback.party_id))
            .with("callback_on", callback.done_on.map(day))
            .with("callback_channel", callback.channel.map(|channel| channel.zh().to_owned()))
            .with("callback_result", callback.result.map(|result| result.zh().to_owned()))
            .with("callback_performance", callback.performance.map(|said| said.zh().to_owned()))
            .with("callback_satisfaction", callback.satisfaction.map(|said| said.zh().to_owned()))
            .with("callback_remark", callback.remark.as_ref().map(Text::as_str).map(str::to_owned))
    })
}

fn risks(file: &CaseFile) -> Vec<Fields> {
    let of = |risk: &crate::domain::risk::RiskReport| {
        Fields::default()
            .with("risk_kind", risk.kind.zh().to_owned())
            .with("risk_people", risk.people.to_string())
            .with("risk_raised_on", day(risk.raised_on))
            .with("risk_reported_to", risk.reported_to.as_ref().map(Name::as_str).map(str::to_owned))
            .with("risk_reported_on", risk.reported_on.map(day))
            .with("risk_remark", risk.remark.as_ref().map(Text::as_str).map(str::to_owned))
    };
    file.risk_reports.iter().map(of).collect()
}

/// Where the parties may turn, as it stood when the case was last changed.
fn routes(file: &CaseFile, names: &Names) -> Vec<Fields> {
    let sentence = |one: &Advice| {
        let until = one.until_on.map(|on| format!("，最迟{}", day(on))).unwrap_or_default();
        format!("{}（{}）{until}", one.zh, one.article)
    };
    let all = remedies::of_case(file, china_day(file.case.updated_at), &names.calendar);
    all.iter().map(|one| Fields::default().with("route", sentence(one))).collect()
}

/// The fields of each, and whether another follows: a new page begins between them.
fn each<T>(all: &[&T], of: impl Fn(&T) -> Fields) -> Vec<Fields> {
    let last = all.len().saturating_sub(1);
    let one = |(at, each): (usize, &&T)| {
        let mut fields = of(each);
        fields.flag("is_followed", at < last);
        fields
    };
    all.iter().enumerate().map(one).collect()
}

fn money(fields: &mut Fields, [figure, words]: [&'static str; 2], amount: Fen) {
    fields.set(figure, yuan(amount));
    fields.set(words, capital(amount));
}

/// What the mediation is called in the titles of its papers.
const fn mediation(regime: Regime) -> &'static str {
    match regime {
        Regime::People => "人民调解",
        Regime::Labour => "劳动争议调解",
        Regime::Commercial => "商事调解",
        Regime::CourtPre | Regime::CourtPost => "调解",
    }
}

/// Names joined with the Chinese comma; nothing where there are none.
pub(super) fn joined<'a>(names: impl Iterator<Item = &'a str>) -> Option<String> {
    let names: Vec<&str> = names.collect();
    (!names.is_empty()).then(|| names.join("、"))
}

/// A day as papers write it: 2026年11月21日.
pub fn day(on: NaiveDate) -> String {
    Locale::Zh.day(on)
}

/// An amount as papers write it: 30,000.00元.
pub fn yuan(amount: Fen) -> String {
    let text = amount.to_string();
    let (whole, part) = text.split_once('.').unwrap_or((&text, "00"));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{grouped}.{part}元")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_amounts_read_as_in_papers() {
        assert_eq!(day(NaiveDate::from_ymd_opt(2026, 1, 5).unwrap()), "2026年1月5日");
        for (fen, text) in [(0, "0.00元"), (3_000_000, "30,000.00元"), (99, "0.99元"), (123_456_789, "1,234,567.89元")]
        {
            assert_eq!(yuan(Fen::new(fen).unwrap()), text);
        }
    }
}
