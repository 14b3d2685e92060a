//! The page of a case: where it stands, what can be done next, who is in it, its clocks, money, callbacks, dossier and what happened.

use super::alike::{self, Alike};
use super::fields::{Control, Drawn};
use super::frame::Frame;
use super::notes::{self, NoteLine};
use super::paper::shown;
use super::visit::Visit;
use super::{case_firms, case_words, file_words, group_words, link_words, once, show, stages, step_fields};
use crate::base::clock::Instant;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::{AccountId, CaseId};
use crate::base::text_enum::Worded;
use crate::domain::agreement::Agreement;
use crate::domain::assignment::{Assignment, AssignmentStatus};
use crate::domain::attachments::Attachment;
use crate::domain::callback::CallbackResult;
use crate::domain::case::{Case, CaseFile};
use crate::domain::clocks::{self, CaseClock, ClockState};
use crate::domain::contact::Name;
use crate::domain::dossier::Need;
use crate::domain::event::ChainedEvent;
use crate::domain::lifecycle::{Action, leads};
use crate::domain::notes::NoteKind;
use crate::domain::parties::Party;
use crate::domain::performance::{self, Ledger};
use crate::domain::policy::Permission;
use crate::domain::remedies::{self, Advice};
use crate::domain::session_plan::SessionPlan;
use crate::store::db::Conn;
use crate::store::{accounts, firms, mediators};
use crate::workflow::show_case::{self, CaseReply};
use crate::workflow::{attach_file, make_papers};
use actix_web::HttpResponse;
use askama::Template;
use chrono::NaiveDate;
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "pages/templates/case.html")]
struct CasePage {
    f: Frame,
    case: Case,
    parties: Vec<Party>,
    mediators: Vec<(String, bool)>,
    firm: Option<Name>,
    /// Steps that change where the case stands, the usual ones first.
    next: Vec<Way>,
    /// The other steps.
    others: Vec<Way>,
    masked: bool,
    alike: Vec<Alike>,
    overdue: bool,
    calendar_lacks: Option<i32>,
    /// What the agreement lacks, each once however often it lacks it.
    findings: Vec<Code>,
    advice: Vec<Advice>,
    clocks: Vec<CaseClock>,
    /// Clocks of which nothing is left to do.
    clocks_over: Vec<CaseClock>,
    stages: Vec<(&'static str, bool)>,
    plans: Vec<SessionPlan>,
    agreement: Option<Agreement>,
    ledger: Ledger,
    callbacks: Vec<CallbackLine>,
    tasks: Vec<TaskLine>,
    c: &'static case_words::Words,
    id: CaseId,
    /// None where they are not to be seen.
    notes: Option<Vec<NoteLine>>,
    fields: Vec<Drawn>,
    once: String,
    m: &'static file_words::Words,
    g: &'static group_words::Words,
    /// None where they are not to be seen.
    files: Option<Vec<Attachment>>,
    offers: Vec<(Assignment, String)>,
    may_offer: bool,
    /// The way to the links of its parties, for staff.
    links: Option<&'static str>,
    dossier: Vec<PaperLine>,
    done: usize,
    needed: usize,
    events: Vec<EventLine>,
}

struct Way {
    code: &'static str,
    label: &'static str,
}

struct CallbackLine {
    party: String,
    due_on: NaiveDate,
    done_on: Option<NaiveDate>,
    performance: &'static str,
    satisfaction: &'static str,
}

struct TaskLine {
    what: &'static str,
    due_on: NaiveDate,
    done_on: Option<NaiveDate>,
}

struct PaperLine {
    code: &'static str,
    name: &'static str,
    must: bool,
    is_there: bool,
    is_made: bool,
    gaps: usize,
}

struct EventLine {
    what: &'static str,
    on: NaiveDate,
    at: Instant,
    who: String,
}

/// What is read for the page in one go.
struct Found {
    reply: CaseReply,
    events: Vec<ChainedEvent>,
    papers: Vec<make_papers::Line>,
    alike: Vec<Alike>,
    notes: Option<Vec<NoteLine>>,
    files: Option<Vec<Attachment>>,
    offers: Vec<(Assignment, String)>,
    accounts: BTreeMap<AccountId, Name>,
    mediators: Vec<(String, bool)>,
    firm: Option<Name>,
}

pub(super) async fn show(visit: &Visit) -> Result<HttpResponse> {
    let (id, actor, by) = (visit.param::<CaseId>("id")?, visit.actor()?.clone(), visit.moment());
    let ways = visit.ways();
    let is_staff = actor.may(Permission::StepCase);
    let (locale, today) = (visit.locale, visit.today());
    let load = move |c: &mut Conn| {
        let reply = show_case::show_case(c, &actor, id, &ways.terms, &by)?;
        let events = show_case::events_of(c, &actor, id)?;
        // Where a case is seen masked, its papers are not.
        let papers = match make_papers::of_shown(c, &actor, &reply.file, &ways) {
            Err(Error::Forbidden) => Vec::new(),
            other => other?,
        };
        let files = match attach_file::of_shown(c, &actor, id) {
            Err(Error::Forbidden) => None,
            other => Some(other?.into_iter().filter(|file| file.removed_at.is_none()).collect()),
        };
        let scope = actor.scope(Permission::ReadCases);
        let alike = alike::named(c, &scope, &reply.warnings.duplicates, (locale, today))?;
        let notes = notes::of(c, &actor, id)?;
        // A firm need not know who else was asked.
        let offers = if is_staff { case_firms::offers(c, id)? } else { Vec::new() };
        let accounts = accounts::names(c, &events.iter().filter_map(|event| event.account).collect())?;
        let mediators = mediators_of(c, &reply.file)?;
        let firm = reply.file.case.firm_id.map(|firm| firms::by_id(c, firm)).transpose()?.flatten();
        let firm = firm.map(|firm| firm.name);
        Ok(Found { reply, events, papers, alike, notes, files, offers, accounts, mediators, firm })
    };
    show::ok(&page(visit, shown(visit, load).await?)?)
}

/// The mediators on a case by name, each with whether they lead.
fn mediators_of(c: &mut Conn, file: &CaseFile) -> Result<Vec<(String, bool)>> {
    let on_case: Vec<_> = file.mediators.iter().filter(|one| one.released_on.is_none()).collect();
    let ids: Vec<_> = on_case.iter().map(|one| one.mediator_id).collect();
    let names: BTreeMap<_, _> = mediators::names(c, &ids)?.into_iter().collect();
    Ok(on_case.iter().filter_map(|one| Some((names.get(&one.mediator_id)?.to_string(), one.lead))).collect())
}

/// Whether a step holds a case up or ends it unsettled: such a step stands behind those that lead on.
const fn breaks_off(action: Action) -> bool {
    use Action as A;
    matches!(action, A::Suspend | A::Decline | A::Terminate | A::Withdraw | A::Default | A::Reopen)
}

/// Whether a step that leaves the status as it is belongs to the work of every day on a case.
const fn is_daily(action: Action) -> bool {
    matches!(action, Action::PlanSession | Action::HoldMeeting)
}

fn page(visit: &Visit, found: Found) -> Result<CasePage> {
    let Found { reply, events, papers, alike, notes, files, offers, accounts, mediators, firm } = found;
    let f = Frame::of(visit, &reply.file.case.case_no)?;
    let CaseReply { file, actions, warnings, advice } = reply;
    let has_form = |action: &&Action| step_fields::fields(**action, &file).is_some();
    let moves = |action: &Action| leads(file.case.status, *action).iter().any(|to| *to != file.case.status);
    let way = |action: &Action| Way { code: action.code(), label: action.word(visit.locale) };
    // An agreement that is not in effect waits for signatures before all else.
    let waits = file.agreement.as_ref().is_some_and(|one| one.effective_on.is_none());
    let signs = |action: Action| waits && action == Action::SignAgreement;
    let (mut next, others): (Vec<&Action>, Vec<&Action>) =
        actions.iter().filter(has_form).partition(|action| moves(action) || is_daily(**action) || signs(**action));
    next.sort_by_key(|action| (!signs(**action), breaks_off(**action), is_daily(**action)));
    let (next, others) = (next.into_iter().map(way).collect(), others.into_iter().map(way).collect());
    let (w, locale) = (f.w, visit.locale);
    let event = |event: &ChainedEvent| EventLine {
        what: event.action.word(locale),
        on: event.on,
        at: event.at,
        who: match event.account.and_then(|account| accounts.get(&account)) {
            Some(name) => name.to_string(),
            None if event.details.get("by_party").is_some() => w.by_party.to_owned(),
            None => w.by_system.to_owned(),
        },
    };
    let paper = |line: &make_papers::Line| PaperLine {
        code: line.entry.item.code(),
        name: line.entry.item.word(locale),
        must: line.entry.need == Need::Must,
        is_there: line.entry.is_there,
        is_made: line.is_made,
        gaps: line.gaps.len(),
    };
    let is_open = |clock: &CaseClock| matches!(clock.state, ClockState::Running | ClockState::Paused);
    let (running, over) = clocks::of(&file, &visit.terms(), visit.today()).into_iter().partition(is_open);
    let ledger = performance::ledger(&file, visit.today());
    let mut findings: Vec<Code> = Vec::new();
    for code in warnings.agreement.iter().map(|finding| finding.code) {
        if !findings.contains(&code) {
            findings.push(code);
        }
    }
    let needed = papers.iter().filter(|line| line.entry.need == Need::Must);
    let seen = papers.iter().filter(|line| line.entry.is_used || line.entry.need == Need::Must);
    Ok(CasePage {
        next,
        others,
        masked: actions.is_empty() && papers.is_empty(),
        alike,
        overdue: warnings.overdue,
        calendar_lacks: warnings.calendar_lacks,
        findings,
        advice,
        clocks: running,
        clocks_over: over,
        stages: stages::of(&file.case, remedies::is_broken(&file), locale),
        ledger,
        callbacks: file.callbacks.iter().map(|one| callback(one, &file, &f)).collect(),
        tasks: file
            .tasks
            .iter()
            .map(|one| TaskLine { what: one.kind.word(locale), due_on: one.due_on, done_on: one.done_on })
            .collect(),
        done: needed.clone().filter(|line| line.entry.is_there).count(),
        needed: needed.count(),
        dossier: seen.map(paper).collect(),
        events: events.iter().rev().map(event).collect(),
        c: case_words::of(locale),
        id: file.case.id,
        fields: if notes.is_some() { notes::blank(visit, visit.actor()?.role()) } else { Vec::new() },
        once: once::field(visit)?.1,
        notes,
        m: file_words::of(locale),
        g: group_words::of(locale),
        may_offer: visit.actor()?.may(Permission::AssignCase),
        links: visit.actor()?.may(Permission::StepCase).then(|| link_words::of(locale).links_see),
        files,
        offers,
        mediators,
        firm,
        parties: file.parties,
        plans: file.session_plans,
        agreement: file.agreement,
        case: file.case,
        f,
    })
}

fn callback(one: &crate::domain::callback::Callback, file: &CaseFile, f: &Frame) -> CallbackLine {
    // Why nothing was said stands where it would stand.
    let silent = one.result.filter(|result| *result != CallbackResult::Answered);
    let silent = silent.map_or("—", |result| f.say(result));
    let party = file.parties.iter().find(|party| party.id == one.party_id);
    CallbackLine {
        party: party.map_or_else(String::new, |party| party.name.as_str().to_owned()),
        due_on: one.due_on,
        done_on: one.done_on,
        performance: one.performance.map_or(silent, |performance| f.say(performance)),
        satisfaction: one.satisfaction.map_or("—", |satisfaction| f.say(satisfaction)),
    }
}
