//! The links of a case: staff make one for a party, hand it over, see what became of those before, take one back, and read a code out.

use super::fields::{Control, Drawn, Field, Kind, Setting, may, must};
use super::frame::Frame;
use super::link_words::{self, Words};
use super::qr::{self, Qr};
use super::refusal::{self, faults, mendable, sentence};
use super::visit::Visit;
use super::{filled, show};
use crate::base::clock::Instant;
use crate::base::error::{Error, Result};
use crate::base::id::{CaseId, PartyLinkId};
use crate::base::json;
use crate::domain::case::Case;
use crate::domain::party_link::{CodeWay, LinkPurpose, PartyLink, code_way, contact};
use crate::domain::policy::Permission;
use crate::store::case_files;
use crate::workflow::make_link::{self, MadeLink};
use actix_web::HttpResponse;
use askama::Template;

#[derive(Template)]
#[template(path = "pages/templates/case_links.html")]
struct LinksPage {
    f: Frame,
    w: &'static Words,
    case: Case,
    lines: Vec<Line>,
    fields: Vec<Drawn>,
    days: i64,
    refused: Option<&'static str>,
    faults: Vec<&'static str>,
    made: Option<Made>,
    /// A code to be read out, and until when.
    code: Option<(String, Instant)>,
}

struct Line {
    link: PartyLink,
    party: String,
    state: &'static str,
    way: CodeWay,
    /// Whether it can be taken back.
    is_open: bool,
    /// Whether its code can be read out now.
    is_read_out: bool,
}

/// A link that was made just now.
struct Made {
    party: String,
    purpose: LinkPurpose,
    url: String,
    code: Qr,
    until: Instant,
    way: CodeWay,
}

/// What came of the form that was sent.
enum Came {
    Nothing,
    Link(Box<MadeLink>),
    Code(String, Instant),
    Refusal(Error),
}

pub(super) async fn list(visit: &Visit) -> Result<HttpResponse> {
    page(visit, Came::Nothing).await
}

/// Makes a link and shows it: what is kept cannot be shown again.
pub(super) async fn make(visit: &Visit) -> Result<HttpResponse> {
    let (id, actor, by) = (visit.param::<CaseId>("id")?, visit.actor()?.clone(), visit.moment());
    let settings = visit.config.links.clone();
    let made = async {
        let input = json::read(&filled::body(&fields(), &visit.form, &Setting::of(visit))?)?;
        visit.change(move |tx| make_link::make_link(tx, &actor, id, input, &settings, &by)).await
    };
    came(visit, made.await.map(|made| Came::Link(Box::new(made)))).await
}

/// A code for a party that is on the phone.
pub(super) async fn read_out(visit: &Visit) -> Result<HttpResponse> {
    let (id, actor, by) = (visit.param::<CaseId>("id")?, visit.actor()?.clone(), visit.moment());
    let (link, settings) = (visit.param::<PartyLinkId>("link")?, visit.config.links.clone());
    let read = visit.change(move |tx| make_link::read_out_code(tx, &actor, id, link, &settings, &by)).await;
    came(visit, read.map(|(code, until)| Came::Code(code, until))).await
}

/// Takes a link back; the page then shows it as ended.
pub(super) async fn revoke(visit: &Visit) -> Result<HttpResponse> {
    let (id, actor, by) = (visit.param::<CaseId>("id")?, visit.actor()?.clone(), visit.moment());
    let link = visit.param::<PartyLinkId>("link")?;
    match visit.change(move |tx| make_link::revoke_link(tx, &actor, id, link, &by)).await {
        Ok(()) => Ok(show::see(&format!("/cases/{id}/links"))),
        Err(error) => came(visit, Err(error)).await,
    }
}

async fn came(visit: &Visit, done: Result<Came>) -> Result<HttpResponse> {
    match done {
        Ok(came) => page(visit, came).await,
        Err(error) => page(visit, Came::Refusal(mendable(error)?)).await,
    }
}

fn fields() -> [Field; 3] {
    [
        must("purpose", Kind::Choice(LinkPurpose::TERMS), "事项", "What it asks"),
        must("party_id", Kind::Party, "当事人", "Party"),
        may("payment_id", Kind::Payment, "付款（仅确认收款时选择）", "Payment (only to ask whether it came)"),
    ]
}

async fn page(visit: &Visit, came: Came) -> Result<HttpResponse> {
    let (id, actor) = (visit.param::<CaseId>("id")?, visit.actor()?.clone());
    let (file, links) = visit
        .read(move |c| {
            let links = make_link::links(c, &actor, id)?;
            Ok((case_files::load(c, &actor.scope(Permission::StepCase), id)?, links))
        })
        .await?;
    let (w, now, case) = (link_words::of(visit.locale), visit.now, file.case.clone());
    let setting = Setting { file: Some(file), ..Setting::of(visit) };
    let party = |link: &PartyLink| setting.parties().iter().find(|party| party.id == link.party_id);
    let named = |link: &PartyLink| party(link).map_or_else(String::new, |party| setting.named(party));
    let way = |link: &PartyLink| party(link).map_or(CodeWay::Staff, code_way);
    let line = |link: &PartyLink| {
        let is_open = party(link).is_some_and(|party| link.is_open(party, now));
        let is_moved = party(link).is_none_or(|party| contact(party) != link.contact_sha256);
        let state = match link {
            _ if is_open => w.state_open,
            link if link.used_at.is_some() => w.state_used,
            link if link.is_replaced(&links) => w.state_replaced,
            link if link.revoked_at.is_some() => w.state_revoked,
            link if is_moved && now < link.expires_at => w.state_moved,
            _ => w.state_over,
        };
        let (way, is_over) = (way(link), link.used_at.is_some() || link.revoked_at.is_some() || now >= link.expires_at);
        let is_read_out = is_open && way == CodeWay::Staff;
        Line { party: named(link), state, is_open: !is_over, is_read_out, way, link: link.clone() }
    };
    let f = Frame::of(visit, &format!("{} · {}", w.links, case.case_no))?;
    let (mut made, mut code, mut error) = (None, None, None);
    match came {
        Came::Nothing => {}
        Came::Code(digits, until) => code = Some((digits, until)),
        Came::Refusal(cause) => error = Some(cause),
        Came::Link(one) => {
            let MadeLink { link, secret, code_way } = *one;
            let url = visit.url(&format!("/p/{}#{secret}", link.id));
            let (party, until) = (named(&link), link.expires_at);
            made = Some(Made { party, purpose: link.purpose, code: qr::of(&url)?, url, until, way: code_way });
        }
    }
    // After a link was made, the form is for the next one.
    let typed = if error.is_some() { visit.form.clone() } else { visit.query.clone() };
    let (drawn, rest) = setting.draw(&fields(), &typed, faults(error.as_ref()));
    let page = LinksPage {
        w,
        lines: links.iter().rev().map(line).collect(),
        fields: drawn,
        days: visit.config.links.days.into(),
        refused: sentence(error.as_ref(), visit),
        faults: rest,
        made,
        code,
        case,
        f,
    };
    refusal::html(&page, error.as_ref())
}
