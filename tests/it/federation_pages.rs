//! The federation's pages over plain HTTP: figures with their cases, reports, the matching board, the registry.

use crate::both;
use crate::support::*;
use actix_web::http::Method;
use serde_json::json;

const LEDGER: &str = include_str!("../../config/demo/ninghai-cases.csv");

/// A seventh of the ledger of 2019 to 2021 in the first place.
async fn filled(app: &TestApp) -> World {
    let world = World::of(app).await;
    let ledger: String =
        LEDGER.lines().enumerate().filter(|(at, _)| at % 7 == 0).map(|(_, line)| format!("{line}\n")).collect();
    let call = app.call(Method::POST, "/api/v1/imports/cases", None).bytes("text/csv", ledger.into_bytes());
    call.token(world.token("federation")).await.expect(200);
    world
}

both! {
    /// What stands on the page stands in the interface, and as many cases are behind each number as it says.
    async fn figures_lead_to_their_cases(app: TestApp) {
        let world = filled(&app).await;
        let mut tab = Tab::of(&app, "federation").await;
        let text = tab.look("/figures?from=2019&to=2021").await;
        let figures = app.get("/api/v1/statistics?from=2019&to=2021").token(world.token("federation")).await.expect(200).json;
        for count in ["registered", "accepted", "agreed", "terminated"] {
            let figure = figures["items"][0]["counts"][count].as_i64().unwrap();
            let href = way(&text, &format!("&count={count}"));
            assert!(figure == 0 || text.contains(&format!(">{figure}</a>")), "{count} {figure}");
            if figure == 0 {
                continue;
            }
            let (mut rows, mut href) = (0, href);
            while !href.is_empty() {
                let cases = tab.look(&href).await;
                rows += cases.matches("href=\"/cases/0").count();
                href = way(&cases, "after=");
            }
            assert_eq!(i64::try_from(rows).unwrap(), figure, "{count}");
        }
        // Each chart is a picture with a name and a table behind it.
        assert!(text.matches("<svg class=\"chart\" role=\"img\" aria-label=\"").count() >= 3 && text.matches("<details>").count() >= 3);
        assert!(text.contains("2019年1月1日至2021年12月31日"));
        assert!(text.contains("威尔逊 95% 区间下限"));
        // A rate has both its counts, and the days it is held against.
        let held = tab.look("/figures?from=2020&to=2020&compare=year_before&by=category").await;
        assert!(held.contains("对比：2019年1月1日至2019年12月31日"), "{held}");
        tab.send("/language", &[("next", "/figures")]).await.expect(303);
        let english = tab.look("/figures?from=2019&to=2021").await;
        assert!(english.contains("Over time") && english.contains("1 January 2019 to 31 December 2021") && !english.contains("受理"));
    }

    async fn a_wrong_period_is_said_beside_its_field(app: TestApp) {
        World::of(&app).await;
        let mut tab = Tab::of(&app, "federation").await;
        let text = tab.get("/figures?from=2024-13-01&to=2024-12-31").await.expect(422).text();
        assert!(text.contains("id=\"from-error\"") && text.contains("value=\"2024-13-01\""), "{text}");
        tab.get("/figures?region=33").await.expect(422);
        tab.get("/figures/cases?count=nothing").await.expect(422);
        for region in ["420106", "330225", "330200"] {
            tab.get(&format!("/figures?region={region}")).await.expect(404);
            tab.get(&format!("/figures/cases?count=accepted&region={region}")).await.expect(404);
        }
        let text = tab.look("/figures?from=2024&to=2024").await;
        assert!(text.contains("还没有任何案件") && !text.contains("class=\"tiles\""), "{text}");
    }

    /// A few cases of a committee are not shown to the federation, and it is said why; the chamber sees its own.
    async fn a_small_group_is_held_back_and_it_is_said_why(app: TestApp) {
        let world = World::of(&app).await;
        for _ in 0..2 {
            let body = json!({"applicant": "甲", "respondent": "乙", "summary": "货款"});
            app.post("/api/v1/cases", body).token(world.token("mediator")).await.expect(201);
        }
        let grid = |text: &str| text.split("id=\"grid\"").nth(1).unwrap().split("</section>").next().unwrap().to_owned();
        let text = Tab::of(&app, "federation").await.look("/figures?by=committee").await;
        assert!(grid(&text).contains("少于三件") && text.contains("不足三件的数据不予显示"), "{text}");
        assert!(!grid(&text).contains("count=registered"));
        let own = Tab::of(&app, "chamber").await.look("/figures?by=committee").await;
        assert!(grid(&own).contains(">2</a>") && own.contains("本单位的数据"), "{own}");
        // Who sees only some of the cases sees the figures without a way behind them.
        let firm = Tab::of(&app, "mediator").await.look("/figures").await;
        assert!(!firm.contains("/figures/cases"));
        Tab::of(&app, "lawyer").await.get("/figures").await.expect(403);
    }

    async fn a_report_is_published_once_and_stays(app: TestApp) {
        let world = filled(&app).await;
        let mut tab = Tab::of(&app, "federation").await;
        assert!(tab.look("/reports").await.contains("还没有发布过报表"));
        let wrong = [("region", "330226"), ("from", "2020-01-01"), ("to", "2999-12-31")];
        let text = tab.send("/reports", &wrong).await.expect(422).text();
        assert!(text.contains("id=\"to-error\"") && text.contains("value=\"2999-12-31\""), "{text}");
        tab.send("/reports", &[("region", "420106"), ("from", "2020"), ("to", "2020")]).await.expect(404);
        tab.get("/reports").await.expect(200);
        let right = [("region", "330226"), ("from", "2020-01-01"), ("to", "2020-12-31")];
        let path = tab.send("/reports", &right).await.expect(303).header("Location").to_owned();
        assert_eq!(tab.send("/reports", &right).await.expect(303).header("Location"), path, "the same form sent twice");
        let text = tab.look(&path).await;
        let shown = app.get(&format!("/api/v1{path}")).token(world.token("federation")).await.expect(200);
        assert!(text.contains(shown.at("/sha256")) && text.contains("与现有数据一致") && text.contains("2020年1月1日至2020年12月31日"));
        for format in ["json", "csv", "xlsx"] {
            let ours = tab.get(&format!("{path}/file?format={format}")).await.expect(200);
            let theirs = app.get(&format!("/api/v1{path}/file?format={format}")).token(world.token("federation")).await.expect(200);
            assert_eq!(ours.body, theirs.body, "{format}");
            assert!(ours.header("Content-Disposition").starts_with("attachment"), "{format}");
        }
        // What came in later stands under the differences.
        let late: String = LEDGER.lines().take(1).chain(LEDGER.lines().skip(301).take(60)).map(|line| format!("{line}\n")).collect();
        let call = app.call(Method::POST, "/api/v1/imports/cases", None).bytes("text/csv", late.into_bytes());
        call.token(world.token("federation")).await.expect(200);
        let text = tab.look(&path).await;
        assert!(text.contains("有案件被更正或补登") && text.contains(">+"), "{text}");
        // Others do not see it, and viewers do not publish.
        for login in ["other.federation", "neighbour", "chamber"] {
            Tab::of(&app, login).await.get(&path).await.expect(404);
        }
        let mut viewer = Tab::of(&app, "viewer").await;
        assert!(!viewer.look("/reports").await.contains("action=\"/reports\""));
        viewer.send("/reports", &right).await.expect(403);
        viewer.look(&path).await;
    }

    async fn a_matching_is_computed_explained_and_published(app: TestApp) {
        let world = World::of(&app).await;
        let mut tab = Tab::of(&app, "federation").await;
        assert!(tab.look("/matching").await.contains("还没有计算过匹配"));
        tab.send("/matching", &[("region", "330226"), ("policy", "")]).await.expect(422);
        tab.send("/matching", &[("region", "420106"), ("policy", "coverage")]).await.expect(404);
        tab.get("/matching").await.expect(200);
        let asked = [("region", "330226"), ("policy", "coverage")];
        let first = tab.send("/matching", &asked).await.expect(303).header("Location").to_owned();
        assert_eq!(tab.send("/matching", &asked).await.expect(303).header("Location"), first, "the same form sent twice");
        let text = tab.look(&first).await;
        for word in ["覆盖优先", "总分最高", "稳定匹配", "公平优先", "宁海县总商会", "宁海县某律师事务所", "1 / 1"] {
            assert!(text.contains(word), "{word}: {text}");
        }
        let (chamber, firm) = (world.own.chamber.to_string(), world.own.firm.to_string());
        let why = tab.look(&format!("{first}/why?chamber_id={chamber}&firm_id={firm}")).await;
        assert!(why.contains("专业匹配") && why.contains("已与该商会匹配"), "{why}");
        // A ban needs a reason; with it the chamber has no firm, and it is said why.
        let again = format!("{first}/again");
        let ban = [("do", "ban"), ("chamber_id", chamber.as_str()), ("firm_id", firm.as_str()), ("reason", "")];
        let refused = tab.send(&again, &ban).await.expect(422).text();
        assert!(refused.contains("id=\"reason-error\""), "{refused}");
        let ban = [("do", "ban"), ("chamber_id", chamber.as_str()), ("firm_id", firm.as_str()), ("reason", "曾有纠纷")];
        let banned = tab.send(&again, &ban).await.expect(303).header("Location").to_owned();
        assert_ne!(banned, first);
        let text = tab.look(&banned).await;
        assert!(text.contains("曾有纠纷") && text.contains("0 / 1"), "{text}");
        let why = tab.look(&format!("{banned}/why?chamber_id={chamber}&firm_id={firm}")).await;
        assert!(why.contains("没有可匹配的律所") && why.contains("被条件排除：已被排除"), "{why}");
        let compared = tab.look(&format!("{banned}/comparison?with={}", first.trim_start_matches("/matching/"))).await;
        assert!(compared.contains("失去匹配") && compared.contains("宁海县总商会"));
        tab.look(&banned).await;
        let free = [("do", "free"), ("chamber_id", chamber.as_str()), ("firm_id", firm.as_str())];
        let freed = tab.send(&format!("{banned}/again"), &free).await.expect(303).header("Location").to_owned();
        assert!(tab.look(&freed).await.contains("1 / 1"));
        let pinned = [("do", "pin"), ("chamber_id", chamber.as_str()), ("firm_id", firm.as_str()), ("reason", "双方所愿"), ("what_if", "true")];
        tab.look(&freed).await;
        let tried = tab.send(&format!("{freed}/again"), &pinned).await.expect(303).header("Location").to_owned();
        let text = tab.look(&tried).await;
        assert!(text.contains("双方所愿") && text.contains("试算结果不能发布") && !text.contains("/publication"), "{text}");
        tab.send(&format!("{tried}/publication"), &[("version", "1")]).await.expect(409);
        tab.look(&first).await;
        tab.send(&format!("{first}/publication"), &[]).await.expect(303);
        let text = tab.look(&first).await;
        assert!(text.contains("已发布") && text.contains("l-proposed") && text.contains("value=\"around\""), "{text}");
        // The chamber is asked now; a second run proposes nothing that stands, and says what has become impossible.
        assert!(Tab::of(&app, "chamber").await.look("/pairings").await.contains("l-proposed"));
        tab.look(&freed).await;
        let refused = tab.send(&format!("{freed}/publication"), &[]).await.expect(422).text();
        assert!(refused.contains("宁海县总商会 — 宁海县某律师事务所 · "), "{refused}");
        // Others see no run, viewers change none.
        for login in ["other.federation", "neighbour"] {
            let mut other = Tab::of(&app, login).await;
            other.get(&first).await.expect(404);
            other.get(&format!("{first}/why?chamber_id={chamber}")).await.expect(404);
            other.get("/matching").await.expect(200);
            other.send(&format!("{first}/publication"), &[("version", "1")]).await.expect(404);
        }
        Tab::of(&app, "chamber").await.get("/matching").await.expect(403);
        let mut viewer = Tab::of(&app, "viewer").await;
        assert!(!viewer.look(&first).await.contains("/again"));
        viewer.send(&again, &free).await.expect(403);
    }

    /// How long things take and the official forms, as the interface has them, with their files.
    async fn times_and_forms_stand_beside_the_figures(app: TestApp) {
        let world = filled(&app).await;
        let mut tab = Tab::of(&app, "federation").await;
        let text = tab.look("/figures").await;
        assert!(text.contains("href=\"/figures/times\"") && text.contains("href=\"/figures/forms\""));
        let times = app.get("/api/v1/statistics/times?from=2019&to=2021").token(world.token("federation")).await.expect(200).json;
        let text = tab.look("/figures/times?from=2019&to=2021").await;
        for one in times["items"].as_array().unwrap() {
            let line = text.split(&format!("<th scope=\"row\">{}（", one["zh"].as_str().unwrap())).nth(1).unwrap();
            let line = line.split("</tr>").next().unwrap();
            for value in ["count", "median", "p90", "most"] {
                let cell = one[value].as_i64().map_or_else(|| "—".to_owned(), |value| value.to_string());
                assert!(line.contains(&format!("<td class=\"num\">{cell}</td>")), "{one} {line}");
            }
        }
        let cut = tab.look("/figures/times?from=2019&to=2021&by=category").await;
        assert!(cut.contains("<th scope=\"col\">分组</th>") && cut.contains("劳动"), "{cut}");
        assert!(tab.get("/figures/times?from=2024-13-01&to=2024").await.expect(422).text().contains("id=\"from-error\""));
        for path in ["/figures/times?region=420106", "/figures/forms?region=420106", "/figures/forms/file?region=420106&format=csv"] {
            tab.get(path).await.expect(404);
        }
        for form in ["cases", "organisations"] {
            let asked = format!("form={form}&from=2019&to=2021");
            let filled = app.get(&format!("/api/v1/statistics/form?{asked}")).token(world.token("federation")).await.expect(200);
            let text = tab.look(&format!("/figures/forms?{asked}")).await;
            assert!(text.contains(filled.at("/title_zh")) && text.contains("各项勾稽相符") && filled.json["faults"] == json!([]), "{text}");
            let file = way(&text, "format=json");
            assert_eq!(tab.get(&file).await.expect(200).json, filled.json);
            let csv = tab.get(&way(&text, "format=csv")).await.expect(200);
            let of_api = app.get(&format!("/api/v1/statistics/form/file?{asked}&format=csv")).token(world.token("federation")).await.expect(200);
            assert_eq!(csv.body, of_api.body);
            let workbook = tab.get(&way(&text, "format=xlsx")).await.expect(200);
            assert!(workbook.body.starts_with(b"PK") && workbook.header("Content-Disposition").starts_with("attachment"));
            tab.get(&file.replace("format=json", "format=pdf")).await.expect(404);
        }
        // In its sections, in either language; what is left to be filled in by hand says so.
        let heading = |text: &str, word: &str| text.contains(&format!("<th scope=\"rowgroup\" colspan=\"3\">{word}</th>"));
        let cases = tab.look("/figures/forms?from=2019&to=2021").await;
        assert!(["总体", "按案件来源", "预防"].iter().all(|word| heading(&cases, word)), "{cases}");
        assert!(!cases.contains("请按实际情况手工填写"), "{cases}");
        tab.send("/language", &[("next", "/")]).await.expect(303);
        let organisations = tab.look("/figures/forms?form=organisations&from=2019&to=2021").await;
        assert!(["In all", "Training", "Funds"].iter().all(|word| heading(&organisations, word)), "{organisations}");
        assert!(organisations.contains("to be filled in by hand"), "{organisations}");
        // An organisation sees its own; a firm's lawyer sees none.
        let own = Tab::of(&app, "chamber").await.look("/figures/forms?from=2019&to=2021").await;
        assert!(own.contains("宁海县商会人民调解委员会") && !own.contains("id=\"region\""), "{own}");
        Tab::of(&app, "lawyer").await.get("/figures/forms").await.expect(403);
    }

    /// Weights, candidates and what single firms take are the run's own, and wrong ones are said beside their fields.
    async fn a_run_is_computed_again_on_other_terms(app: TestApp) {
        let world = World::of(&app).await;
        let mut tab = Tab::of(&app, "federation").await;
        assert!(tab.look("/matching").await.contains("name=\"weights.practice\""));
        let text = tab.send("/matching", &[("region", "330226"), ("policy", "coverage"), ("weights.practice", "2000"), ("candidates", "0")]).await.expect(422).text();
        assert!(text.contains("id=\"weights.practice-error\"") && text.contains("id=\"candidates-error\"") && text.contains("value=\"2000\""), "{text}");
        let asked = [("region", "330226"), ("policy", "coverage"), ("weights.practice", "700"), ("weights.nearness", "0"), ("candidates", "7")];
        let first = tab.send("/matching", &asked).await.expect(303).header("Location").to_owned();
        let shown = app.get(&format!("/api/v1{}", first.replace("/matching/", "/matching-runs/"))).token(world.token("federation")).await.expect(200).json;
        assert_eq!((&shown["asked"]["weights"]["practice"], &shown["asked"]["weights"]["nearness"], &shown["asked"]["candidates"]), (&json!(700), &json!(0), &json!(7)));
        let text = tab.look(&first).await;
        assert!(text.contains("<dt>专业匹配</dt><dd class=\"figure\">700</dd>") && text.contains("1 / 1"), "{text}");

        let terms = format!("{first}/terms");
        let text = tab.look(&terms).await;
        assert!(text.contains("name=\"weights.practice\"") && text.contains("value=\"700\"") && text.contains("value=\"7\""), "{text}");
        let text = tab.send(&terms, &[("limit.firm", "无此所"), ("limit.most", "1")]).await.expect(422).text();
        assert!(text.contains("id=\"limit.firm-error\"") && text.contains("value=\"无此所\""), "{text}");
        let text = tab.send(&terms, &[("limit.firm", "宁海县某"), ("limit.least", "2"), ("limit.most", "1")]).await.expect(422).text();
        assert!(text.contains("id=\"limit.least-error\""), "{text}");
        // Where the only firm takes none there is nothing to compute, and it is said so.
        let text = tab.send(&terms, &[("limit.firm", "宁海县某"), ("limit.most", "0")]).await.expect(422).text();
        assert!(text.contains("所有律所均无余额") && text.contains("name=\"limit.most\" type=\"text\" inputmode=\"numeric\" value=\"0\""), "{text}");
        let limited = tab.send(&terms, &[("limit.firm", "宁海县某"), ("limit.most", "1"), ("weights.practice", "300")]).await.expect(303).header("Location").to_owned();
        assert_ne!(limited, first);
        let text = tab.look(&limited).await;
        assert!(text.contains("1 / 1") && text.contains("宁海县某律师事务所：至少 —，至多 1") && text.contains("<dd class=\"figure\">300</dd>"), "{text}");
        assert!(tab.look(&first).await.contains("<dd class=\"figure\">700</dd>"), "the run before stays");
        // Emptied, the limit is gone.
        let firm = world.own.firm.to_string();
        let text = tab.look(&format!("{limited}/terms")).await;
        assert!(text.contains(&format!("name=\"limit.{firm}.most\"")), "{text}");
        let freed = tab.send(&format!("{limited}/terms"), &[]).await.expect(303).header("Location").to_owned();
        assert!(!tab.look(&freed).await.contains("本次限定的律所"));
        let mut viewer = Tab::of(&app, "viewer").await;
        viewer.get(&terms).await.expect(403);
        viewer.send(&terms, &[]).await.expect(403);
        let mut other = Tab::of(&app, "other.federation").await;
        other.get(&terms).await.expect(404);
        other.get("/matching").await.expect(200);
        other.send(&terms, &[]).await.expect(404);
    }

    async fn the_registry_is_found_entered_and_amended(app: TestApp) {
        let world = World::of(&app).await;
        let mut tab = Tab::of(&app, "federation").await;
        for (noun, name) in [("federations", "宁海县工商业联合会"), ("chambers", "宁海县总商会"), ("committees", "宁海县商会人民调解委员会"),
            ("mediators", "宁海县调解员甲"), ("firms", "宁海县某律师事务所"), ("lawyers", "宁海县律师甲")] {
            let list = tab.look(&format!("/registry/{noun}")).await;
            assert!(list.contains(name) && !list.contains("武昌区律师") && !list.contains("武昌区总商会"), "{noun}: one's own area first");
            let entry = tab.look(&way(&list, &format!("/registry/{noun}/0"))).await;
            assert!(entry.contains("/edit\""), "{noun}");
            tab.look(&way(&entry, "/edit")).await;
        }
        assert!(tab.look("/registry/chambers?region=&q=%E6%AD%A6%E6%98%8C").await.contains("武昌区总商会"), "the registry is open to all who work with it");
        assert!(tab.look("/registry/chambers?q=%E6%B2%A1%E6%9C%89").await.contains("没有符合条件的登记"));
        // All that is wrong is said beside its field, and what was typed stays.
        tab.look("/registry/chambers/new").await;
        let wrong = [("name", ""), ("region_code", "330226"), ("kind", "industry"), ("members", "许多"), ("phone", "x"), ("needs", "labour"), ("needs", "tax")];
        let text = tab.send("/registry/chambers/new", &wrong).await.expect(422).text();
        for field in ["name", "members", "phone"] {
            assert!(text.contains(&format!("id=\"{field}-error\"")), "{field}: {text}");
        }
        assert!(text.contains("value=\"许多\"") && text.contains("value=\"tax\" checked") && !text.contains("value=\"contract\" checked"));
        let right = [("name", "宁海县模具商会"), ("region_code", "330226"), ("kind", "industry"), ("members", "120"), ("phone", "0574-65550000"), ("needs", "labour"), ("needs", "tax"), ("wanted_firms", "2")];
        let path = tab.send("/registry/chambers/new", &right).await.expect(303).header("Location").to_owned();
        assert_eq!(tab.send("/registry/chambers/new", &right).await.expect(303).header("Location"), path, "the same form sent twice");
        let text = tab.look(&path).await;
        assert!(text.contains("劳动人事、税务") && text.contains("行业商会") && text.contains("0574-65550000") && text.contains("宁海县 330226"), "{text}");
        // What was emptied is taken away; the rest stays.
        let form = tab.look(&format!("{path}/edit")).await;
        assert!(form.contains("value=\"120\"") && form.contains("value=\"tax\" checked"), "{form}");
        let changed = [("name", "宁海县模具行业商会"), ("region_code", "330226"), ("kind", "industry"), ("status", "active"), ("members", ""), ("phone", "0574-65550000"), ("needs", "labour")];
        let stale = tab.hidden("version");
        tab.send(&format!("{path}/edit"), &changed).await.expect(303);
        let shown = app.get(&format!("/api/v1{}", path.replace("/registry", ""))).token(world.token("federation")).await.expect(200).json;
        assert_eq!((shown["name"].as_str(), shown["members"].is_null(), shown["needs"].clone()), (Some("宁海县模具行业商会"), true, json!(["labour"])));
        let mut late = vec![("version", stale.as_str())];
        late.extend_from_slice(&changed);
        assert!(tab.send(&format!("{path}/edit"), &late).await.expect(412).text().contains("他人已更新"));
        // What belongs to an entry is entered from its page.
        let (firm, committee) = (format!("/registry/firms/{}", world.own.firm), world.own.committee.to_string());
        let add = way(&tab.look(&firm).await, "/registry/lawyers/new");
        tab.look(&add).await;
        let lawyer = [("name", "新律师"), ("firm_id", &world.own.firm.to_string()), ("kind", "part_time")].map(|(name, value)| (name, value.to_owned()));
        let lawyer: Vec<(&str, &str)> = lawyer.iter().map(|(name, value)| (*name, value.as_str())).collect();
        tab.send("/registry/lawyers/new", &lawyer).await.expect(303);
        assert!(tab.look(&firm).await.contains("新律师"));
        tab.look(&format!("/registry/mediators/new?committee_id={committee}")).await;
        tab.send("/registry/mediators/new", &[("name", "新调解员"), ("committee_id", &committee)]).await.expect(303);
    }

    async fn a_mediator_who_is_a_lawyer_is_named_and_makes_a_conflict(app: TestApp) {
        let world = World::of(&app).await;
        let mut tab = Tab::of(&app, "chamber").await;
        let entry = format!("/registry/mediators/{}", world.own.mediator);
        let edit = format!("{entry}/edit");
        let form = tab.look(&edit).await;
        assert!(form.contains("name=\"lawyer_id\"") && tab.look(&entry).await.contains("<dt>即律师</dt><dd>—</dd>"), "{form}");
        tab.look(&edit).await;
        let typed = |lawyer: &'static str, phone: &'static str| [("name", "宁海县调解员甲"), ("phone", phone), ("lawyer_id", lawyer)];
        // Nobody of that name around, beside whatever else is wrong.
        for nobody in ["无此人", "武昌区律师甲"] {
            let text = tab.send(&edit, &typed(nobody, "x")).await.expect(422).text();
            assert!(text.contains("id=\"lawyer_id-error\"") && text.contains("id=\"phone-error\"") && text.contains(&format!("value=\"{nobody}\"")), "{text}");
        }
        tab.send(&edit, &typed("宁海县律师甲", "0574-65550000")).await.expect(303);
        assert!(tab.look(&entry).await.contains(&format!("<a href=\"/registry/lawyers/{}\">宁海县律师甲</a>", world.own.lawyer)));
        assert!(tab.look(&edit).await.contains("value=\"宁海县律师甲\""));
        // A case they mediate is in conflict with the firm of the lawyer.
        let case = json!({"applicant": "马勇琪", "respondent": "宁海顺盛食品厂", "summary": "拖欠货款"});
        let case = app.post("/api/v1/cases", case).token(world.token("chamber")).await.expect(201).at("/case/id").to_owned();
        let today = wanlian::base::clock::china_day(app.clock.now());
        for (noun, body, version) in [
            ("acceptance", json!({"accepted_on": today}), 1),
            ("mediators", json!({"mediator_id": world.own.mediator, "chosen_by": "committee", "appointed_on": today}), 2),
        ] {
            app.post(&format!("/api/v1/cases/{case}/{noun}"), body).token(world.token("chamber")).if_match(version).await.expect(200);
        }
        let text = tab.look(&format!("/cases/{case}/firms")).await;
        assert!(text.contains("本所律师是本案调解员"), "{text}");
        // Of two of one name neither is meant, but by the licence; whoever is on file stays.
        let twin = json!({"firm_id": world.own.firm, "name": "宁海县律师甲", "kind": "full_time", "licence_no": "13302201510112233"});
        let twin = app.post("/api/v1/lawyers", twin).token(world.token("federation")).await.expect(201).at("/id").to_owned();
        tab.look(&edit).await;
        tab.send(&edit, &typed("宁海县律师甲", "0574-65550000")).await.expect(303);
        assert!(tab.look(&entry).await.contains(&format!("/registry/lawyers/{}", world.own.lawyer)));
        tab.look(&edit).await;
        tab.send(&edit, &typed("13302201510112233", "0574-65550000")).await.expect(303);
        assert!(tab.look(&entry).await.contains(&format!("/registry/lawyers/{twin}")));
        tab.look(&edit).await;
        tab.send(&edit, &typed("", "0574-65550000")).await.expect(303);
        tab.look(&edit).await;
        tab.send(&edit, &typed("宁海县律师甲", "0574-65550000")).await.expect(422);
        assert!(tab.look(&entry).await.contains("<dt>即律师</dt><dd>—</dd>"));
    }

    async fn a_committee_without_a_chamber_is_given_one_once(app: TestApp) {
        let world = World::of(&app).await;
        let mut tab = Tab::of(&app, "federation").await;
        assert!(tab.look("/registry/committees/new").await.contains("name=\"chamber_id\" type=\"text\""));
        let typed = |chamber: &'static str| [("name", "宁海县汽配调解委员会"), ("region_code", "330226"), ("case_prefix", "宁汽调"), ("chamber_id", chamber)];
        let text = tab.send("/registry/committees/new", &typed("无此商会")).await.expect(422).text();
        assert!(text.contains("id=\"chamber_id-error\"") && text.contains("value=\"无此商会\""), "{text}");
        let entry = tab.send("/registry/committees/new", &typed("")).await.expect(303).header("Location").to_owned();
        assert!(tab.look(&entry).await.contains("<dt>所属商会</dt><dd>—</dd>"));
        let edit = format!("{entry}/edit");
        tab.look(&edit).await;
        // A chamber elsewhere is none of this region.
        tab.send(&edit, &typed("武昌区总商会")).await.expect(422);
        tab.send(&edit, &typed("宁海县总商会")).await.expect(303);
        let text = tab.look(&entry).await;
        assert!(text.contains(&format!("<a href=\"/registry/chambers/{}\">宁海县总商会</a>", world.own.chamber)) && !text.contains("<dt>所属商会</dt>"), "{text}");
        // From then on it is settled, whatever is sent.
        assert!(!tab.look(&edit).await.contains("name=\"chamber_id\""));
        tab.send(&edit, &typed("")).await.expect(303);
        assert!(tab.look(&entry).await.contains("宁海县总商会"));
        // Entered from a chamber's page it belongs there, and a chamber's own people are not asked.
        let add = format!("/registry/committees/new?chamber_id={}", world.own.chamber);
        assert!(!tab.look(&add).await.contains("name=\"chamber_id\" type=\"text\""));
        let mut chamber = Tab::of(&app, "chamber").await;
        assert!(!chamber.look("/registry/committees/new").await.contains("name=\"chamber_id\" type=\"text\""));
    }

    async fn nobody_amends_an_entry_of_somebody_else(app: TestApp) {
        let world = World::of(&app).await;
        let own = format!("/registry/chambers/{}", world.own.chamber);
        let other = format!("/registry/chambers/{}", world.other.chamber);
        for login in ["federation", "chamber"] {
            let mut tab = Tab::of(&app, login).await;
            assert!(tab.look(&own).await.contains("/edit\""), "{login}");
            assert!(!tab.look(&other).await.contains("/edit\""), "{login}");
            tab.get(&format!("{other}/edit")).await.expect(404);
            tab.look(&format!("{own}/edit")).await;
            tab.send(&format!("{other}/edit"), &[("name", "别名"), ("region_code", "420106"), ("kind", "general")]).await.expect(404);
        }
        // A chamber's status is its federation's to change.
        let mut chamber = Tab::of(&app, "chamber").await;
        chamber.look(&format!("{own}/edit")).await;
        let dissolved = [("name", "宁海县总商会"), ("region_code", "330226"), ("kind", "general"), ("status", "dissolved")];
        chamber.send(&format!("{own}/edit"), &dissolved).await.expect(403);
        chamber.get("/registry/chambers/new").await.expect(403);
        let mut mediator = Tab::of(&app, "mediator").await;
        assert!(!mediator.look(&own).await.contains("/edit\""));
        mediator.get(&format!("{own}/edit")).await.expect(403);
        mediator.get("/registry/chambers/none").await.expect(404);
    }
}
