//! Imports by page, as a browser without scripts: preview, confirmation, progress, faults to be mended, files that are none.

use crate::both;
use crate::support::*;
use chrono::Duration;
use diesel::prelude::*;
use wanlian::base::id::{AccountId, ImportJobId};
use wanlian::domain::deadlines::Terms;
use wanlian::domain::import::ImportKind;
use wanlian::domain::import_job::ImportStage;
use wanlian::domain::policy::{Actor, Role, Standing};
use wanlian::domain::region::RegionCode;
use wanlian::jobs::{Work, lapse_imports};
use wanlian::store::db::Conn;
use wanlian::store::{blobs, import_jobs};
use wanlian::workflow::run_import;

const LEDGER: &str = include_str!("../../config/demo/ninghai-cases.csv");

/// The header and so many rows of the ledger.
fn head(rows: usize) -> String {
    LEDGER.lines().take(rows + 1).map(|line| format!("{line}\n")).collect()
}

/// Sends a file and waits at its page until nothing is under way; the address.
async fn sent(tab: &mut Tab<'_>, kind: &str, name: &str, bytes: &[u8]) -> String {
    tab.get("/imports").await.expect(200);
    let reply = tab.send_files("/imports", &[("kind", kind)], &[("file", name, bytes)]).await.expect(303);
    let path = reply.header("Location").to_owned();
    settled(tab, &path).await;
    path
}

/// Looks again, as somebody without scripts does, until the page says that nothing is under way.
async fn settled(tab: &mut Tab<'_>, path: &str) -> String {
    loop {
        let text = tab.get(path).await.expect(200).text();
        if !text.contains("data-renew") {
            return text;
        }
        tokio::task::yield_now().await;
    }
}

/// The numbers of the tiles: rows, new, there already, wrong.
fn tiles(page: &str) -> Vec<i64> {
    let tiles = page.split("class=\"tiles\"").nth(1).and_then(|rest| rest.split("</ul>").next()).unwrap_or_default();
    let number = |part: &str| part.split('>').nth(1)?.split('<').next()?.replace(',', "").parse().ok();
    tiles.split("<b class=\"figure").skip(1).filter_map(number).collect()
}

fn number(app: &TestApp, sql: &'static str) -> i64 {
    app.db.read_now(|c: &mut Conn| Ok(diesel::dsl::sql::<diesel::sql_types::BigInt>(sql).get_result(c)?)).unwrap()
}

/// The files that are kept to be imported.
fn kept(app: &TestApp) -> usize {
    let folders = std::fs::read_dir(run_import::folder(&app.config.attachments.folder)).into_iter().flatten();
    folders.flat_map(|one| std::fs::read_dir(one.unwrap().path()).unwrap()).count()
}

/// None is kept any more: the file goes right after the page has said that all is done.
async fn nothing_kept(app: &TestApp) {
    let begun = std::time::Instant::now();
    while kept(app) > 0 {
        assert!(begun.elapsed().as_secs() < 20, "{} files are still there", kept(app));
        app.get("/livez").await;
    }
}

fn id(path: &str) -> ImportJobId {
    path.rsplit('/').next().unwrap().parse().unwrap()
}

both! {
    async fn a_ledger_is_tried_confirmed_and_taken_once(app: TestApp) {
        World::of(&app).await;
        let mut tab = Tab::of(&app, "federation").await;
        let text = head(40);
        // As WPS and Excel save it.
        let (gbk, _, _) = encoding_rs::GBK.encode(&text);
        let path = sent(&mut tab, "cases", "台账 2019.csv", &gbk).await;
        let page = tab.page.clone();
        assert_eq!(tiles(&page), [40, 40, 0, 0], "{page}");
        assert!(page.contains("待确认") && page.contains("台账 2019.csv") && page.contains("没有有误的行"), "{page}");
        let sample = page.split_once("前几行的读取结果").unwrap().1;
        assert!(sample.contains("宁商调〔2019〕0001号") && sample.contains("劳动争议") && !sample.contains("宁商调〔2019〕0011号"), "ten rows, as they are read");
        assert_eq!((number(&app, "SELECT count(*) FROM cases"), kept(&app)), (0, 1), "a preview writes nothing");

        let again = tab.send(&format!("{path}/confirmation"), &[]).await.expect(303).header("Location").to_owned();
        assert_eq!(again, path, "one address from the preview to the result");
        let done = settled(&mut tab, &path).await;
        assert_eq!(tiles(&done), [40, 40, 0, 0], "{done}");
        assert!(done.contains("已新增") && !done.contains("/confirmation") && !done.contains("前几行的读取结果"), "{done}");
        assert_eq!(number(&app, "SELECT count(*) FROM cases"), 40);
        nothing_kept(&app).await;
        // Pressed once more, from a page that is out of date: nothing happens twice.
        tab.send(&format!("{path}/confirmation"), &[]).await.expect(303);
        settled(&mut tab, &path).await;
        assert_eq!(number(&app, "SELECT count(*) FROM import WHERE dry_run = FALSE"), 1);
        assert!(tab.get("/imports").await.expect(200).text().contains(&format!("href=\"{path}\"")), "found again in the list");

        // The same as a workbook: there is nothing new in it.
        let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
        let workbook = wanlian::formats::xlsx::write("台账", &rows[0], &vec![false; rows[0].len()], rows[1..].to_vec()).unwrap();
        sent(&mut tab, "cases", "台账.xlsx", &workbook).await;
        assert_eq!(tiles(&tab.page), [40, 0, 40, 0]);
        assert!(tab.page.contains("没有可写入的新行") && !tab.page.contains("/confirmation"), "{}", tab.page);

        tab.send("/language", &[("next", "/imports")]).await.expect(303);
        let english = tab.get(&path).await.expect(200).text();
        assert!(english.contains("What was imported") && english.contains("No row is wrong") && !english.contains("导入结果"), "{english}");
    }

    async fn every_wrong_cell_is_named_with_what_to_do_and_can_be_mended(app: TestApp) {
        World::of(&app).await;
        let mut tab = Tab::of(&app, "federation").await;
        let mut lines: Vec<String> = head(5).lines().map(str::to_owned).collect();
        lines[0].push_str(",领导批示");
        for line in &mut lines[1..] {
            line.push_str(",同意");
        }
        lines[2] = lines[2].replace("劳动争议,", "邻里,");
        lines[4] = lines[4].replace("2019-09-", "2099-09-");
        let path = sent(&mut tab, "cases", "a.csv", lines.join("\n").as_bytes()).await;
        let page = tab.page.clone();
        assert_eq!(tiles(&page), [5, 3, 0, 2], "{page}");
        let faults = page.split("有误的行</h2>").nth(1).unwrap();
        assert!(faults.contains("<td data-label=\"行\" class=\"num\">3</td><td data-label=\"列\">适用程序</td><td data-label=\"原因\">未知的代码。</td><td data-label=\"怎么办\">填写其中之一：人民调解 / 劳动争议 / "), "{faults}");
        assert!(faults.contains("<td data-label=\"行\" class=\"num\">5</td><td data-label=\"列\">申请日期</td><td data-label=\"原因\">日期不能晚于今天。</td>"), "{faults}");
        assert!(page.contains("以下列未知，不会导入：领导批示") && !page.contains("<td>同意</td>"), "{page}");
        let file = tab.get(&format!("{path}/faults")).await.expect(200);
        assert!(file.header("Content-Disposition").starts_with("attachment") && file.text().contains("适用程序：未知的代码。"), "{}", file.text());
        let mended = file.text().replace("邻里,", "劳动争议,").replace("2099-", "2019-");

        tab.get(&path).await.expect(200);
        tab.send(&format!("{path}/confirmation"), &[]).await.expect(303);
        assert_eq!(tiles(&settled(&mut tab, &path).await), [5, 3, 0, 2], "the good rows are in, and it says which are not");
        assert!(tab.get(&format!("{path}/faults")).await.expect(200).text().contains("2099-"));
        let path = sent(&mut tab, "cases", "mended.csv", mended.as_bytes()).await;
        assert_eq!(tiles(&tab.page), [2, 2, 0, 0], "{}", tab.page);
        tab.send(&format!("{path}/confirmation"), &[]).await.expect(303);
        settled(&mut tab, &path).await;
        assert_eq!(number(&app, "SELECT count(*) FROM cases"), 5);
        tab.get(&format!("{path}/faults")).await.expect(404);
    }

    async fn what_is_no_such_table_is_refused_with_what_to_do(app: TestApp) {
        World::of(&app).await;
        let mut tab = Tab::of(&app, "federation").await;
        let (cases, chambers) = (head(3), include_str!("../../config/demo/chambers.csv"));
        let refusals: [(&str, &[u8], [&str; 2]); 5] = [
            ("chambers", cases.as_bytes(), ["名称：表头中缺少此列。", "对照空白表格"]),
            ("cases", chambers.as_bytes(), ["案件编号：表头中缺少此列。", "受理组织：表头中缺少此列。"]),
            ("firms", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", ["无法读取该文件", "另存为 XLSX"]),
            ("firms", b"\xFF\xFEa\0", ["无法识别文件编码", "另存为 XLSX"]),
            ("firms", "名称,名称\n".as_bytes(), ["名称：表头中有重复的列。", "只保留一个"]),
        ];
        for (kind, bytes, said) in refusals {
            let path = sent(&mut tab, kind, "x.csv", bytes).await;
            for words in said {
                assert!(tab.page.contains(words), "{kind}: {words}: {}", tab.page);
            }
            assert!(tab.page.contains("未写入任何数据") && !tab.page.contains("/confirmation"));
            nothing_kept(&app).await;
            tab.send(&format!("{path}/confirmation"), &[]).await.expect(303);
        }
        assert_eq!(number(&app, "SELECT count(*) FROM import"), 0, "nothing came of any");
        for (files, error) in [(vec![("file", "a.csv", b"".as_slice())], "文件中没有内容"), (vec![], "必填。")] {
            tab.get("/imports").await.expect(200);
            let text = tab.send_files("/imports", &[("kind", "firms")], &files).await.expect(422).text();
            assert!(text.contains("id=\"file-error\"") && text.contains(error) && text.contains("value=\"firms\" selected"), "{text}");
        }
        // Too large: a page that says how much is taken, and no row of it.
        tab.get("/imports").await.expect(200);
        let large = vec![b'a'; (64 << 20) + (1 << 20)];
        let text = tab.send_files("/imports", &[("kind", "firms")], &[("file", "a.csv", &large)]).await.expect(413).text();
        assert!(text.contains("64 MiB"), "{text}");
        assert_eq!(number(&app, "SELECT count(*) FROM import_job"), 5);
        // A blank table has the columns, and is one.
        let blank = tab.get("/imports/blank?kind=firms").await.expect(200);
        assert_eq!(wanlian::formats::table::read(&blank.body).unwrap().header[..2], ["名称", "执业许可证号"]);
    }

    /// Who may import by the API may here, and within the same area; what somebody sent is theirs alone.
    async fn those_import_who_may_by_the_api(app: TestApp) {
        World::of(&app).await;
        let mut tab = Tab::of(&app, "federation").await;
        let path = sent(&mut tab, "cases", "a.csv", head(3).as_bytes()).await;
        for login in ["viewer", "chamber", "mediator", "firm", "lawyer"] {
            let mut other = Tab::of(&app, login).await;
            for page in ["/imports", "/imports/blank?kind=cases", &path, &format!("{path}/faults")] {
                other.get(page).await.expect(403);
            }
            assert!(!other.get("/registry/chambers").await.expect(200).text().contains("/imports"), "{login}");
            other.send_files("/imports", &[("kind", "cases")], &[("file", "a.csv", b"x")]).await.expect(403);
            other.send(&format!("{path}/confirmation"), &[]).await.expect(403);
        }
        for login in ["other.federation", "city", "admin"] {
            let mut other = Tab::of(&app, login).await;
            assert!(!other.get("/imports").await.expect(200).text().contains("a.csv"), "{login}");
            other.get(&path).await.expect(404);
            other.get(&format!("{path}/faults")).await.expect(404);
            other.get("/imports").await.expect(200);
            other.send(&format!("{path}/confirmation"), &[]).await.expect(404);
        }
        assert_eq!(number(&app, "SELECT count(*) FROM cases"), 0);
        let mut elsewhere = Tab::of(&app, "other.federation").await;
        sent(&mut elsewhere, "cases", "a.csv", head(3).as_bytes()).await;
        assert_eq!(tiles(&elsewhere.page), [3, 0, 0, 3]);
        assert!(elsewhere.page.contains("不在本账号的区域内") && elsewhere.page.contains("本地区内的六位行政区划代码"), "{}", elsewhere.page);
        for (page, kind) in [("/registry/chambers", "chambers"), ("/registry/firms", "firms"), ("/registry/mediators", "cases"), ("/cases", "cases")] {
            assert!(tab.get(page).await.expect(200).text().contains(&format!("href=\"/imports?kind={kind}\"")), "{page}");
        }
        assert!(tab.get("/imports?kind=chambers").await.expect(200).text().contains("value=\"chambers\" selected"));
    }

    /// What the page says is what is in: after an interruption too, from which one goes on without doubling.
    async fn progress_is_true_and_an_interruption_is_no_loss(app: TestApp) {
        let world = World::of(&app).await;
        let mut tab = Tab::of(&app, "federation").await;
        let path = sent(&mut tab, "cases", "a.csv", head(30).as_bytes()).await;
        // The server stopped in the middle: twelve of the rows were in.
        let job = id(&path);
        let folder = run_import::folder(&app.config.attachments.folder);
        let me = app.get("/api/v1/me").token(world.token("federation")).await.expect(200);
        let federation: AccountId = me.at("/id").parse().unwrap();
        let begun = app.clock.now();
        app.db.write_now(move |c| {
            let seen = import_jobs::by_id(c, job)?.unwrap();
            assert!(import_jobs::claim(c, &seen, ImportStage::Bringing, begun)?);
            assert!(!import_jobs::claim(c, &seen, ImportStage::Bringing, begun)?, "one of two who press at once");
            let mut own = import_jobs::by_id(c, job)?.unwrap();
            import_jobs::advance(c, &own, (12, 30), begun)?;
            own.run_no = 1;
            import_jobs::advance(c, &own, (29, 30), begun)?;
            Ok(())
        }).unwrap();
        let some = app.call(actix_web::http::Method::POST, "/api/v1/imports/cases", None).bytes("text/csv", head(12).into_bytes());
        some.token(world.token("federation")).await.expect(200);
        let text = tab.get(&path).await.expect(200).text();
        assert!(text.contains("<progress max=\"30\" value=\"12\"") && text.contains("12 / 30"), "a run that was overtaken says nothing: {text}");
        assert!(!text.contains("http-equiv") && text.contains(&format!("href=\"{path}?renew=1\"")), "{text}");
        let renewed = tab.get(&format!("{path}?renew=1")).await.expect(200).text();
        assert!(renewed.contains("<meta http-equiv=\"refresh\" content=\"2\">") && renewed.contains("停止自动刷新"), "{renewed}");
        assert!(tab.get("/imports").await.expect(200).text().contains("12 / 30"));

        app.clock.advance(Duration::minutes(6));
        let text = tab.get(&path).await.expect(200).text();
        assert!(text.contains("已中断") && text.contains("12 / 30") && text.contains("/confirmation"), "{text}");
        tab.send(&format!("{path}/confirmation"), &[]).await.expect(303);
        assert_eq!(tiles(&settled(&mut tab, &path).await), [30, 18, 12, 0]);
        assert_eq!(number(&app, "SELECT count(*) FROM cases"), 30);
        nothing_kept(&app).await;

        // How far it is is written down row by row of the file, and the last word is the whole.
        let actor = Actor::of_account(federation, Role::FederationAdmin, Standing { region: RegionCode::parse("330226").ok(), ..Standing::default() });
        let bytes = head(60).into_bytes();
        let hash = blobs::put(&folder, &bytes).unwrap();
        let (by, now) = (actor.clone(), app.clock.now());
        let tried = app.db.write_now(move |tx| run_import::begin(tx, &by, ImportKind::Cases, ("b.csv".to_owned(), hash), now)).unwrap();
        run_import::run(&app.db, &app.clock, &actor, Terms::default(), &folder, &tried).unwrap();
        let tried = app.db.read_now(|c| import_jobs::get(c, tried.id, federation)).unwrap();
        assert_eq!((tried.stage, tried.rows_done, tried.rows_total), (ImportStage::Tried, 60, 60));
    }

    async fn a_file_that_nobody_confirms_is_gone_after_a_day(app: TestApp) {
        World::of(&app).await;
        let mut tab = Tab::of(&app, "federation").await;
        let path = sent(&mut tab, "cases", "a.csv", head(3).as_bytes()).await;
        let work = Work { db: app.db.clone(), clock: app.clock.clone(), config: app.config.clone() };
        app.clock.advance(Duration::hours(23));
        assert_eq!((lapse_imports::run(&work).unwrap(), kept(&app)), (0, 1));
        app.clock.advance(Duration::hours(2));
        assert_eq!((lapse_imports::run(&work).unwrap(), kept(&app)), (1, 0));
        assert_eq!(lapse_imports::run(&work).unwrap(), 0);
        let mut tab = Tab::of(&app, "federation").await;
        let text = tab.get(&path).await.expect(200).text();
        assert!(text.contains("已过期") && !text.contains("/confirmation") && !text.contains("宁商调〔2019〕0001号"), "{text}");
        tab.send(&format!("{path}/confirmation"), &[]).await.expect(303);
        assert_eq!(number(&app, "SELECT count(*) FROM cases"), 0);
    }
}
