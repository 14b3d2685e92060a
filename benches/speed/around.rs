//! Who else is in a large installation, and what they have to do with one another, so that no page of the product is empty: a chamber with a
//! committee in every county, a firm with its people, pairings, a matching run, offers, applications, a report, a settled case.

use super::client::Client;
use super::people::{self, Kind, PASSWORD, account};
use super::site::Site;
use super::{entries, million, papers};
use serde_json::{Value, json};
use wanlian::base::clock::{Clock, china_day};
use wanlian::domain::chamber::Chamber;
use wanlian::domain::committee::{Committee, Mediator};
use wanlian::domain::firm::{Firm, Lawyer};
use wanlian::domain::policy::Role;
use wanlian::store::db::{Conn, Db};
use wanlian::store::{accounts, chambers, committees, firms, lawyers, mediators};

/// Everybody who signs in, beside the parties of cases.
pub const LOGINS: [&str; 9] =
    ["operator", "nation", "province", "city", "county", "viewer", "admin0", "mediator0", "firm"];

/// Chambers that are paired with the firm.
const PAIRED: u32 = 3;

/// Enters who is not among `people::enter`: an organisation in every county, the firm, a lawyer, an operator and a viewer.
pub fn enter(db: &Db) {
    db.write_now(|c| {
        let now = Clock::default().now();
        for (number, code) in (1000..).zip(million::counties()) {
            organisation(c, number, code);
        }
        let own = Firm {
            id: million::FIRM.parse().unwrap(),
            capacity: 1000,
            ..entries::firm("330226", "宁海县甲律师事务所", "31330200MD01234564", now)
        };
        let lawyer = Lawyer {
            id: people::id(Kind::Federation, 100).parse().unwrap(),
            ..entries::lawyer(&own, "宁律师", now)
        };
        firms::insert(c, &own).unwrap();
        lawyers::insert(c, &lawyer).unwrap();
        let hash = people::hash();
        let mut firm = account("firm", &hash, Kind::Federation, 101, Role::FirmAdmin, "330226");
        firm.firm_id = Some(own.id);
        let mut advocate = account("lawyer", &hash, Kind::Federation, 102, Role::Lawyer, "330226");
        (advocate.firm_id, advocate.lawyer_id) = (Some(own.id), Some(lawyer.id));
        let mut operator = account("operator", &hash, Kind::Federation, 103, Role::Sysadmin, "000000");
        operator.region_code = None;
        let viewer = account("viewer", &hash, Kind::Federation, 104, Role::FederationViewer, "330200");
        [firm, advocate, operator, viewer].iter().for_each(|one| accounts::insert(c, one).unwrap());
        Ok(())
    })
    .unwrap();
}

fn organisation(c: &mut Conn, number: u32, code: &str) {
    let now = Clock::default().now();
    let chamber = Chamber {
        id: people::id(Kind::Chamber, number).parse().unwrap(),
        ..entries::chamber(code, &format!("{code}商会"), now)
    };
    let committee = Committee {
        id: people::id(Kind::Committee, number).parse().unwrap(),
        ..entries::committee(Some(chamber.id), code, &format!("{code}商会人民调解委员会"), "商调", now)
    };
    let mediator = Mediator {
        id: people::id(Kind::Mediator, number).parse().unwrap(),
        ..entries::mediator(&committee, "某调员", now)
    };
    chambers::insert(c, &chamber).unwrap();
    committees::insert(c, &committee).unwrap();
    mediators::insert(c, &mediator).unwrap();
}

/// What they do over REST; the pages that nothing links to.
pub fn act(site: &Site) -> Vec<String> {
    let today = china_day(Clock::default().now()).to_string();
    let by = |login: &str| site.client(login);
    let (mut county, mut admin, mut firm) = (by("county"), by("admin0"), by("firm"));
    let lawyer = people::id(Kind::Federation, 100);
    papers::settled(&mut admin);
    for number in 0..PAIRED {
        let pair = json!({"chamber_id": people::id(Kind::Chamber, number), "firm_id": million::FIRM});
        let path = make(&mut county, "/api/v1/pairings", &pair);
        let accept = json!({"reply": "accept"});
        let signed = json!({"signed_on": today, "from_on": today, "until_on": today, "promised": ["lecture"],
            "contact_lawyers": [lawyer], "document_no": "一"});
        let mut chamber = by(&format!("admin{number}"));
        step(&mut chamber, &format!("{path}/answer"), 1, &accept);
        step(&mut firm, &format!("{path}/answer"), 2, &accept);
        step(&mut county, &format!("{path}/signature"), 3, &signed);
        let lecture = json!({"kind": "lecture", "held_on": today, "online": true, "lawyers": [lawyer], "minutes": 60, "pro_bono": true});
        make(&mut firm, &format!("{path}/services"), &lecture);
    }
    make(&mut by("city"), "/api/v1/matching-runs", &json!({"region": "330200", "policy": "coverage"}));
    make(&mut county, "/api/v1/reports", &json!({"from": "2025", "to": "2025"}));
    for number in 0..20 {
        let case = super::post::register_one(&mut by("mediator0"), 7, number);
        make(
            &mut admin,
            &format!("{case}/assignments"),
            &json!({"firm_id": million::FIRM, "basis": "entrust_contract", "contract_no": "委2026-7"}),
        );
    }
    let link = format!("/api/v1/chambers/{}/intake-link", people::id(Kind::Chamber, 0));
    assert_eq!(admin.post(&link, "{}"), 200, "{}", String::from_utf8_lossy(&admin.body));
    let code = admin.json()["code"].as_str().unwrap().to_owned();
    let application = json!({"applicant": "马勇琪", "applicant_kind": "person", "applicant_phone": "13800001234",
        "respondent": "宁海顺盛食品厂", "respondent_kind": "organisation", "summary": "拖欠货款三万元", "wanted": "支付货款", "voluntary": true});
    make(&mut Client::open(site.address, ""), &format!("/api/v1/intake/{code}"), &application);
    vec![format!("/apply/{code}"), "/progress".to_owned(), "/sign-in".to_owned()]
}

/// Makes a thing; its path.
fn make(client: &mut Client, path: &str, body: &Value) -> String {
    let status = client.post(path, &body.to_string());
    assert_eq!(status, 201, "{path}: {}", String::from_utf8_lossy(&client.body));
    client.location.clone()
}

fn step(client: &mut Client, path: &str, version: i64, body: &Value) {
    let status = client.step(path, version, &body.to_string());
    assert_eq!(status, 200, "{path}: {}", String::from_utf8_lossy(&client.body));
}

/// A browser in which somebody signed in.
pub fn browser(site: &Site, login: &str) -> Client {
    let mut client = Client::open(site.address, "");
    client.enter(login, PASSWORD);
    client
}
