//! Today's work, and where each role begins.

use super::frame::Frame;
use super::visit::Visit;
use super::{chamber_words, oddities, show, words};
use crate::base::error::Result;
use crate::base::text_enum::Worded;
use crate::domain::period::Period;
use crate::domain::policy::{Permission, Role};
use crate::domain::work::{OverdueSum, WorkItem, WorkKind, sees_sums};
use crate::workflow::list_work;
use actix_web::HttpResponse;
use askama::Template;
use chrono::NaiveDate;

/// How far ahead the list looks, in days.
const AHEAD: u16 = 14;

#[derive(Template)]
#[template(path = "pages/templates/work.html")]
struct WorkPage {
    f: Frame,
    today: NaiveDate,
    groups: Vec<Group>,
    sees_sums: bool,
    sums: Vec<OverdueSum>,
    o: &'static chamber_words::Words,
    /// Signs in one's own records that deserve a second look.
    oddities: usize,
}

/// Lines of the same urgency.
struct Group {
    title: &'static str,
    tone: &'static str,
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
    let (actor, today, settings) = (visit.actor()?.clone(), visit.today(), visit.config.reminders);
    let (is_summed, has_cases) = (sees_sums(&actor), actor.may(Permission::ReadCases));
    let (items, sums, oddities) = visit
        .read(move |c| {
            if !has_cases {
                return Ok((Vec::new(), Vec::new(), 0));
            }
            let oddities = oddities::count(c, &actor, Period::year_so_far(today))?;
            Ok((list_work::items(c, &actor, today, AHEAD)?, list_work::sums(c, &actor, today, &settings)?, oddities))
        })
        .await?;
    let w = words::of(visit.locale);
    let f = Frame::of(visit, w.nav_work)?;
    let group = |title, tone, fits: fn(i64) -> bool| Group {
        title,
        tone,
        items: items.iter().filter(|item| fits(item.days_left)).map(|item| line(item, &f)).collect(),
    };
    let groups = [
        group(w.work_late, "late", |days| days < 0),
        group(w.work_today, "soon", |days| days == 0),
        group(w.work_ahead, "calm", |days| days > 0),
    ];
    let groups = groups.into_iter().filter(|group| !group.items.is_empty()).collect();
    show::ok(&WorkPage { today, groups, sees_sums: is_summed, sums, o: chamber_words::of(visit.locale), oddities, f })
}

fn line(item: &WorkItem, f: &Frame) -> Line {
    let href = match item.kind {
        WorkKind::Offer => format!("/offers/{}", item.object_id),
        _ => format!("/cases/{}", item.case_id),
    };
    let left = match item.days_left {
        0 => f.w.due_today.to_owned(),
        days if days < 0 => format!("{} {}", -days, f.w.days_late),
        days => format!("{days} {}", f.w.days_left),
    };
    let when = item.at.map_or_else(|| f.day(item.due_on), |at| f.time(at));
    Line { href, kind: item.kind.word(f.locale), case_no: item.case_no.clone(), when, left }
}
