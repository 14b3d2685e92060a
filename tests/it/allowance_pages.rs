//! Pages of allowances and of figures handed up, over plain HTTP: what stands on them is what the interface says.

use crate::allowances::{closed, of_two, rate, rule};
use crate::both;
use crate::support::lives::{self, FAILED};
use crate::support::*;
use chrono::Datelike;
use serde_json::json;
use std::collections::BTreeMap;
use wanlian::base::clock::china_day;
use wanlian::base::signature::Signer;
use wanlian::domain::contribution::Counter;
use wanlian::domain::figure_package::{FORMAT, FigurePackage, PackageCell, SignedPackage};
use wanlian::domain::measures::Dimension;

/// The fields of a rule of the first place, with two rates.
fn typed(year: &str) -> Vec<(&'static str, String)> {
    [
        ("region_code", "330226"),
        ("year", year),
        ("basis", "宁海县以案定补办法"),
        ("sharing", "equal"),
        ("rates[0].grade", "simple"),
        ("rates[0].amount", "100.01"),
        ("rates[0].agreed", "true"),
        // The second row is left empty.
        ("rates[2].grade", "hard"),
        ("rates[2].amount", "1,500"),
        ("rates[2].dossier", "true"),
        ("rates[2].performed", "true"),
    ]
    .map(|(name, text)| (name, text.to_owned()))
    .into()
}

fn sent<'a>(fields: &'a [(&'static str, String)]) -> Vec<(&'static str, &'a str)> {
    fields.iter().map(|(name, text)| (*name, text.as_str())).collect()
}

both! {
    async fn a_rule_is_entered_amended_and_ended_by_forms(app: TestApp) {
        let world = World::of(&app).await;
        let year = china_day(app.clock.now()).year().to_string();
        let mut tab = Tab::of(&app, "federation").await;
        assert!(tab.look("/allowances/rules").await.contains("还没有登记补贴标准"));
        let new = tab.look("/allowances/rules/new").await;
        assert!(new.contains("<option value=\"330226\" selected>") && new.contains("id=\"rates[5].amount\""), "{new}");
        // Everything that is wrong is said beside its field, and what was typed stays.
        let mut wrong = typed("1999");
        wrong[5].1 = "一百".to_owned();
        wrong[7].1 = String::new();
        let text = tab.send("/allowances/rules/new", &sent(&wrong)).await.expect(422).text();
        assert!(text.contains("id=\"rates[0].amount-error\"") && text.contains("id=\"rates[1].grade-error\""), "{text}");
        assert!(text.contains("value=\"一百\"") && text.contains("value=\"1,500\""), "{text}");
        let text = tab.send("/allowances/rules/new", &sent(&typed("1999"))).await.expect(422).text();
        assert!(text.contains("id=\"year-error\"") && text.contains("value=\"100.01\""), "{text}");
        let none: Vec<_> = typed(&year).into_iter().filter(|(name, _)| !name.starts_with("rates")).collect();
        let text = tab.send("/allowances/rules/new", &sent(&none)).await.expect(422).text();
        assert!(text.contains("<p class=\"error\">"), "{text}");
        tab.get("/allowances/rules/new").await.expect(200);
        tab.send("/allowances/rules/new", &sent(&typed(&year))).await.expect(303);
        tab.send("/allowances/rules/new", &sent(&typed(&year))).await.expect(303);
        let listed = app.get("/api/v1/allowance-rules").token(world.token("federation")).await.expect(200).json;
        assert_eq!(listed["items"].as_array().unwrap().len(), 1, "the same form sent twice");
        assert_eq!(listed["items"][0]["rates"], json!([rate("simple", &["agreed"], 10_001), rate("hard", &["performed", "dossier"], 150_000)]));
        // A place has one rule a year.
        tab.get("/allowances/rules/new").await.expect(200);
        tab.send("/allowances/rules/new", &sent(&typed(&year))).await.expect(409);

        let text = tab.look("/allowances/rules").await;
        assert!(text.contains("宁海县") && text.contains(">1,500.00<") && text.contains("协议已履行、卷宗齐全"), "{text}");
        let edit = way(&text, "/allowances/rules/0");
        let text = tab.look(&edit).await;
        assert!(text.contains("value=\"100.01\"") && text.contains("name=\"rates[0].agreed\" type=\"checkbox\" value=\"true\" checked"), "{text}");
        let mut other = typed(&year);
        other.retain(|(name, _)| *name != "region_code" && *name != "year");
        other[3].1 = "70".to_owned();
        tab.send(&edit, &sent(&other)).await.expect(303);
        tab.send(&edit, &sent(&other)).await.expect(412);
        let ending = format!("{edit}/closure");
        tab.look(&ending).await;
        let text = tab.send(&ending, &[("closed_on", "2001-06-30")]).await.expect(422).text();
        assert!(text.contains("id=\"closed_on-error\""), "{text}");
        tab.send(&ending, &[("closed_on", &format!("{year}-12-31"))]).await.expect(303);
        let text = tab.look("/allowances/rules?region=330200").await;
        assert!(text.contains(">70.00<") && text.contains(&format!("适用至 {year}年12月31日")), "{text}");
        assert!(tab.look("/allowances/rules?year=2020").await.contains("还没有登记补贴标准"));
        // Everybody reads them, the place's federations keep them.
        for login in ["mediator", "chamber", "firm", "neighbour", "viewer"] {
            let mut tab = Tab::of(&app, login).await;
            let text = tab.look("/allowances/rules").await;
            assert!(text.contains(">70.00<") && !text.contains("/closure"), "{login}");
            tab.get(&edit).await.expect(if login == "neighbour" { 404 } else { 403 });
        }
    }

    async fn a_sheet_is_seen_approved_once_and_corrected_later(app: TestApp) {
        let world = World::of(&app).await;
        let own = rule(&app, "330226", "equal", json!([rate("simple", &["agreed"], 10_001)]));
        app.post("/api/v1/allowance-rules", own).token(world.token("federation")).await.expect(201);
        let (two, failed) = (of_two(&app, &world).await, closed(&app, &world, FAILED).await);
        let number = |case: &serde_json::Value| case["case"]["case_no"].as_str().unwrap().to_owned();
        let today = china_day(app.clock.now());
        let mut tab = Tab::of(&app, "federation").await;
        assert!(tab.look("/allowances").await.contains("还没有核准过补贴表"));
        let text = tab.get("/allowances/draft?from=x&to=2026").await.expect(422).text();
        assert!(text.contains("id=\"from-error\"") && text.contains("value=\"x\""), "{text}");
        tab.get(&format!("/allowances/draft?region=420106&from={today}&to={today}")).await.expect(404);
        let draft = format!("/allowances/draft?from={today}&to={today}");
        let text = tab.look(&draft).await;
        assert!(text.contains("宁海县") && text.contains("<b>100.01</b>") && text.contains(">50.01<") && text.contains(">50.00<"), "{text}");
        let lines = tab.look(&way(&text, "mediator=")).await;
        assert!(lines.contains(&number(&two)) && lines.contains("某县以案定补办法；调解成功；2人均分"), "{lines}");
        let unpaid = tab.look(&way(&text, "part=unpaid")).await;
        assert!(unpaid.contains(&number(&failed)) && unpaid.contains("没有调解员；未达成协议"), "{unpaid}");
        tab.get(&format!("{draft}&mediator={}", world.other.mediator)).await.expect(404);
        let file = tab.get(&way(&text, "format=csv")).await.expect(200);
        let theirs = app.get(&format!("/api/v1/allowances/file?from={today}&to={today}&format=csv"));
        assert_eq!(file.body, theirs.token(world.token("federation")).await.expect(200).body);

        // What is to come is not approved, nor what nobody saw; what was seen is, once.
        let tomorrow = today.succ_opt().unwrap().to_string();
        let early = tab.look(&format!("/allowances/draft?from={today}&to={tomorrow}")).await;
        assert!(early.contains("期间尚未结束") && !early.contains("name=\"sha256\""), "{early}");
        let day = today.to_string();
        let early = [("region", "330226"), ("from", day.as_str()), ("to", tomorrow.as_str()), ("sha256", "0")];
        let refused = tab.send("/allowances", &early).await.expect(422).text();
        assert!(refused.contains("id=\"to-error\""), "{refused}");
        tab.look(&draft).await;
        let hash = tab.hidden("sha256");
        let unseen = [("region", "330226"), ("from", day.as_str()), ("to", day.as_str()), ("sha256", "0")];
        let refused = tab.send("/allowances", &unseen).await.expect(409).text();
        assert!(refused.contains("补贴表与所见的不同") && refused.contains(&hash), "{refused}");
        let seen = [("region", "330226"), ("from", day.as_str()), ("to", day.as_str()), ("sha256", hash.as_str())];
        let path = tab.send("/allowances", &seen).await.expect(303).header("Location").to_owned();
        assert_eq!(tab.send("/allowances", &seen).await.expect(303).header("Location"), path, "the same form sent twice");
        let text = tab.look(&path).await;
        assert!(text.contains(&hash) && text.contains(">50.01<") && !text.contains("name=\"sha256\""), "{text}");
        let again = tab.look(&draft).await;
        assert!(again.contains("没有应补贴的案件，无需核准") && !again.contains("name=\"sha256\""), "{again}");
        let before = tab.look(&way(&again, "part=unpaid")).await;
        assert!(before.contains("已在此前的补贴表中发放") && before.contains(&format!("href=\"{path}\"")), "{before}");
        for format in ["json", "csv", "xlsx"] {
            let ours = tab.get(&format!("{path}/file?format={format}")).await.expect(200);
            let sheet = path.replace("/allowances/", "/api/v1/allowance-sheets/");
            let theirs = app.get(&format!("{sheet}/file?format={format}")).token(world.token("federation")).await.expect(200);
            assert_eq!(ours.body, theirs.body, "{format}");
        }
        let differences = format!("{path}?part=differences");
        assert!(tab.look(&differences).await.contains("此后没有更正"));
        lives::step(&app, &world, "chamber", &two, ("reopening", r#"{"reopened_on": "$today", "to": "agreed", "reason": "登记有误"}"#)).await;
        let text = tab.look(&differences).await;
        assert!(text.contains(">−50.01<") && text.contains("案件已重新办理"), "{text}");
        assert!(tab.look("/allowances").await.contains(&format!("href=\"{path}\"")));
        // A chamber sees its part; others nothing.
        let text = Tab::of(&app, "chamber").await.look(&path).await;
        assert!(text.contains("本单位部分") && text.contains(">50.01<") && !text.contains(&hash), "{text}");
        for (login, status) in [("other.federation", 404), ("other.chamber", 404), ("neighbour", 404), ("mediator", 403), ("firm", 403)] {
            let mut tab = Tab::of(&app, login).await;
            tab.get(&path).await.expect(status);
            tab.get(&format!("{path}/file")).await.expect(status);
        }
        let mut chamber = Tab::of(&app, "chamber").await;
        assert!(!chamber.look(&draft).await.contains("name=\"sha256\""));
        chamber.send("/allowances", &seen).await.expect(403);
    }

    async fn a_mediator_sees_what_is_due_to_them_and_why(app: TestApp) {
        let world = World::of(&app).await;
        let own = rule(&app, "330226", "equal", json!([rate("simple", &["agreed"], 10_001)]));
        app.post("/api/v1/allowance-rules", own).token(world.token("federation")).await.expect(201);
        let two = of_two(&app, &world).await;
        let today = china_day(app.clock.now());
        let asked = format!("/api/v1/me/allowances?from={today}&to={today}");
        let own = async |login: &str| app.get(&asked).token(world.token(login)).await.expect(200).json;
        let due = own("mediator").await;
        assert_eq!((&due["due_total"], &due["approved_total"], &due["due"][0]["amount"]), (&json!(5_001), &json!(0), &json!(10_001)), "{due:#}");
        assert_eq!((&due["due"][0]["case_id"], &due["due"][0]["sharers"], &due["due"][0]["basis"]), (&two["case"]["id"], &json!(2), &json!("某县以案定补办法")));
        assert_eq!(own("colleague").await["due_total"], json!(5_000));
        assert_eq!(own("other.mediator").await["due"], json!([]));
        let mut tab = Tab::of(&app, "mediator").await;
        let text = tab.look("/allowances/own").await;
        assert!(text.contains(">50.01<") && text.contains(">100.01<") && text.contains("某县以案定补办法；2人均分"), "{text}");
        assert!(text.contains("此期间没有已核准的补贴"));

        // Approved, it says so, and stays when the case goes to somebody else.
        let sheet = app.get(&format!("/api/v1/allowances?from={today}&to={today}")).token(world.token("federation")).await.expect(200);
        let body = json!({"from": today, "to": today, "sha256": sheet.at("/sha256")});
        let approved = app.post("/api/v1/allowance-sheets", body).token(world.token("federation")).await.expect(201);
        let paid = own("mediator").await;
        assert_eq!((&paid["approved_total"], &paid["due"], &paid["unpaid"]), (&json!(5_001), &json!([]), &json!([])), "{paid:#}");
        assert_eq!(paid["approved"][0]["sheet_id"], approved.json["id"]);
        let unpaid = closed(&app, &world, lives::NO_MONEY).await;
        app.clock.advance(chrono::Duration::seconds(5));
        let closing = json!({"closed_on": today});
        let rules = app.get("/api/v1/allowance-rules").token(world.token("federation")).await.expect(200).json;
        let path = format!("/api/v1/allowance-rules/{}/closure", rules["items"][0]["id"].as_str().unwrap());
        let other_year = json!({"closed_on": format!("{}-01-01", today.year() - 1)});
        let close = |body: &serde_json::Value, login: &str| app.call(actix_web::http::Method::POST, &path, Some(body.clone())).token(world.token(login)).if_match(1);
        assert_eq!(close(&other_year, "federation").await.expect(422).at("/errors/0/code"), "out_of_range");
        close(&closing, "neighbour").await.expect(404);
        let ended = if today.ordinal() == 1 { closing } else { json!({"closed_on": today.pred_opt()}) };
        close(&ended, "federation").await.expect(200);
        let after = own("mediator").await;
        assert_eq!(after["approved_total"], json!(5_001), "what was approved stays");
        if today.ordinal() > 1 {
            assert_eq!((&after["unpaid"][0]["case_id"], &after["unpaid"][0]["reasons"]), (&unpaid["case"]["id"], &json!(["rule_closed"])), "{after:#}");
            assert!(tab.look("/allowances/own").await.contains("结案时补贴标准已停用"));
        }
        let text = tab.get("/allowances/own?from=x").await.expect(422).text();
        assert!(text.contains("id=\"from-error\""), "{text}");
        for login in ["chamber", "federation", "firm"] {
            app.get(&asked).token(world.token(login)).await.expect(403);
            Tab::of(&app, login).await.get("/allowances/own").await.expect(403);
        }
    }

    async fn who_left_a_case_is_due_nothing_for_it(app: TestApp) {
        let world = World::of(&app).await;
        let own = rule(&app, "330226", "equal", json!([rate("simple", &["agreed"], 10_001)]));
        app.post("/api/v1/allowance-rules", own).token(world.token("federation")).await.expect(201);
        of_two(&app, &world).await;
        let today = china_day(app.clock.now());
        let asked = format!("/api/v1/me/allowances?from={today}&to={today}");
        let due = async |login: &str| {
            let own = app.get(&asked).token(world.token(login)).await.expect(200).json;
            (own["due_total"].as_i64().unwrap(), own["due"].as_array().unwrap().len())
        };
        assert_eq!((due("mediator").await, due("colleague").await), ((5_001, 1), (5_000, 1)));
        let left = "UPDATE case_mediator SET released_on = appointed_on WHERE NOT lead";
        app.db.write_now(move |tx| Ok(diesel::RunQueryDsl::execute(diesel::sql_query(left), tx)?)).unwrap();
        assert_eq!((due("mediator").await, due("colleague").await), ((10_001, 1), (0, 0)));
    }

    async fn a_package_is_taken_in_with_a_form_and_refused_in_clear_words(app: TestApp) {
        World::of(&app).await;
        let (signer, other) = (Signer::generate().unwrap().0, Signer::generate().unwrap().0);
        let mut tab = Tab::of(&app, "city").await;
        assert!(tab.look("/packages").await.contains("还没有并入过数据包"));
        let text = tab.send_files("/packages", &[], &[("file", "", b"")]).await.expect(422).text();
        assert!(text.contains("id=\"file-error\""), "{text}");
        let text = tab.send_files("/packages", &[], &[("file", "a.json", b"{}")]).await.expect(422).text();
        assert!(text.contains("无法读取该数据包"), "{text}");
        // A key is registered for a place, once.
        let text = tab.look("/packages/keys").await;
        assert!(text.contains("还没有登记密钥"), "{text}");
        let public = signer.public_key();
        let key = [("region_code", "330225"), ("name", "象山县工商联"), ("public_key", public.as_str())];
        let text = tab.send("/packages/keys", &[key[0], key[1], ("public_key", "AAAA")]).await.expect(422).text();
        assert!(text.contains("id=\"public_key-error\"") && text.contains("value=\"象山县工商联\""), "{text}");
        tab.get("/packages/keys").await.expect(200);
        tab.send("/packages/keys", &key).await.expect(303);
        tab.get("/packages/keys").await.expect(200);
        tab.send("/packages/keys", &key).await.expect(409);
        Tab::of(&app, "neighbour").await.get("/packages/keys").await.expect(200);
        let retirement = {
            let text = tab.look("/packages/keys").await;
            assert!(text.contains(&public) || text.contains(&public.replace('+', "&#43;")), "{text}");
            way(&text, "/packages/keys/0")
        };
        let made = |accepted: i64, later: i64| {
            let cell = |by, item: &str| PackageCell {
                month: "2024-01-01".parse().unwrap(),
                by,
                item: item.to_owned(),
                counts: BTreeMap::from([(Counter::Accepted, accepted)]),
            };
            let cells = vec![
                cell(Dimension::Total, ""),
                cell(Dimension::Category, "labour"),
                cell(Dimension::Source, "application"),
                cell(Dimension::Regime, "people"),
            ];
            FigurePackage {
                format: FORMAT,
                region: "330225".parse().unwrap(),
                from: "2024-01-01".parse().unwrap(),
                to: "2024-03-31".parse().unwrap(),
                made_at: app.clock.now() + chrono::Duration::seconds(later),
                cells,
            }
        };
        let bytes = |signed: &SignedPackage| serde_json::to_vec(signed).unwrap();
        let good = made(5, 0).signed(&signer).unwrap();
        let forged = SignedPackage { signature: other.sign(&good.package), ..good.clone() };
        let month = FigurePackage { to: "2024-01-31".parse().unwrap(), ..made(5, 9) };
        tab.get("/packages").await.expect(200);
        let done = tab.send_files("/packages", &[], &[("file", "a.json", &bytes(&good))]).await.expect(303);
        let text = tab.look(done.header("Location")).await;
        assert!(text.contains("role=\"status\">数据包已并入，自现在起计入") && text.contains("象山县") && text.contains("2024年1月1日至2024年3月31日"), "{text}");
        let again = tab.send_files("/packages", &[], &[("file", "a.json", &bytes(&good))]).await.expect(303);
        let text = tab.look(again.header("Location")).await;
        assert!(text.contains("未重复计入") && text.matches("<th scope=\"row\">").count() == 1, "{text}");
        let newer = tab.send_files("/packages", &[], &[("file", "a.json", &bytes(&made(6, 5).signed(&signer).unwrap()))]).await.expect(303);
        let text = tab.look(newer.header("Location")).await;
        assert!(text.contains("替换了同一地区") && text.contains("已被较新的数据包替换") && text.matches("<th scope=\"row\">").count() == 2, "{text}");
        let uneven = made(7, 20).signed(&other).unwrap();
        for (name, signed, status, sentence) in [
            ("forged", &forged, 422, "签名与内容不符"),
            ("another's key", &uneven, 422, "没有登记此密钥"),
            ("older", &good, 409, "较新数据包"),
            ("overlapping", &month.signed(&signer).unwrap(), 409, "月份重叠"),
        ] {
            let text = tab.send_files("/packages", &[], &[("file", "a.json", &bytes(signed))]).await.expect(status).text();
            assert!(text.contains("数据包未并入：") && text.contains(sentence), "{name}: {text}");
        }
        // Retired, the key is good for nothing; what it signed stays.
        tab.send(&retirement, &[]).await.expect(303);
        assert!(tab.look("/packages/keys").await.contains("已停用"));
        tab.get("/packages").await.expect(200);
        let late = made(8, 40).signed(&signer).unwrap();
        let text = tab.send_files("/packages", &[], &[("file", "a.json", &bytes(&late))]).await.expect(422).text();
        assert!(text.contains("没有登记此密钥，或已停用"), "{text}");
        // Elsewhere it is not there; a viewer sees what came and takes nothing in; organisations have none.
        let mut elsewhere = Tab::of(&app, "other.federation").await;
        assert!(elsewhere.look("/packages").await.contains("还没有并入过数据包"));
        elsewhere.send_files("/packages", &[], &[("file", "a.json", &bytes(&good))]).await.expect(404);
        elsewhere.get("/packages/keys").await.expect(200);
        elsewhere.send(&retirement, &[]).await.expect(404);
        let mut viewer = Tab::of(&app, "viewer").await;
        assert!(!viewer.look("/packages").await.contains("action=\"/packages\""));
        viewer.get("/packages/keys").await.expect(403);
        assert!(Tab::of(&app, "chamber").await.look("/packages").await.contains("还没有并入过数据包"));
        Tab::of(&app, "lawyer").await.get("/packages").await.expect(403);
        tab.send("/language", &[("next", "/packages")]).await.expect(303);
        let english = tab.look("/packages").await;
        assert!(english.contains("Figures handed up") && english.contains("Replaced by a newer one") && !english.contains("数据包"), "{english}");
    }
}
