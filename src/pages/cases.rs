//! The list of cases: searched, narrowed, page by page. Everything is in its address, so that it can be kept and sent on.

use super::fields::{Choice, choices};
use super::frame::Frame;
use super::import_words;
use super::visit::Visit;
use super::{case_words, paging, show, words};
use crate::base::code::Code;
use crate::base::error::Result;
use crate::base::id::CaseId;
use crate::base::locale::Locale;
use crate::base::text_enum::Worded;
use crate::domain::case::Status;
use crate::domain::case_order::CasePlace;
use crate::domain::category::Category;
use crate::domain::clocks::DueWithin;
use crate::domain::contact::Name;
use crate::domain::masked::masked_name;
use crate::domain::money::Fen;
use crate::domain::parties::PartyRole;
use crate::domain::policy::{Permission, Scope, Sight};
use crate::store::case_lists::{self, Filter};
use actix_web::HttpResponse;
use askama::Template;
use chrono::{Datelike, NaiveDate};

/// Cases on a page.
const ROWS: usize = 50;

#[derive(Template)]
#[template(path = "pages/templates/cases.html")]
struct CasesPage {
    f: Frame,
    masked: bool,
    of_firm: bool,
    /// Whether it is narrowed in some way.
    asked: bool,
    q: String,
    q_error: Option<&'static str>,
    statuses: Vec<Choice>,
    categories: Vec<Choice>,
    c: &'static case_words::Words,
    due: Vec<Choice>,
    from: String,
    to: String,
    lines: Vec<Line>,
    /// The address of the page after this one.
    next: Option<String>,
    /// The address of the first page.
    first: String,
    paged: bool,
    /// The way to import a ledger, for those who may.
    import: Option<&'static str>,
}

/// A case in a list.
pub(super) struct Line {
    pub id: CaseId,
    pub case_no: String,
    pub status: Status,
    pub sides: String,
    pub category: Category,
    pub amount: Fen,
    pub applied_on: NaiveDate,
    pub due_on: Option<NaiveDate>,
    pub late: bool,
}

pub(super) async fn list(visit: &Visit) -> Result<HttpResponse> {
    let (query, scope, today) = (&visit.query, visit.scope()?, visit.today());
    let day = |name: &str| {
        // PostgreSQL knows fewer years than a day can be written with.
        query.get(name).parse::<NaiveDate>().ok().filter(|day| (1900..=2199).contains(&day.year()))
    };
    let searched = query.typed("q").map(Name::parse).transpose();
    let q_error = searched.as_ref().err().map(|code: &Code| code.word(visit.locale));
    let after: Option<CasePlace> = paging::place(visit, "before")?;
    let filter = Filter {
        status: Status::from_code(query.get("status")),
        category: Category::from_code(query.get("category")),
        q: searched.ok().flatten().map(Name::into_string),
        from: day("from"),
        to: day("to"),
        due: DueWithin::from_code(query.get("due")).map(|due| due.span(today)),
        after,
        ..Filter::default()
    };
    let order = filter.order();
    // What a firm sees of a file is logged one by one: it opens the case for that.
    let of_firm = matches!(scope, Scope::Firm { .. });
    let is_masked = of_firm || scope.sight() != Sight::Full;
    let rows = paging::rows(ROWS);
    let mut found = visit.read(move |c| case_lists::list(c, &scope, &filter, rows)).await?;
    let next = paging::cut(&mut found, ROWS, |last| paging::onward(visit, "before", order.place(&last.case)));
    let lines = found.iter().map(|one| line(one, is_masked, today, visit.locale)).collect();
    let w = words::of(visit.locale);
    show::ok(&CasesPage {
        f: Frame::of(visit, w.nav_cases)?,
        masked: is_masked,
        of_firm,
        asked: ["q", "status", "category", "due", "from", "to", "before"]
            .iter()
            .any(|name| query.typed(name).is_some()),
        q: query.get("q").to_owned(),
        q_error,
        statuses: choices(Status::TERMS, query.get("status"), visit.locale, w.all),
        categories: choices(Category::TERMS, query.get("category"), visit.locale, w.all),
        c: case_words::of(visit.locale),
        due: choices(DueWithin::TERMS, query.get("due"), visit.locale, w.all),
        from: query.get("from").to_owned(),
        to: query.get("to").to_owned(),
        lines,
        next,
        first: paging::first(visit, "before"),
        paged: after.is_some(),
        import: visit.actor()?.may(Permission::Import).then(|| import_words::of(visit.locale).title),
    })
}

pub(super) fn line(line: &case_lists::Line, is_masked: bool, today: NaiveDate, locale: Locale) -> Line {
    let names = |role: PartyRole| {
        let own = line.parties.iter().filter(|side| side.role == role);
        let name = |side: &case_lists::Side| {
            if is_masked { masked_name(&side.name).into_string() } else { side.name.as_str().to_owned() }
        };
        own.map(name).collect::<Vec<_>>().join(locale.comma())
    };
    let case = if is_masked { crate::domain::masked::masked_case(line.case.clone()) } else { line.case.clone() };
    let runs = matches!(case.status, Status::Registered | Status::Accepted | Status::Mediating);
    Line {
        sides: format!("{} — {}", names(PartyRole::Applicant), names(PartyRole::Respondent)),
        late: runs && case.due_on.is_some_and(|due| due < today),
        id: case.id,
        case_no: case.case_no,
        status: case.status,
        category: case.category,
        amount: case.amount_claimed,
        applied_on: case.applied_on,
        due_on: case.due_on,
    }
}
