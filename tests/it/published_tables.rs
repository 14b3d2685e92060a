//! Tables that others published come out to the digit from a ledger with their counts (domain.md 6.3, 6.4): both success rates, sums of
//! categories and sources, 万元 as they are rounded.

use crate::both;
use crate::support::*;
use actix_web::http::Method;
use serde_json::{Value, json};
use wanlian::base::clock::china_day;
use wanlian::domain::case::Source;
use wanlian::domain::category::Category;
use wanlian::domain::contribution::{Added, CellKey, Contribution, Counter};
use wanlian::store::statistics;

const LEDGER: &str = include_str!("../../config/demo/ninghai-cases.csv");

/// The first cases of the ledger of Ninghai as another place tells of its own: so many accepted, so many settled for so much in fen
/// together, so many still open, the rest not settled.
fn ledger(accepted: usize, settled: usize, open: usize, amount: i64) -> String {
    let header: Vec<&str> = LEDGER.lines().next().unwrap().split(',').collect();
    let at = |name: &str| header.iter().position(|column| *column == name).unwrap();
    let each = amount / settled as i64;
    let row = |(number, line): (usize, &str)| {
        let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        let mut set = |name: &str, text: String| cells[at(name)] = text;
        if number < settled {
            let fen = if number == 0 { amount - each * (settled as i64 - 1) } else { each };
            let yuan = format!("{}.{:02}", fen / 100, fen % 100);
            for name in ["涉案金额(元)", "协议金额(元)", "已履行金额(元)"] {
                set(name, yuan.clone());
            }
        } else {
            let (result, reason) =
                if number < settled + open { ("调解中", "") } else { ("不成功", "差距过大") };
            set("调解结果", result.into());
            set("终止原因", reason.into());
            for name in [
                "协议日期",
                "协议形式",
                "协议金额(元)",
                "履行情况",
                "已履行金额(元)",
                "司法确认",
                "回访日期",
                "回访方式",
                "回访对象",
                "满意度",
            ] {
                set(name, String::new());
            }
            if result == "调解中" {
                set("结案日期", String::new());
            }
        }
        cells.join(",") + "\n"
    };
    let rows: String = LEDGER.lines().skip(1).take(accepted).enumerate().map(row).collect();
    format!("{}\n{rows}", header.join(","))
}

async fn take_in(app: &TestApp, world: &World, ledger: String) {
    let call = app.call(Method::POST, "/api/v1/imports/cases", None).bytes("text/csv", ledger.into_bytes());
    let import = call.token(world.token("federation")).await.expect(200).json;
    assert_eq!(import["failed"].as_i64(), Some(0), "{import}");
}

fn rate<'a>(sheet: &'a Value, code: &str) -> &'a Value {
    sheet["items"][0]["rates"].as_array().unwrap().iter().find(|one| one["rate"] == code).unwrap()
}

/// `numerator / denominator = basis points`.
fn shown(sheet: &Value, code: &str) -> (i64, i64, i64) {
    let rate = rate(sheet, code);
    let of = |key: &str| rate[key].as_i64().unwrap();
    (of("numerator"), of("denominator"), of("basis_points"))
}

fn cell(form: &Value, row: &Value, code: &str) -> i64 {
    let columns = form["columns"].as_array().unwrap();
    let at = columns.iter().position(|column| column["code"] == code).unwrap();
    row["cells"][at].as_i64().unwrap()
}

/// Sums of columns whose code begins so.
fn sum(form: &Value, starts: &str) -> i64 {
    let columns = form["columns"].as_array().unwrap().iter().zip(form["total"]["cells"].as_array().unwrap());
    columns
        .filter(|(column, _)| column["code"].as_str().unwrap().starts_with(starts))
        .map(|(_, cell)| cell.as_i64().unwrap())
        .sum()
}

both! {
    /// 义乌: 770 accepted, 693 settled, 250 million yuan.
    async fn yiwu_comes_out_of_its_ledger(app: TestApp) {
        let world = World::of(&app).await;
        take_in(&app, &world, ledger(770, 693, 0, 25_000_000_000)).await;
        let token = world.token("federation");
        let sheet = app.get("/api/v1/statistics?from=2019&to=2023").token(token).await.expect(200).json;
        assert_eq!(shown(&sheet, "success_per_accepted"), (693, 770, 9000));
        assert_eq!(shown(&sheet, "success_per_concluded"), (693, 770, 9000));
        assert_eq!(shown(&sheet, "terminated_rate"), (77, 770, 1000));
        let form = app.get("/api/v1/statistics/form?from=2019&to=2023").token(token).await.expect(200).json;
        assert_eq!(form["faults"], json!([]));
        let total = &form["total"];
        assert_eq!((cell(&form, total, "cases"), cell(&form, total, "agreed")), (770, 693));
        assert_eq!((sum(&form, "category_"), cell(&form, total, "written") + cell(&form, total, "oral")), (770, 693));
        assert_eq!(["proactive", "application", "referral"].map(|one| cell(&form, total, one)).iter().sum::<i64>(), 770);
        assert_eq!(sum(&form, "referral_"), cell(&form, total, "referral"));
        let csv = app.get("/api/v1/statistics/form/file?from=2019&to=2023&format=csv").token(token).await.expect(200).text();
        assert!(csv.lines().last().unwrap().contains(",25000.00,"), "{csv}");
    }

    /// 成都盐城商会: 146 cases, 88.4 %; with some still open the two rates part, and neither is the other.
    async fn what_is_still_open_parts_the_two_rates(app: TestApp) {
        let world = World::of(&app).await;
        take_in(&app, &world, ledger(146, 129, 5, 6_000_000_000)).await;
        let sheet = app.get("/api/v1/statistics?from=2019&to=2023").token(world.token("federation")).await.expect(200).json;
        assert_eq!(shown(&sheet, "success_per_accepted"), (129, 146, 8835));
        assert_eq!(shown(&sheet, "success_per_concluded"), (129, 141, 9148));
        assert_eq!(rate(&sheet, "success_per_concluded")["formula"], "agreed / concluded");
    }

    /// 中小企业协会: 8970 of 13424 concluded, of 14631 handled; and amounts that do not come out even in 万元.
    async fn the_association_of_small_enterprises_to_the_digit(app: TestApp) {
        let world = World::of(&app).await;
        let today = china_day(app.clock.now());
        app.db.write_now(move |tx| {
            let mut cells = Contribution::new();
            let (mut left, kinds) = ([14631_i64, 13424, 8970], Category::ALL.len());
            for (at, category) in Category::ALL.iter().enumerate() {
                for (key, _) in crate::statistics::some("330226", *category, 1) {
                    let source = Source::ALL[at % Source::ALL.len()];
                    let region = if at % 3 == 0 { "330225" } else if at % 3 == 1 { "330226" } else { "330212" };
                    let key = CellKey { source, region: wanlian::domain::region::RegionCode::parse(region).unwrap(), ..key };
                    let mut added = Added::default();
                    for (counter, left) in [Counter::Accepted, Counter::Concluded, Counter::Agreed].into_iter().zip(&mut left) {
                        // Uneven parts; the last takes what is left.
                        let part = if at + 1 == kinds { *left } else { *left / (at as i64 + 2) };
                        *left -= part;
                        added.counts.add(counter, part);
                        if counter == Counter::Agreed {
                            added.counts.add(Counter::AgreedWritten, part);
                        }
                    }
                    // Half of a hundredth of 10,000 yuan in each of the three counties.
                    added.counts.add(Counter::AmountAgreed, if at < 3 { 5_000 } else { 0 });
                    cells.insert(key, added);
                }
            }
            statistics::add_many(tx, today, &cells)
        }).unwrap();
        let token = world.token("city");
        let sheet = app.get("/api/v1/statistics?from=2026-03&to=2026-03").token(token).await.expect(200).json;
        assert_eq!(shown(&sheet, "success_per_concluded"), (8970, 13424, 6682));
        assert_eq!(shown(&sheet, "success_per_accepted"), (8970, 14631, 6130));
        for by in ["category", "source", "region", "regime", "month"] {
            let sheet = app.get(&format!("/api/v1/statistics?from=2026-03&to=2026-03&by={by}")).token(token).await.expect(200).json;
            let lines = sheet["items"].as_array().unwrap().iter();
            assert_eq!(lines.map(|line| line["counts"]["accepted"].as_i64().unwrap()).sum::<i64>(), 14631, "{by}");
        }
        let form = app.get("/api/v1/statistics/form?from=2026-03&to=2026-03").token(token).await.expect(200).json;
        assert_eq!((form["faults"].clone(), sum(&form, "category_")), (json!([]), 14631));
        let csv = app.get("/api/v1/statistics/form/file?from=2026-03&to=2026-03&format=csv").token(token).await.expect(200).text();
        let amounts: Vec<&str> = csv.lines().skip(1).map(|line| line.split(',').nth(5).unwrap()).collect();
        assert_eq!(amounts, ["0.01", "0.01", "0.01", "0.02"], "the total is rounded from the fen, and it is said so");
        assert!(form["rounding_zh"].as_str().unwrap().contains("四舍五入") && form["rounding_en"].as_str().unwrap().contains("half up"));
    }
}
