//! Cases through the workflow on both databases: a life from the first call to the archive, what is refused, what is found.

use crate::both;
use crate::support::*;
use chrono::{Duration, NaiveDate};
use wanlian::base::clock::Clock;
use wanlian::base::error::{Error, Result};
use wanlian::base::id::*;
use wanlian::cli::verify::first_break;
use wanlian::domain::agreement::{AgreementForm, Manner, Signature};
use wanlian::domain::callback::{CallbackResult, Performance, Satisfaction};
use wanlian::domain::case::{CaseFile, Status};
use wanlian::domain::consent::{Channel, ConsentMatter};
use wanlian::domain::contact::Text;
use wanlian::domain::deadlines::Terms;
use wanlian::domain::event::Event;
use wanlian::domain::lifecycle::Action;
use wanlian::domain::meeting::MeetingMode;
use wanlian::domain::moment::Moment;
use wanlian::domain::money::Fen;
use wanlian::domain::notes::NoteKind;
use wanlian::domain::policy::{Actor, Permission, Role, Standing};
use wanlian::domain::region::RegionCode;
use wanlian::domain::steps::{self, *};
use wanlian::store::case_lists::{self, Filter};
use wanlian::store::db::Db;
use wanlian::store::{case_events, case_files, committees, mediators};
use wanlian::workflow::choose_mediators;
use wanlian::workflow::register_case::{NewCase, register_case};
use wanlian::workflow::take_step::{Step, take_step};
use wanlian::workflow::write_note::{NewNote, read_notes, write_note};

/// A committee with a mediator, and the people around it.
struct World {
    db: Db,
    clock: Clock,
    chamber: Actor,
    mediator: Actor,
    mediator_id: MediatorId,
    federation: Actor,
    stranger: Actor,
}

fn world(fresh: &Fresh) -> World {
    let db = Db::open(&fresh.url, 2).unwrap();
    let clock = Clock::default();
    let now = clock.now();
    let region = RegionCode::parse("330226").unwrap();
    let [own, other] =
        ["宁商调", "象商调"].map(|prefix| entries::committee(None, "330226", &format!("{prefix}委员会"), prefix, now));
    let person = entries::mediator(&own, "宁调员丁", now);
    let (committee_id, other_id, mediator_id) = (own.id, other.id, person.id);
    db.write_now(move |c| {
        committees::insert(c, &own)?;
        committees::insert(c, &other)?;
        mediators::insert(c, &person)
    })
    .unwrap();
    let actor = |role, committee: CommitteeId, mediator| {
        let standing = Standing { region: Some(region), committees: vec![committee], mediator, ..Standing::default() };
        Actor::of_account(AccountId::new(), role, standing)
    };
    World {
        db,
        clock,
        chamber: actor(Role::ChamberAdmin, committee_id, None),
        mediator: actor(Role::Mediator, committee_id, Some(mediator_id)),
        mediator_id,
        federation: actor(Role::FederationViewer, committee_id, None),
        stranger: actor(Role::ChamberAdmin, other_id, None),
    }
}

fn call(summary: &str) -> NewCase {
    serde_json::from_value(serde_json::json!({
        "applicant": "马勇琪", "respondent": "宁海顺盛食品厂", "summary": summary,
    }))
    .unwrap()
}

impl World {
    fn by(&self, actor: &Actor) -> Moment {
        Moment::at(self.clock.now(), actor.recorded())
    }

    fn today(&self) -> NaiveDate {
        self.by(&self.chamber).today
    }

    fn register(&self, actor: &Actor, summary: &str) -> Result<CaseFile> {
        let (actor, by, input) = (actor.clone(), self.by(actor), call(summary));
        self.db.write_now(move |tx| register_case(tx, &actor, input, &Terms::default(), &by))
    }

    fn step(
        &self,
        actor: &Actor,
        file: &CaseFile,
        action: Action,
        decide: impl FnOnce(&mut CaseFile, &Moment) -> Result<Event> + Clone + Send + 'static,
    ) -> Result<CaseFile> {
        let (actor, by) = (actor.clone(), self.by(actor));
        let step = Step { case: file.case.id, version: file.case.version, action };
        self.db.write_now(move |tx| take_step(tx, &actor, step, &by, |_, file| decide(file, &by)))
    }

    fn find(&self, actor: &Actor, q: &str) -> usize {
        let scope = actor.scope(Permission::ReadCases);
        let filter = Filter { q: Some(q.into()), ..Filter::default() };
        self.db.read_now(move |c| case_lists::list(c, &scope, &filter, 50)).unwrap().len()
    }

    /// A case that is being mediated.
    fn mediating(&self) -> CaseFile {
        let today = self.today();
        let file = self.register(&self.mediator, "拖欠货款，另有欠薪").unwrap();
        let accepting = Acceptance { accepted_on: today, simplified: false };
        let mut file = self
            .step(&self.chamber, &file, Action::Accept, move |f, by| steps::accept(f, accepting, &Terms::default(), by))
            .unwrap();
        let appointment: Appointment = serde_json::from_value(serde_json::json!({
            "mediator_id": self.mediator_id, "lead": true, "chosen_by": "committee", "relation_declared": false, "appointed_on": today,
        }))
        .unwrap();
        let (actor, by) = (self.chamber.clone(), self.by(&self.chamber));
        let step = Step { case: file.case.id, version: file.case.version, action: Action::AppointMediator };
        file = self.db.write_now(move |tx| choose_mediators::appoint(tx, &actor, step, appointment, &by)).unwrap();
        for party in file.parties.clone() {
            let consent: Consenting = serde_json::from_value(serde_json::json!({
                "party_id": party.id, "matter": ConsentMatter::Mediation, "given": true, "channel": Channel::Phone, "recorded_on": today,
            }))
            .unwrap();
            file = self
                .step(&self.mediator, &file, Action::RecordConsent, move |f, by| steps::record_consent(f, consent, by))
                .unwrap();
        }
        let notice = Notice { party_ids: Vec::new(), channel: Channel::Phone, recorded_on: today };
        file = self
            .step(&self.mediator, &file, Action::GiveNotice, move |f, by| steps::give_notice(f, notice, by))
            .unwrap();
        let start = StartOfMediation { started_on: today };
        self.step(&self.mediator, &file, Action::StartMediation, move |f, by| steps::start_mediation(f, start, by))
            .unwrap()
    }
}

both! {
    fn a_case_lives_from_the_call_to_the_archive(fresh: Fresh) {
        let world = world(&fresh);
        let today = world.today();
        let file = world.mediating();
        assert!(file.case.case_no.starts_with("宁商调〔") && file.case.case_no.ends_with("〕0001号"));
        let meeting: NewMeeting = serde_json::from_value(serde_json::json!({
            "held_on": today, "mode": MeetingMode::OnSite, "attended": file.parties.iter().map(|p| p.id).collect::<Vec<_>>(),
        })).unwrap();
        let file = world.step(&world.mediator, &file, Action::HoldMeeting, move |f, by| steps::hold_meeting(f, meeting, by)).unwrap();
        let agreeing = Agreeing {
            agreement_no: None,
            form: AgreementForm::Written,
            content: Some(Text::parse("分三期付清货款").unwrap()),
            amount: Fen::yuan(30_000),
            agreed_on: today,
            signatures: file.parties.iter().map(|party| Signature { party_id: party.id, signed_on: today }).collect(),
            mediator_signed_on: Some(today),
            sealed_on: Some(today),
            instalments: (0..3).map(|n| NewInstalment {
                due_on: today + Duration::days(30 * n), amount: Fen::yuan(10_000), manner: Manner::Transfer, place: None,
            }).collect(),
            facts: None,
            copies: None,
        };
        let mut file = world
            .step(&world.mediator, &file, Action::Agree, move |f, by| steps::agree(f, agreeing, &Terms::default(), by)).unwrap();
        assert_eq!((file.case.status, file.agreement.as_ref().unwrap().effective_on), (Status::Agreed, Some(today)));
        for _ in 0..3 {
            let payment = NewPayment { amount: Fen::yuan(10_000), paid_on: today, manner: Manner::Transfer, reference: None, payee_id: None };
            file = world
                .step(&world.mediator, &file, Action::RecordPayment, move |f, by| steps::record_payment(f, payment, &Terms::default(), by))
                .unwrap();
        }
        assert_eq!((file.case.status, file.case.amount_paid), (Status::Performed, Fen::yuan(30_000)));
        for party in file.parties.clone() {
            let report = CallbackReport {
                party_id: party.id, done_on: today, channel: Channel::Phone, result: CallbackResult::Answered,
                performance: Some(Performance::Full), satisfaction: Some(Satisfaction::Satisfied), remark: None,
            };
            file = world
                .step(&world.chamber, &file, Action::RecordCallback, move |f, by| steps::record_callback(f, report, None, &Terms::default(), by))
                .unwrap();
        }
        let file = world.step(&world.chamber, &file, Action::Close, move |f, by| steps::close(f, Closing { closed_on: today }, by)).unwrap();
        let file = world.step(&world.chamber, &file, Action::Archive, move |f, by| steps::archive(f, Archiving { archived_on: today }, &wanlian::domain::dossier::Filed::default(), by)).unwrap();
        // What was kept is what was answered, and the chain proves it.
        let id = file.case.id;
        let scope = world.chamber.scope(Permission::ReadCases);
        let kept = world.db.read_now(move |c| case_files::load(c, &scope, id)).unwrap();
        assert_eq!(kept, file);
        assert_eq!(kept.case.status, Status::Archived);
        let events = world.db.read_now(move |c| case_events::of_case(c, id)).unwrap();
        assert_eq!(i64::try_from(events.len()).unwrap(), file.case.version);
        assert_eq!(first_break(&world.db).unwrap(), None);
    }

    fn a_search_finds_words_of_two_characters(fresh: Fresh) {
        let world = world(&fresh);
        world.register(&world.chamber, "拖欠农民工工资，即欠薪").unwrap();
        world.register(&world.chamber, "货款三万元未付").unwrap();
        for (q, found) in [("欠薪", 1), ("货款", 1), ("顺盛食品", 2), ("马勇琪", 2), ("0002", 1), ("货款 欠薪", 0), ("借款", 0), ("，", 0), ("'\"&|!:*", 0)] {
            assert_eq!(world.find(&world.chamber, q), found, "{q}");
        }
        assert_eq!(world.find(&world.stranger, "欠薪"), 0);
        // Under masked sight only case numbers are looked at.
        assert_eq!(world.find(&world.federation, "欠薪"), 0);
        assert_eq!(world.find(&world.federation, "〕0002号"), 1);
    }

    fn what_is_out_of_scope_is_not_there(fresh: Fresh) {
        let world = world(&fresh);
        let file = world.register(&world.mediator, "货款").unwrap();
        let id = file.case.id;
        for actor in [&world.stranger, &world.federation] {
            let scope = actor.scope(Permission::ReadCases);
            let found = world.db.read_now(move |c| case_files::load(c, &scope, id));
            assert_eq!(found.is_ok(), actor.role() == Role::FederationViewer);
        }
        let today = world.today();
        let accept = move |f: &mut CaseFile, by: &Moment| steps::accept(f, Acceptance { accepted_on: today, simplified: false }, &Terms::default(), by);
        assert!(matches!(world.step(&world.stranger, &file, Action::Accept, accept), Err(Error::NotFound)));
        assert!(matches!(world.step(&world.federation, &file, Action::Accept, accept), Err(Error::Forbidden)));
        world.step(&world.chamber, &file, Action::Accept, accept).unwrap();
        assert!(matches!(world.step(&world.chamber, &file, Action::Accept, accept), Err(Error::Stale { .. })));
    }

    fn of_twenty_racing_steps_one_is_taken(fresh: Fresh) {
        let world = world(&fresh);
        let file = world.register(&world.chamber, "货款").unwrap();
        let today = world.today();
        let accept = move |f: &mut CaseFile, by: &Moment| steps::accept(f, Acceptance { accepted_on: today, simplified: false }, &Terms::default(), by);
        let outcomes: Vec<bool> = std::thread::scope(|scope| {
            let racers: Vec<_> = (0..20).map(|_| scope.spawn(|| match world.step(&world.chamber, &file, Action::Accept, accept) {
                Ok(_) => true,
                Err(Error::Stale { .. }) => false,
                Err(other) => panic!("{other}"),
            })).collect();
            racers.into_iter().map(|racer| racer.join().unwrap()).collect()
        });
        assert_eq!(outcomes.iter().filter(|won| **won).count(), 1);
        assert_eq!(first_break(&world.db).unwrap(), None);
    }

    fn a_private_note_is_read_by_its_author_alone(fresh: Fresh) {
        let world = world(&fresh);
        let id = world.mediating().case.id;
        let now = world.clock.now();
        for (actor, kind) in [(&world.mediator, NoteKind::PrivateCaucus), (&world.chamber, NoteKind::Internal)] {
            let (actor, input) = (actor.clone(), NewNote { kind, body: Text::parse("底线是两万").unwrap() });
            world.db.write_now(move |tx| write_note(tx, &actor, id, input, now)).unwrap();
        }
        let seen = |actor: &Actor| { let actor = actor.clone(); world.db.read_now(move |c| read_notes(c, &actor, id)) };
        assert_eq!(seen(&world.mediator).unwrap().len(), 2);
        assert_eq!(seen(&world.chamber).unwrap().len(), 1);
        assert!(matches!(seen(&world.federation), Err(Error::Forbidden)));
        assert!(matches!(seen(&world.stranger), Err(Error::NotFound)));
        assert_eq!(world.find(&world.chamber, "底线"), 0);
    }
}
