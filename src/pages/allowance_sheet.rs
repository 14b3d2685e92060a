//! A sheet of allowances on the screen, drafted or approved: what each mediator is due, case by case and why; what is not paid; and what
//! an approved one would pay otherwise today.

use super::allowance_words::{self, Words};
use super::frame::Frame;
use super::paper::saved;
use super::show;
use super::visit::Visit;
use crate::base::error::{Error, Result};
use crate::base::id::{AllowanceSheetId, CaseId, MediatorId};
use crate::base::locale::Locale;
use crate::base::text_enum::Worded;
use crate::domain::allowance::{AllowanceRule, Sharing, UnpaidReason};
use crate::domain::allowance_sheet::{AllowanceSheet, ApprovedSheet, CaseDue, CaseUnpaid, MediatorDue};
use crate::domain::money::Fen;
use crate::domain::policy::{Permission, Scope};
use crate::domain::region::RegionCode;
use crate::store::db::Conn;
use crate::store::{accounts, mediators};
use crate::workflow::pay_allowances;
use crate::workflow::write_allowances;
use crate::workflow::write_form::ReportFormat;
use actix_web::HttpResponse;
use askama::Template;
use std::collections::BTreeMap;

/// Lines of a table on one page.
const ROWS: usize = 100;

/// What may be done with a sheet.
pub(super) enum Standing {
    /// Nothing by whoever looks.
    Shown,
    TooEarly,
    Nothing,
    MayApprove {
        region: RegionCode,
        sha256: String,
        once: String,
    },
    Approved {
        sheet: ApprovedSheet,
        by: Option<String>,
        /// Only the part of one's own organisation is shown.
        is_part: bool,
    },
}

#[derive(Template)]
#[template(path = "pages/templates/allowance_sheet.html")]
pub(super) struct SheetPage {
    pub f: Frame,
    w: &'static Words,
    pub place: String,
    days: String,
    from: String,
    to: String,
    /// Of an approved sheet that is shown whole.
    hash: Option<String>,
    /// Why it cannot be approved, or what is shown of it.
    note: Option<&'static str>,
    standing: Standing,
    pub refused: Option<&'static str>,
    pub files: Vec<(String, String)>,
    total: Fen,
    paid: i64,
    unpaid: i64,
    tabs: Vec<(String, &'static str, bool)>,
    part: Part,
    /// Whether cases may be opened.
    opens_cases: bool,
    next: Option<String>,
}

/// The table that is shown.
enum Part {
    Mediators(Vec<(String, MediatorDue)>),
    Cases { who: MediatorDue, lines: Vec<(CaseDue, Fen, String)> },
    Unpaid(Vec<CaseUnpaid>),
    Differences(Vec<Changed>),
}

/// What a mediator was paid for a case and would be due today.
pub(super) struct Changed {
    case_id: CaseId,
    case_no: String,
    mediator: String,
    paid: Fen,
    now: Fen,
    change: String,
    reasons: Vec<UnpaidReason>,
}

impl SheetPage {
    /// A sheet under an address to which a part can be added.
    pub(super) async fn of(visit: &Visit, sheet: &AllowanceSheet, (base, standing): (&str, Standing)) -> Result<Self> {
        let w = allowance_words::of(visit.locale);
        let is_approved = matches!(standing, Standing::Approved { .. });
        let f = Frame::of(visit, if is_approved { w.sheet } else { w.draft })?;
        let (query, glue) = (&visit.query, if base.contains('?') { '&' } else { '?' });
        let at = query.typed("row").map_or(Ok(0), str::parse::<usize>).map_err(|_| Error::NotFound)?;
        let who = query.typed("mediator").map(str::parse::<MediatorId>).transpose().map_err(|_| Error::NotFound)?;
        let (asked, is_who) = (query.get("part"), who.is_some());
        let (part, all) = match (who, asked) {
            (Some(who), _) => {
                let who = sheet.mediators.iter().find(|one| one.mediator_id == who).ok_or(Error::NotFound)?;
                let own = |case: &CaseDue| {
                    let share = case.share_of(who.mediator_id)?;
                    Some((case.clone(), share, why(sheet.rule(case), case, w, visit.locale)))
                };
                let lines: Vec<_> = sheet.paid.iter().filter_map(own).collect();
                let all = lines.len();
                (Part::Cases { who: who.clone(), lines: page(lines, at) }, all)
            }
            (None, "unpaid") => (Part::Unpaid(page(sheet.unpaid.clone(), at)), sheet.unpaid.len()),
            (None, "differences") if is_approved => {
                let found = changed(visit, sheet, &f).await?;
                let all = found.len();
                (Part::Differences(page(found, at)), all)
            }
            _ => {
                let way = |one: MediatorDue| (format!("{base}{glue}mediator={}", one.mediator_id), one);
                let shown = page(sheet.mediators.clone(), at).into_iter().map(way).collect();
                (Part::Mediators(shown), sheet.mediators.len())
            }
        };
        let mut tabs = vec![
            (base.to_owned(), w.by_mediator, !is_who && matches!(part, Part::Mediators(_))),
            (format!("{base}{glue}part=unpaid"), w.by_unpaid, matches!(part, Part::Unpaid(_))),
        ];
        if is_approved {
            let here = matches!(part, Part::Differences(_));
            tabs.push((format!("{base}{glue}part=differences"), w.by_difference, here));
        }
        let same = match (who, asked) {
            (Some(who), _) => format!("mediator={who}&"),
            (None, "unpaid" | "differences") => format!("part={asked}&"),
            _ => String::new(),
        };
        Ok(Self {
            place: String::new(),
            days: f.days(sheet.from, sheet.to),
            from: sheet.from.to_string(),
            to: sheet.to.to_string(),
            hash: match &standing {
                Standing::Approved { sheet, is_part: false, .. } => Some(sheet.sha256.clone()),
                _ => None,
            },
            note: match &standing {
                Standing::TooEarly => Some(w.not_over),
                Standing::Nothing => Some(w.nothing),
                Standing::Approved { is_part: true, .. } => Some(w.part_note),
                _ => None,
            },
            standing,
            refused: None,
            files: Vec::new(),
            total: sheet.total,
            paid: i64::try_from(sheet.paid.len()).map_err(Error::internal)?,
            unpaid: i64::try_from(sheet.unpaid.len()).map_err(Error::internal)?,
            tabs,
            part,
            opens_cases: visit.actor()?.may(Permission::ReadCases),
            next: (all > at.saturating_add(ROWS)).then(|| format!("{base}{glue}{same}row={}", at + ROWS)),
            w,
            f,
        })
    }
}

/// The lines of one page, from a row on.
fn page<T>(lines: Vec<T>, from: usize) -> Vec<T> {
    lines.into_iter().skip(from).take(ROWS).collect()
}

/// The rate that a case met and how it is shared, in a sentence.
fn why(rule: Option<&AllowanceRule>, case: &CaseDue, w: &Words, locale: Locale) -> String {
    let Some(rule) = rule else { return String::new() };
    let (comma, stop) = (locale.comma(), locale.semicolon());
    let met = rule.rates.iter().find(|rate| rate.grade == case.grade && rate.amount == case.amount);
    let conditions: Vec<&str> =
        met.map(|rate| rate.conditions.iter().map(|one| one.word(locale)).collect()).unwrap_or_default();
    let conditions = if conditions.is_empty() { w.any_outcome.to_owned() } else { conditions.join(comma) };
    let parts = parted(rule.sharing, case.shares.len(), w, locale);
    format!("{}{stop}{conditions}{stop}{parts}", rule.basis)
}

/// Among how many a case's amount is divided.
pub(super) fn parted(sharing: Sharing, sharers: usize, w: &Words, locale: Locale) -> String {
    match (sharing, sharers) {
        (Sharing::Lead, _) => w.lead_only.to_owned(),
        (Sharing::Equal, 0 | 1) => w.whole.to_owned(),
        (Sharing::Equal, several) if locale == Locale::Zh => format!("{several}{}", w.alike),
        (Sharing::Equal, several) => format!("{several} {}", w.alike),
    }
}

/// Where the cases of an approved sheet would pay otherwise today.
async fn changed(visit: &Visit, sheet: &AllowanceSheet, f: &Frame) -> Result<Vec<Changed>> {
    let (sheet, scans) = (sheet.clone(), visit.config.attachments.identity_scans);
    let (found, names) = visit
        .read(move |c: &mut Conn| {
            let found = pay_allowances::compare(c, &sheet, scans)?;
            let ids: Vec<MediatorId> = found.iter().map(|one| one.mediator_id).collect();
            let people = mediators::of_ids(c, &ids)?;
            let names: BTreeMap<MediatorId, String> =
                people.into_iter().map(|one| (one.id, one.name.into_string())).collect();
            Ok((found, names))
        })
        .await?;
    let line = |one: crate::domain::allowance_sheet::AllowanceDifference| Changed {
        mediator: names.get(&one.mediator_id).cloned().unwrap_or_default(),
        change: signed(one.change, f),
        case_id: one.case_id,
        case_no: one.case_no,
        paid: one.paid,
        now: one.now,
        reasons: one.reasons,
    };
    Ok(found.into_iter().map(line).collect())
}

/// A change with its sign, in yuan.
fn signed(change: i64, f: &Frame) -> String {
    let amount = Fen::new(change.abs()).unwrap_or_default();
    format!("{}{}", if change < 0 { "−" } else { "+" }, f.yuan(amount))
}

/// An approved sheet; of an organisation its own part.
pub(super) async fn show(visit: &Visit) -> Result<HttpResponse> {
    let (id, scope) = (visit.param::<AllowanceSheetId>("id")?, visit.scope()?);
    let is_part = matches!(scope, Scope::Committees(_));
    let (approved, sheet, by) = visit
        .read(move |c: &mut Conn| {
            let (approved, sheet) = pay_allowances::approved(c, &scope, id)?;
            let by = match approved.approved_by {
                Some(account) => accounts::by_id(c, account)?.map(|one| one.name.into_string()),
                None => None,
            };
            Ok((approved, sheet, by))
        })
        .await?;
    let (base, place) = (format!("/allowances/{id}"), approved.name.clone());
    let standing = Standing::Approved { sheet: approved, by, is_part };
    let mut page = SheetPage::of(visit, &sheet, (&base, standing)).await?;
    page.place = place;
    page.files =
        ["xlsx", "csv", "json"].map(|format| (format!("{base}/file?format={format}"), format.to_uppercase())).into();
    show::ok(&page)
}

/// `/allowances/{id}/file?format=xlsx`; all that was approved when no format is named.
pub(super) async fn file(visit: &Visit) -> Result<HttpResponse> {
    let (id, scope) = (visit.param::<AllowanceSheetId>("id")?, visit.scope()?);
    let format = match visit.query.typed("format") {
        Some(code) => ReportFormat::from_code(code).ok_or(Error::NotFound)?,
        None => ReportFormat::Json,
    };
    let (approved, sheet) = visit.read(move |c| pay_allowances::approved(c, &scope, id)).await?;
    saved(write_allowances::approved(&approved, &sheet, format)?)
}
