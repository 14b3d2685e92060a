//! Sessions that are planned, moved, held or given up; cases that stand still and go on.

use super::*;

#[test]
fn sessions_follow_the_mediators_and_end_with_mediation() {
    let by = by();
    let mut file = mediating(Regime::People);
    let starts = "2026-04-01T09:00:00".parse().unwrap();
    let time = SessionTime { starts, minutes: 60, mode: MeetingMode::Phone, place: None, link: None };
    plan_session(&mut file, NewSession { time, party_ids: vec![], mediator_ids: vec![] }, &by).unwrap();
    let (old, next) = (file.mediators[0].mediator_id, appointment(MediatorId::new()));
    let swap = Replacement { mediator_id: old, reason: ReleaseReason::Unavailable, appointment: next.clone() };
    let event = replace_mediator(&mut file, swap, MediatorStatus::Active, &by).unwrap();
    let plan = file.session_plans[0].clone();
    assert_eq!((plan.mediators.0.as_slice(), plan.sequence), ([next.mediator_id].as_slice(), 1));
    assert_eq!(event.details["plans"], serde_json::json!([plan.id]));
    let event = terminate(&mut file, terminating(Outcome::WideGap, true), &by).unwrap();
    let plan = &file.session_plans[0];
    assert_eq!((plan.state, plan.sequence), (PlanState::Cancelled, 2));
    assert_eq!(event.details["plans"], serde_json::json!([plan.id]));
}

#[test]
fn labour_goes_on_while_suspended_and_a_reopened_case_has_the_days_it_stood_still() {
    let (terms, by) = (Terms::default(), by());
    let stopped = |regime| {
        let mut file = mediating(regime);
        suspend(&mut file, Suspending { suspended_on: day(6), reason: text("鉴定") }, &self::by()).unwrap();
        file
    };
    let mut file = stopped(Regime::People);
    assert!(clocks::runs(&stopped(Regime::Labour)) && !clocks::runs(&file));
    let ended = Terminating { terminated_on: day(9), ..terminating(Outcome::WideGap, true) };
    terminate(&mut file, ended, &by).unwrap();
    close(&mut file, Closing { closed_on: day(9) }, &by).unwrap();
    let again = Reopening { reopened_on: day(20), to: Status::Mediating, reason: text("重新同意调解") };
    reopen(&mut file, again, &terms, &by).unwrap();
    // A month from the second of March is the second of April, a Thursday; three days more are a Sunday and a holiday.
    assert_eq!(file.case.due_on, clocks::settle_due_on(&file, &terms));
    assert!(file.case.due_on > NaiveDate::from_ymd_opt(2026, 4, 4), "{:?}", file.case.due_on);
}

#[test]
fn a_planned_session_is_moved_cancelled_or_held_with_everyone_accounted_for() {
    let by = by();
    let mut file = mediating(Regime::People);
    let time = |text: &str, mode, place: Option<&str>, link: Option<&str>| SessionTime {
        starts: text.parse().unwrap(),
        minutes: 60,
        mode,
        place: place.map(|place| Name::parse(place).unwrap()),
        link: link.map(|link| Name::parse(link).unwrap()),
    };
    let at = |time| NewSession { time, party_ids: vec![], mediator_ids: vec![] };
    // It is 16:00 in China on the thirty-first of March.
    for (wrong, code) in [
        (time("2026-03-31T16:00:00", MeetingMode::Phone, None, None), Code::PastTime),
        (time("2028-04-01T09:00:00", MeetingMode::Phone, None, None), Code::OutOfRange),
        (time("2026-04-01T09:00:00", MeetingMode::OnSite, None, None), Code::Missing),
        (time("2026-04-01T09:00:00", MeetingMode::Online, Some("室"), None), Code::Missing),
        (time("2026-04-01T09:00:00", MeetingMode::Online, None, Some("http://a")), Code::LinkFormat),
        (SessionTime { minutes: 4, ..time("2026-04-01T09:00:00", MeetingMode::Phone, None, None) }, Code::OutOfRange),
    ] {
        assert_eq!(refusal(&file, |file| plan_session(file, at(wrong), &by)), code);
    }
    let phone = |text: &str| time(text, MeetingMode::Phone, None, None);
    let stranger = NewSession { mediator_ids: vec![MediatorId::new()], ..at(phone("2026-04-01T00:30:00")) };
    assert_eq!(refusal(&file, |file| plan_session(file, stranger, &by)), Code::UnknownReference);
    plan_session(&mut file, at(phone("2026-04-01T00:30:00")), &by).unwrap();
    let plan = file.session_plans[0].clone();
    assert_eq!(
        (plan.starts_at.to_string(), plan.starts_on.to_string()),
        ("2026-03-31 16:30:00".into(), "2026-04-01".into())
    );
    assert_eq!((plan.parties.len(), plan.mediators.len(), plan.sequence), (2, 1, 0), "everyone is invited");
    let shift = SessionMove { plan_id: plan.id, time: phone("2026-04-02T09:00:00") };
    move_session(&mut file, shift.clone(), &by).unwrap();
    assert_eq!((file.session_plans[0].starts_on.to_string(), file.session_plans[0].sequence), ("2026-04-02".into(), 1));

    let (one, two) = (file.parties[0].id, file.parties[1].id);
    let held = NewMeeting { plan_id: Some(plan.id), ..unplanned(day(31), MeetingMode::Phone, vec![one], None) };
    let absent = |party_id, reason| Absence { party_id, reason, remark: None };
    use crate::domain::session_plan::{AbsenceReason, PlanState};
    for (wrong, code) in [
        (held.clone(), Code::AttendanceMissing),
        (NewMeeting { absent: vec![absent(one, AbsenceReason::Work)], ..held.clone() }, Code::BothThereAndNot),
        (NewMeeting { absent: vec![absent(two, AbsenceReason::Other)], ..held.clone() }, Code::Missing),
        (
            NewMeeting { absent: vec![absent(PartyId::new(), AbsenceReason::Work)], ..held.clone() },
            Code::UnknownReference,
        ),
    ] {
        assert_eq!(refusal(&file, |file| hold_meeting(file, wrong, &by)), code);
    }
    let points = |not_agreed: Option<&str>| RecordPoints {
        notice_given: true,
        principles_told: true,
        risk_told: true,
        facts: None,
        agreed: None,
        not_agreed: not_agreed.map(text),
        routes_told: false,
    };
    let held = NewMeeting { absent: vec![absent(two, AbsenceReason::Work)], ..held };
    let untold = NewMeeting { points: Some(points(Some("分歧过大"))), ..held.clone() };
    assert_eq!(refusal(&file, |file| hold_meeting(file, untold, &by)), Code::RemediesUntold);
    let mut other = file.clone();
    hold_meeting(&mut file, NewMeeting { points: Some(points(None)), ..held }, &by).unwrap();
    let plan = &file.session_plans[0];
    assert_eq!((plan.state, plan.meeting_id), (PlanState::Held, Some(file.meetings[0].id)));
    assert_eq!((file.attendances[0].party_id, file.attendances[0].came), (two, false));
    assert_eq!(refusal(&file, |file| move_session(file, shift, &by)), Code::SessionOver);

    let cancel = SessionCancellation { plan_id: other.session_plans[0].id, reason: text("改日再约") };
    cancel_session(&mut other, cancel.clone(), &by).unwrap();
    assert_eq!((other.session_plans[0].state, other.session_plans[0].sequence), (PlanState::Cancelled, 2));
    assert_eq!(refusal(&other, |file| cancel_session(file, cancel, &by)), Code::SessionOver);
    assert!(
        AbsenceReason::TERMS.iter().all(|term| !term.en.to_lowercase().contains("cancel")),
        "not coming cancels nothing"
    );
}
