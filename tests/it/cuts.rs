//! Figures by any two of period, area, committee, firm, category, source and regime: the parts come to the whole, and as many rows are
//! behind a number as it says, by the API and on the page.

use crate::both;
use crate::figures::{all_behind, filled, items};
use crate::support::lives::{self, LIVES};
use crate::support::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use wanlian::domain::contribution::Counter;

const SEVEN: [&[&str]; 7] =
    [&["month", "quarter", "year"], &["region"], &["committee"], &["firm"], &["category"], &["source"], &["regime"]];
const PERIODS: [(&str, &str); 4] =
    [("2019", "2099"), ("2020-Q1", "2026"), ("2019-12-24", "2020-11-03"), ("2020-02", "2099-06-30")];

/// Every pair, in both orders.
fn pairs() -> Vec<(usize, usize)> {
    (0..7).flat_map(|first| (0..7).map(move |second| (first, second))).filter(|(one, other)| one != other).collect()
}

/// Some cases go a part of some way, by chance.
async fn wander(app: &TestApp, world: &World, chance: &mut Chance) {
    for _ in 0..6 {
        let who = chance.one(&["chamber", "mediator", "other.chamber"]);
        let mut case = lives::register(app, world, who).await;
        if who == "other.chamber" {
            continue;
        }
        let life = chance.one(&LIVES);
        for line in life.iter().take(chance.below(life.len())) {
            let path = lives::path(case["case"]["id"].as_str().unwrap(), line.0);
            let body = lives::body(app, world, &case, line.1);
            let call = if line.0.is_empty() { app.patch(&path, body) } else { app.post(&path, body) };
            let version = case["case"]["version"].as_i64().unwrap();
            let reply = call.token(world.token("chamber")).if_match(version).await;
            if reply.status == 200 {
                case = reply.json;
            }
        }
    }
}

fn counts(line: &Value) -> BTreeMap<&str, i64> {
    let counts = line["counts"].as_object().unwrap().iter();
    counts.map(|(code, count)| (code.as_str(), count.as_i64().unwrap())).filter(|(_, count)| *count != 0).collect()
}

fn text<'a>(line: &'a Value, key: &str) -> &'a str {
    line[key].as_str().unwrap_or_default()
}

both! {
    async fn any_two_come_to_the_whole_and_lead_to_their_cases(app: TestApp) {
        let world = filled(&app).await;
        let mut chance = Chance(57);
        wander(&app, &world, &mut chance).await;
        let mut seen = 0;
        for (first, second) in pairs() {
            let (by, and) = (chance.one(SEVEN[first]), chance.one(SEVEN[second]));
            for login in ["chamber", "city"] {
                let (from, to) = chance.one(&PERIODS);
                let query = format!("from={from}&to={to}&by={by}&and={and}");
                let lines = items(&app, world.token(login), &query).await;
                let total = items(&app, world.token(login), &format!("from={from}&to={to}")).await;
                let whole = counts(&total[0]);
                let is_whole = lines.iter().all(|line| line["suppressed"] == json!(false));
                assert!(is_whole || login == "city", "{query}");
                for (code, count) in &whole {
                    let sum: i64 = lines.iter().map(|line| line["counts"][*code].as_i64().unwrap_or(0)).sum();
                    assert!(if is_whole { sum == *count } else { sum <= *count }, "{login} {query} {code}: {sum} of {count}");
                }
                for _ in 0..2 {
                    let line = chance.one(&lines);
                    if line["suppressed"] == json!(true) {
                        continue;
                    }
                    let some: Vec<(&str, i64)> = counts(&line).into_iter().collect();
                    let (code, figure) = some[chance.below(some.len())];
                    let asked = format!("{query}&count={code}&item={}&other={}", text(&line, "item"), text(&line, "other"));
                    let (rows, added) = all_behind(&app, world.token(login), &asked, (figure, 60)).await;
                    let counter = Counter::from_code(code).unwrap();
                    if counter.is_amount() || code.contains("people") {
                        assert!(login == "city" || added == figure, "{asked}");
                    } else {
                        assert_eq!((rows, added), (figure, figure), "{asked}");
                    }
                    seen += 1;
                }
            }
        }
        assert!(seen > 60, "only {seen} figures were looked behind");
    }

    async fn a_pair_is_held_against_the_period_before_and_the_year_before(app: TestApp) {
        let world = filled(&app).await;
        let token = world.token("chamber");
        for (compare, from, to) in [("previous", "2020-Q1", "2020-Q1"), ("year_before", "2019-Q2", "2019-Q2")] {
            let cut = "by=category&and=source";
            let lines = items(&app, token, &format!("from=2020-Q2&to=2020-Q2&{cut}&compare={compare}")).await;
            let then = items(&app, token, &format!("from={from}&to={to}&{cut}")).await;
            let of = |lines: &[Value], before: bool| -> BTreeMap<(String, String), BTreeMap<String, i64>> {
                let counted = |line: &Value| {
                    let of = if before { &line["before"] } else { line };
                    let counts = counts(of).into_iter().map(|(code, count)| (code.to_owned(), count)).collect();
                    ((text(line, "item").to_owned(), text(line, "other").to_owned()), counts)
                };
                lines.iter().map(counted).filter(|(_, counts): &(_, BTreeMap<_, _>)| !counts.is_empty()).collect()
            };
            assert_eq!(of(&lines, true), of(&then, false), "{compare}");
        }
    }

    /// Every number of the table of the page leads to as many cases.
    async fn the_page_cuts_by_any_two_and_every_number_leads_to_its_cases(app: TestApp) {
        let world = filled(&app).await;
        assert!(!world.tokens.is_empty());
        let (mut tab, mut chance) = (Tab::of(&app, "chamber").await, Chance(5));
        for (first, second) in pairs().into_iter().filter(|(first, second)| first < second) {
            let (by, and) = (chance.one(SEVEN[first]), chance.one(SEVEN[second]));
            let page = tab.get(&format!("/figures?from=2020-01-01&to=2020-12-31&by={by}&and={and}&compare=year_before")).await.expect(200).text();
            let grid = page.split("id=\"grid\"").nth(1).unwrap().split("</section>").next().unwrap().to_owned();
            let links: Vec<&str> = grid.split("<a href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
            let links: Vec<&&str> = links.iter().filter(|link| link.contains("&#38;and=") || link.contains("&amp;and=")).collect();
            assert!(!links.is_empty(), "{by} {and} {grid}");
            let link = links[chance.below(links.len())];
            let number = grid.split(&format!("<a href=\"{link}\">")).nth(1).unwrap().split('<').next().unwrap();
            let (mut path, mut rows) = (link.replace("&#38;", "&").replace("&amp;", "&"), 0);
            loop {
                let behind = tab.get(&path).await.expect(200).text();
                assert!(behind.contains(&format!("<b class=\"figure\">{number}</b>")), "{path} {number}");
                rows += behind.matches("class=\"nowrap\"><a href=\"/cases/").count();
                let Some(next) = behind.split("rel=\"next\" href=\"").nth(1) else { break };
                path = next.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
            }
            assert_eq!(rows.to_string(), number.replace(',', ""), "{path}");
        }
        // The other part of the page: every count.
        let page = tab.get("/figures?from=2020-01-01&to=2020-12-31").await.expect(200).text();
        assert!(page.contains("已联系未作答数") && page.contains("联系到率"), "{page}");
    }
}
