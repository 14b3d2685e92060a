//! A service on a pairing: what took place, for whom, how long; and the loop of a legal health check (法治体检).

use super::contact::Name;
use super::moment::Moment;
use super::pairing::Pairing;
use super::region::RegionCode;
use crate::base::change::given;
use crate::base::clock::Instant;
use crate::base::code::Code;
use crate::base::error::{Error, Faults, Result};
use crate::base::id::{AccountId, LawyerId, PairingId, ServiceId};
use crate::base::text_list::TextList;
use crate::text_enum;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

text_enum! {
    /// What firms do for chambers under 万所联万会.
    pub enum ServiceKind {
        Lecture = "lecture", "讲座", "Lecture";
        Training = "training", "培训", "Training";
        HealthCheck = "health_check", "法治体检", "Legal health check";
        Consultation = "consultation", "咨询", "Consultation";
        Publicity = "publicity", "宣传", "Publicity";
        RightsProtection = "rights_protection", "维权", "Rights protection";
        Mediation = "mediation", "调解", "Mediation";
        TalentTraining = "talent_training", "人才培养", "Talent training";
        ChamberGovernance = "chamber_governance", "商会管理", "Chamber governance";
        Station = "station", "维权服务工作站", "Service station";
        PartyBuilding = "party_building", "党建合作交流", "Party building";
    }
}

/// One service that took place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, diesel::Queryable, utoipa::ToSchema)]
pub struct LoggedService {
    pub id: ServiceId,
    pub pairing_id: PairingId,
    pub region_code: RegionCode,
    pub kind: ServiceKind,
    /// Of a health check, the visit.
    pub held_on: NaiveDate,
    pub online: bool,
    /// Needed unless it was online.
    pub place: Option<Name>,
    #[schema(value_type = Vec<LawyerId>)]
    pub lawyers: TextList<LawyerId>,
    /// Enterprises served.
    pub enterprises: i64,
    /// People served.
    pub people: i64,
    /// How long it took, in minutes.
    pub minutes: i64,
    pub pro_bono: bool,
    /// Findings of a health check by grade: red are grave and urgent.
    pub findings_red: Option<i64>,
    pub findings_yellow: Option<i64>,
    pub findings_green: Option<i64>,
    pub reported_on: Option<NaiveDate>,
    pub rectified_on: Option<NaiveDate>,
    pub called_back_on: Option<NaiveDate>,
    pub logged_by: Option<AccountId>,
    #[schema(value_type = String, format = DateTime)]
    pub logged_at: Instant,
    pub confirmed_by: Option<AccountId>,
    /// When the chamber confirmed that it took place; it is fixed from then on.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub confirmed_at: Option<Instant>,
    pub version: i64,
}

/// A service to be logged.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewService {
    pub kind: ServiceKind,
    pub held_on: NaiveDate,
    #[serde(default)]
    pub online: bool,
    pub place: Option<Name>,
    /// Lawyers of the firm.
    pub lawyers: Vec<LawyerId>,
    #[serde(default)]
    pub enterprises: i64,
    #[serde(default)]
    pub people: i64,
    pub minutes: i64,
    pub pro_bono: bool,
}

/// What is to be changed; a field that is absent or null stays. The findings and the later steps of a health check come this way.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ServiceChange {
    #[serde(default, deserialize_with = "given")]
    pub held_on: Option<NaiveDate>,
    #[serde(default, deserialize_with = "given")]
    pub online: Option<bool>,
    #[serde(default, deserialize_with = "given")]
    pub place: Option<Option<Name>>,
    #[serde(default, deserialize_with = "given")]
    pub lawyers: Option<Vec<LawyerId>>,
    #[serde(default, deserialize_with = "given")]
    pub enterprises: Option<i64>,
    #[serde(default, deserialize_with = "given")]
    pub people: Option<i64>,
    #[serde(default, deserialize_with = "given")]
    pub minutes: Option<i64>,
    #[serde(default, deserialize_with = "given")]
    pub pro_bono: Option<bool>,
    #[serde(default, deserialize_with = "given")]
    pub findings_red: Option<Option<i64>>,
    #[serde(default, deserialize_with = "given")]
    pub findings_yellow: Option<Option<i64>>,
    #[serde(default, deserialize_with = "given")]
    pub findings_green: Option<Option<i64>>,
    /// The report on the findings.
    #[serde(default, deserialize_with = "given")]
    pub reported_on: Option<Option<NaiveDate>>,
    /// What was found is put right.
    #[serde(default, deserialize_with = "given")]
    pub rectified_on: Option<Option<NaiveDate>>,
    #[serde(default, deserialize_with = "given")]
    pub called_back_on: Option<Option<NaiveDate>>,
}

/// A service on a pairing, on a day of its life.
pub fn log(pairing: &Pairing, new: NewService, by: &Moment) -> Result<LoggedService> {
    let logged = LoggedService {
        id: ServiceId::new(),
        pairing_id: pairing.id,
        region_code: pairing.region_code,
        kind: new.kind,
        held_on: new.held_on,
        online: new.online,
        place: new.place,
        lawyers: TextList(new.lawyers),
        enterprises: new.enterprises,
        people: new.people,
        minutes: new.minutes,
        pro_bono: new.pro_bono,
        findings_red: None,
        findings_yellow: None,
        findings_green: None,
        reported_on: None,
        rectified_on: None,
        called_back_on: None,
        logged_by: by.account,
        logged_at: by.now,
        confirmed_by: None,
        confirmed_at: None,
        version: 1,
    };
    logged.check(pairing, by)?;
    Ok(logged)
}

impl LoggedService {
    /// Changes what was not confirmed yet.
    pub fn amend(&mut self, pairing: &Pairing, change: ServiceChange, by: &Moment) -> Result<()> {
        if self.confirmed_at.is_some() {
            return Err(Error::Conflict(Code::ServiceConfirmed));
        }
        let mut next = self.clone();
        fn put<T>(into: &mut T, value: Option<T>) {
            if let Some(value) = value {
                *into = value;
            }
        }
        put(&mut next.held_on, change.held_on);
        put(&mut next.online, change.online);
        put(&mut next.lawyers, change.lawyers.map(TextList));
        put(&mut next.enterprises, change.enterprises);
        put(&mut next.people, change.people);
        put(&mut next.minutes, change.minutes);
        put(&mut next.pro_bono, change.pro_bono);
        put(&mut next.place, change.place);
        put(&mut next.findings_red, change.findings_red);
        put(&mut next.findings_yellow, change.findings_yellow);
        put(&mut next.findings_green, change.findings_green);
        put(&mut next.reported_on, change.reported_on);
        put(&mut next.rectified_on, change.rectified_on);
        put(&mut next.called_back_on, change.called_back_on);
        next.version += 1;
        next.check(pairing, by)?;
        *self = next;
        Ok(())
    }

    /// The chamber confirms that it took place; a health check when its loop is closed by the callback.
    pub fn confirm(&mut self, by: &Moment) -> Result<()> {
        if self.confirmed_at.is_some() {
            return Err(Error::Conflict(Code::ServiceConfirmed));
        }
        if self.is_open() {
            return Err(Error::Conflict(Code::HealthCheckOpen));
        }
        (self.confirmed_at, self.confirmed_by) = (Some(by.now), by.account);
        self.version += 1;
        Ok(())
    }

    /// Whether it is a health check whose callback is still to come.
    pub fn is_open(&self) -> bool {
        self.kind == ServiceKind::HealthCheck && self.called_back_on.is_none()
    }

    fn check(&self, pairing: &Pairing, by: &Moment) -> Result<()> {
        let mut faults = Faults::default();
        faults.check(self.held_on <= by.today, "held_on", Code::FutureDate);
        faults.check(pairing.lives_on(self.held_on), "held_on", Code::OutsideTerm);
        faults.check(self.online || self.place.is_some(), "place", Code::Missing);
        let distinct: BTreeSet<_> = self.lawyers.iter().collect();
        faults.check(!self.lawyers.is_empty(), "lawyers", Code::Missing);
        faults.check(self.lawyers.len() <= 20, "lawyers", Code::OutOfRange);
        faults.check(distinct.len() == self.lawyers.len(), "lawyers", Code::Invalid);
        for (field, number, least, most) in [
            ("enterprises", Some(self.enterprises), 0, 100_000),
            ("people", Some(self.people), 0, 1_000_000),
            ("minutes", Some(self.minutes), 1, 60_000),
            ("findings_red", self.findings_red, 0, 10_000),
            ("findings_yellow", self.findings_yellow, 0, 10_000),
            ("findings_green", self.findings_green, 0, 10_000),
        ] {
            faults.check(number.is_none_or(|number| (least..=most).contains(&number)), field, Code::OutOfRange);
        }
        self.check_loop(by, &mut faults);
        faults.done()
    }

    /// Visit, findings with their report, put right, called back: each after the one before, and nothing left out but the putting
    /// right where nothing grave was found.
    fn check_loop(&self, by: &Moment, faults: &mut Faults) {
        let findings = [self.findings_red, self.findings_yellow, self.findings_green];
        let days = [
            ("reported_on", self.reported_on),
            ("rectified_on", self.rectified_on),
            ("called_back_on", self.called_back_on),
        ];
        if self.kind != ServiceKind::HealthCheck {
            let is_plain = findings.iter().all(Option::is_none) && days.iter().all(|(_, day)| day.is_none());
            faults.check(is_plain, "kind", Code::NotHealthCheck);
            return;
        }
        let is_reported = self.reported_on.is_some();
        for (field, found) in ["findings_red", "findings_yellow", "findings_green"].into_iter().zip(findings) {
            faults.check(found.is_some() || !is_reported, field, Code::Missing);
        }
        let has_more =
            self.rectified_on.is_some() || self.called_back_on.is_some() || findings.iter().any(Option::is_some);
        faults.check(is_reported || !has_more, "reported_on", Code::HealthCheckOrder);
        let is_grave = [self.findings_red, self.findings_yellow].into_iter().flatten().any(|found| found > 0);
        let is_skipped = self.called_back_on.is_some() && self.rectified_on.is_none() && is_grave;
        faults.check(!is_skipped, "rectified_on", Code::HealthCheckOrder);
        let mut before = self.held_on;
        for (field, day) in days {
            let Some(day) = day else { continue };
            faults.check(day <= by.today, field, Code::FutureDate);
            faults.check(day >= before, field, Code::DateOrder);
            before = day;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::pairing::tests::{at, day};
    use super::super::pairing_term::tests::{faults, signed};
    use super::*;

    fn new(kind: ServiceKind, on: &str) -> NewService {
        NewService {
            kind,
            held_on: day(on),
            online: false,
            place: Some(Name::parse("商会会议室").unwrap()),
            lawyers: vec![LawyerId::new()],
            enterprises: 12,
            people: 30,
            minutes: 90,
            pro_bono: true,
        }
    }

    #[test]
    fn a_service_lies_in_the_life_of_its_pairing_and_not_ahead() {
        let pairing = signed().0;
        let lecture = |on| log(&pairing, new(ServiceKind::Lecture, on), &at("2026-05-01"));
        assert_eq!(faults(lecture("2026-03-31")), "held_on outside_term");
        assert_eq!(faults(lecture("2026-05-02")), "held_on future_date");
        lecture("2026-04-01").unwrap();
        // Logged late, held in time.
        log(&pairing, new(ServiceKind::Lecture, "2027-03-31"), &at("2027-06-01")).unwrap();
    }

    #[test]
    fn each_wrong_field_is_named() {
        let pairing = signed().0;
        let lawyer = LawyerId::new();
        let good = || new(ServiceKind::Lecture, "2026-05-01");
        for (input, wrong) in [
            (NewService { place: None, ..good() }, "place missing"),
            (NewService { lawyers: vec![], ..good() }, "lawyers missing"),
            (NewService { lawyers: vec![lawyer, lawyer], ..good() }, "lawyers invalid"),
            (NewService { enterprises: -1, ..good() }, "enterprises out_of_range"),
            (NewService { people: 1_000_001, ..good() }, "people out_of_range"),
            (NewService { minutes: 0, ..good() }, "minutes out_of_range"),
            (NewService { minutes: i64::MAX, ..good() }, "minutes out_of_range"),
        ] {
            assert_eq!(faults(log(&pairing, input, &at("2026-05-01"))), wrong);
        }
        log(&pairing, NewService { place: None, online: true, ..good() }, &at("2026-05-01")).unwrap();
    }

    #[test]
    fn a_health_check_goes_step_by_step_and_is_confirmed_when_called_back() {
        let (pairing, now) = (signed().0, at("2026-06-01"));
        let mut check = log(&pairing, new(ServiceKind::HealthCheck, "2026-05-01"), &now).unwrap();
        assert_eq!(faults(check.confirm(&now)), "health_check_open");
        let none = ServiceChange::default;
        let found = |red, yellow| ServiceChange {
            findings_red: Some(Some(red)),
            findings_yellow: Some(Some(yellow)),
            findings_green: Some(Some(5)),
            reported_on: Some(Some(day("2026-05-08"))),
            ..none()
        };
        for (change, wrong) in [
            (ServiceChange { findings_red: Some(Some(1)), ..none() }, "reported_on health_check_order"),
            (
                ServiceChange { reported_on: Some(Some(day("2026-05-08"))), findings_yellow: Some(Some(2)), ..none() },
                "findings_red missing, findings_green missing",
            ),
            (ServiceChange { rectified_on: Some(Some(day("2026-05-08"))), ..none() }, "reported_on health_check_order"),
            (ServiceChange { reported_on: Some(Some(day("2026-04-30"))), ..found(0, 0) }, "reported_on date_order"),
            (ServiceChange { reported_on: Some(Some(day("2026-06-02"))), ..found(0, 0) }, "reported_on future_date"),
            (
                ServiceChange { called_back_on: Some(Some(day("2026-05-20"))), ..found(1, 0) },
                "rectified_on health_check_order",
            ),
            (ServiceChange { rectified_on: Some(Some(day("2026-05-07"))), ..found(1, 0) }, "rectified_on date_order"),
        ] {
            assert_eq!(faults(check.amend(&pairing, change, &now)), wrong);
        }
        assert_eq!(check.version, 1, "nothing half done");
        let endless = ServiceChange { findings_green: Some(Some(0)), ..found(i64::MAX, i64::MAX) };
        assert_eq!(
            faults(check.amend(&pairing, endless, &now)),
            "findings_red out_of_range, findings_yellow out_of_range"
        );
        let mut harmless = check.clone();
        harmless.amend(&pairing, found(0, 0), &now).unwrap();
        harmless
            .amend(&pairing, ServiceChange { called_back_on: Some(Some(day("2026-05-20"))), ..none() }, &now)
            .unwrap();
        harmless.confirm(&now).unwrap();
        check.amend(&pairing, found(1, 2), &now).unwrap();
        check.amend(&pairing, ServiceChange { rectified_on: Some(Some(day("2026-05-18"))), ..none() }, &now).unwrap();
        check.amend(&pairing, ServiceChange { called_back_on: Some(Some(day("2026-05-20"))), ..none() }, &now).unwrap();
        check.confirm(&now).unwrap();
        assert_eq!((check.version, check.confirmed_at), (5, Some(now.now)));
        assert_eq!(faults(check.amend(&pairing, none(), &now)), "service_confirmed");
        assert_eq!(faults(check.confirm(&now)), "service_confirmed");
    }

    #[test]
    fn only_a_health_check_has_findings() {
        let (pairing, now) = (signed().0, at("2026-06-01"));
        let mut lecture = log(&pairing, new(ServiceKind::Lecture, "2026-05-01"), &now).unwrap();
        let change = ServiceChange { findings_red: Some(Some(1)), ..ServiceChange::default() };
        assert_eq!(faults(lecture.amend(&pairing, change, &now)), "kind not_health_check");
        let more = ServiceChange { minutes: Some(120), pro_bono: Some(false), ..ServiceChange::default() };
        lecture.amend(&pairing, more, &now).unwrap();
        assert_eq!((lecture.minutes, lecture.pro_bono, lecture.people), (120, false, 30));
    }
}
