//! Today's work, and where each role begins.

use super::frame::Frame;
use super::visit::Visit;
use super::{chamber_words, oddities, overview, show, waiting, words, work_words};
use crate::base::error::Result;
use crate::base::id::CommitteeId;
use crate::base::text_enum::Worded;
use crate::domain::period::Period;
use crate::domain::policy::{Permission, Role};
use crate::domain::work::{OverdueSum, WorkItem, WorkKind, sees_sums};
use crate::store::committees;
use crate::store::db::Conn;
use crate::store::statistics_cases::CountedDays;
use crate::workflow::list_work;
use actix_web::HttpResponse;
use askama::Template;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// How far ahead the list looks, in days.
const AHEAD: u16 = 14;
/// Lines of one urgency, and committees, that are listed.
const LINES: usize = 60;
const COMMITTEES: usize = 200;

#[derive(Template)]
#[template(path = "pages/templates/work.html")]
struct WorkPage {
    f: Frame,
    today: NaiveDate,
    groups: Vec<Group>,
    sees_sums: bool,
    sums: Vec<(OverdueSum, String)>,
    /// Committees that are not listed.
    sums_more: usize,
    waiting: waiting::Waiting,
    overview: Option<overview::Overview>,
    w: &'static work_words::Words,
    o: &'static chamber_words::Words,
    /// Signs in one's own records that deserve a second look.
    oddities: usize,
    may_register: bool,
    may_read: bool,
}

/// What is read for the page in one go.
struct Found {
    items: Vec<WorkItem>,
    sums: Vec<(OverdueSum, String)>,
    sums_more: usize,
    oddities: usize,
    waiting: waiting::Found,
    overview: Option<overview::Found>,
}

/// Lines of the same urgency.
struct Group {
    title: &'static str,
    tone: &'static str,
    count: usize,
    /// The earliest of them.
    items: Vec<Line>,
}

struct Line {
    href: String,
    kind: &'static str,
    case_no: String,
    when: String,
    left: String,
}

/// To the page a role works on first.
pub(super) async fn home(visit: &Visit) -> Result<HttpResponse> {
    let actor = visit.actor()?;
    let first = match actor.role() {
        Role::FirmAdmin | Role::Lawyer => "/offers",
        Role::Sysadmin => "/users",
        _ => "/work",
    };
    Ok(show::see(first))
}

pub(super) async fn show(visit: &Visit) -> Result<HttpResponse> {
    let (actor, now, today, settings) = (visit.actor()?.clone(), visit.now, visit.today(), visit.config.reminders);
    let (is_summed, idle_days) = (sees_sums(&actor), visit.config.pairing.idle_days);
    let Found { items, sums, sums_more, oddities, waiting, overview } = visit
        .read(move |c| {
            let waiting = waiting::read(c, &actor, today)?;
            if !actor.may(Permission::ReadCases) {
                return Ok(Found {
                    items: Vec::new(),
                    sums: Vec::new(),
                    sums_more: 0,
                    oddities: 0,
                    waiting,
                    overview: None,
                });
            }
            let mut sums = list_work::sums(c, &actor, today, &settings)?;
            let sums_more = sums.len().saturating_sub(COMMITTEES);
            sums.truncate(COMMITTEES);
            Ok(Found {
                items: list_work::items(c, &actor, today, AHEAD)?,
                sums: named(c, sums)?,
                sums_more,
                oddities: oddities::count(c, &actor, Period::year_so_far(today), &mut CountedDays::default())?,
                waiting,
                overview: is_summed.then(|| overview::read(c, &actor, now, idle_days)).transpose()?,
            })
        })
        .await?;
    let w = words::of(visit.locale);
    let f = Frame::of(visit, w.nav_work)?;
    let waiting = waiting::of(visit, &f, waiting);
    let overview = overview.map(|found| overview::of(visit, &f, found)).transpose()?;
    let group = |title, tone, fits: fn(i64) -> bool| {
        let fitting: Vec<&WorkItem> = items.iter().filter(|item| fits(item.days_left)).collect();
        let listed = fitting.iter().take(LINES).map(|item| line(item, &f)).collect();
        Group { title, tone, count: fitting.len(), items: listed }
    };
    let groups = [
        group(w.work_late, "late", |days| days < 0),
        group(w.work_today, "soon", |days| days == 0),
        group(w.work_ahead, "calm", |days| days > 0),
    ];
    let groups = groups.into_iter().filter(|group| !group.items.is_empty()).collect();
    show::ok(&WorkPage {
        today,
        groups,
        sees_sums: is_summed,
        sums,
        sums_more,
        waiting,
        overview,
        w: work_words::of(visit.locale),
        o: chamber_words::of(visit.locale),
        oddities,
        may_register: visit.actor()?.may(Permission::RegisterCase),
        may_read: visit.actor()?.may(Permission::ReadCases),
        f,
    })
}

/// The sums with the names of their committees.
fn named(c: &mut Conn, sums: Vec<OverdueSum>) -> Result<Vec<(OverdueSum, String)>> {
    let ids: Vec<CommitteeId> = sums.iter().map(|sum| sum.committee_id).collect();
    let names: BTreeMap<_, _> =
        committees::names(c, &ids)?.into_iter().map(|(id, name)| (id, name.into_string())).collect();
    let line = |sum: OverdueSum| {
        let name = names.get(&sum.committee_id).unwrap_or(&sum.case_prefix).clone();
        (sum, name)
    };
    Ok(sums.into_iter().map(line).collect())
}

fn line(item: &WorkItem, f: &Frame) -> Line {
    let href = match item.kind {
        WorkKind::Offer => format!("/offers/{}", item.object_id),
        _ => format!("/cases/{}", item.case_id),
    };
    let (w, is_session) = (work_words::of(f.locale), item.kind == WorkKind::Session);
    let left = match item.days_left {
        0 => if is_session { f.w.work_today } else { f.w.due_today }.to_owned(),
        days if is_session && days < 0 => format!("{} {}", -days, w.ago),
        days if is_session => format!("{days} {}", w.ahead),
        days if days < 0 => format!("{} {}", -days, f.w.days_late),
        days => format!("{days} {}", f.w.days_left),
    };
    let when = item.at.map_or_else(|| f.day(item.due_on), |at| f.time(at));
    Line { href, kind: item.kind.word(f.locale), case_no: item.case_no.clone(), when, left }
}
