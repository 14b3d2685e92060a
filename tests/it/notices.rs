//! Steps of a case and the mails they cause: the right people, one mail an address, none to the one who did it, and none at all
//! when the step is refused.

use crate::both;
use crate::support::*;
use std::collections::BTreeSet;
use wanlian::base::clock::Clock;
use wanlian::base::error::{Error, Result};
use wanlian::base::locale::Locale;
use wanlian::domain::account::{Account, Login};
use wanlian::domain::case::CaseFile;
use wanlian::domain::contact::{Email, Name};
use wanlian::domain::deadlines::Terms;
use wanlian::domain::lifecycle::Action;
use wanlian::domain::mail_queue::QueuedMail;
use wanlian::domain::moment::Moment;
use wanlian::domain::notices::NoticeKind;
use wanlian::domain::policy::{Actor, Role};
use wanlian::domain::region::RegionCode;
use wanlian::domain::steps::{self, Acceptance};
use wanlian::store::db::Db;
use wanlian::store::{accounts, chambers, committees, mediators, outbox};
use wanlian::workflow::register_case::{NewCase, register_case};
use wanlian::workflow::take_step::{Step, take_step};

/// A chamber with two administrators and a mediator.
struct World {
    db: Db,
    clock: Clock,
    admin: Actor,
    mediator: Actor,
}

fn name(text: &str) -> Name {
    Name::parse(text).unwrap()
}

fn account(login: &str, role: Role, email: Option<&str>, locale: Locale, at: &Clock) -> Account {
    Account {
        region_code: RegionCode::parse("330226").ok(),
        email: email.map(|text| Email::parse(text).unwrap()),
        locale,
        ..Account::new(Login::parse(login).unwrap(), name("某人"), "-".into(), role, at.now())
    }
}

fn world(fresh: &Fresh) -> World {
    let (db, clock) = (Db::open(&fresh.url, 2).unwrap(), Clock::default());
    let now = clock.now();
    let chamber = entries::chamber("330226", "宁海县某商会", now);
    let committee = entries::committee(Some(chamber.id), "330226", "宁海县某商会人民调解委员会", "宁商调", now);
    let person = entries::mediator(&committee, "宁调员丁", now);
    let of_chamber = |login: &str, email, locale| Account {
        chamber_id: Some(chamber.id),
        ..account(login, Role::ChamberAdmin, email, locale, &clock)
    };
    let admin = of_chamber("admin", Some("admin@chamber.example"), Locale::Zh);
    let second = of_chamber("second", Some("second@chamber.example"), Locale::En);
    let silent = of_chamber("silent", None, Locale::Zh);
    let gone = Account { disabled_at: Some(now), ..of_chamber("gone", Some("gone@chamber.example"), Locale::Zh) };
    let mediator = Account {
        mediator_id: Some(person.id),
        ..account("mediator", Role::Mediator, Some("m@chamber.example"), Locale::Zh, &clock)
    };
    let all = [admin.clone(), second, silent, gone, mediator.clone()];
    let (admin, mediator) = db
        .write_now(move |c| {
            chambers::insert(c, &chamber)?;
            committees::insert(c, &committee)?;
            mediators::insert(c, &person)?;
            all.iter().try_for_each(|one| accounts::insert(c, one))?;
            Ok((accounts::actor(c, &admin)?, accounts::actor(c, &mediator)?))
        })
        .unwrap();
    World { db, clock, admin, mediator }
}

impl World {
    fn moment(&self, actor: &Actor) -> Moment {
        Moment::at(self.clock.now(), actor.recorded())
    }

    fn register(&self, actor: &Actor) -> CaseFile {
        let new: NewCase = serde_json::from_value(serde_json::json!({
            "applicant": "马勇琪", "respondent": "宁海顺盛食品厂", "summary": "拖欠货款三万元",
            "parties": [
                {"role": "respondent", "kind": "person", "name": "甲", "email": "p@party.example", "email_confirmed_on": "2026-01-05"},
                {"role": "respondent", "kind": "person", "name": "乙", "email": "q@party.example"},
                {"role": "respondent", "kind": "person", "name": "丙", "email": "P@party.example", "email_confirmed_on": "2026-01-05"},
            ],
        }))
        .unwrap();
        let (actor, by) = (actor.clone(), self.moment(actor));
        self.db.write_now(move |c| register_case(c, &actor, new, &Terms::default(), &by)).unwrap()
    }

    fn accept(&self, file: &CaseFile, version: i64) -> Result<CaseFile> {
        let (actor, by) = (self.admin.clone(), self.moment(&self.admin));
        let step = Step { case: file.case.id, version, action: Action::Accept };
        let input = Acceptance { accepted_on: by.today, simplified: false };
        self.db.write_now(move |c| {
            take_step(c, &actor, step, &by, |_, file| steps::accept(file, input, &Terms::default(), &by))
        })
    }

    /// Kind, address and language of every mail, the newest first.
    fn mails(&self) -> Vec<QueuedMail> {
        self.db.read_now(|c| outbox::list(c, None, None, 100)).unwrap()
    }
}

fn addresses(mails: &[QueuedMail], kind: NoticeKind) -> BTreeSet<&str> {
    mails.iter().filter(|mail| mail.kind == kind).map(|mail| mail.address.as_str()).collect()
}

both! {
    fn a_step_tells_those_concerned_but_not_the_one_who_did_it(fresh: Fresh) {
        let world = world(&fresh);
        let file = world.register(&world.mediator);
        let mails = world.mails();
        let told = BTreeSet::from(["admin@chamber.example", "second@chamber.example"]);
        assert_eq!(addresses(&mails, NoticeKind::Registered), told);
        assert_eq!(mails.len(), 2);
        for mail in &mails {
            assert_eq!(mail.path, Some(format!("/cases/{}", file.case.id)));
            assert_eq!(mail.case_no, file.case.case_no);
            assert_eq!(mail.locale == Locale::En, mail.address == "second@chamber.example");
        }
        world.accept(&file, file.case.version).unwrap();
        let mails = world.mails();
        // The one who registered it, the other administrator, and the party that confirmed its address, once.
        let told = BTreeSet::from(["m@chamber.example", "second@chamber.example", "p@party.example"]);
        assert_eq!(addresses(&mails, NoticeKind::Accepted).len(), 3);
        assert!(addresses(&mails, NoticeKind::Accepted).iter().all(|one| told.contains(one.to_lowercase().as_str())));
        let to_party = mails.iter().find(|mail| mail.domain == "party.example").unwrap();
        assert_eq!(to_party.path, None, "a party has no account to follow a link with");
        world.register(&world.admin);
        assert_eq!(world.mails().len(), mails.len() + 1, "the second administrator only");
    }

    fn a_refused_step_leaves_no_mail(fresh: Fresh) {
        let world = world(&fresh);
        let file = world.register(&world.mediator);
        let before = world.mails();
        assert!(matches!(world.accept(&file, 7), Err(Error::Stale { current: Some(1) })));
        // The step goes through and queues its mail; then its transaction is lost.
        let (actor, by) = (world.admin.clone(), world.moment(&world.admin));
        let new: NewCase =
            serde_json::from_value(serde_json::json!({"applicant": "甲", "respondent": "乙", "summary": "丙"})).unwrap();
        let lost: Result<()> = world.db.write_now(move |c| {
            register_case(c, &actor, new, &Terms::default(), &by)?;
            assert_eq!(outbox::list(c, None, None, 100)?.len(), 3);
            Err(Error::Stale { current: None })
        });
        assert!(lost.is_err());
        assert_eq!(world.mails(), before);
    }
}
