//! What a party without an account does by a link: looks at what is asked, has the code sent, answers. Each answer is a step of its own.

use super::record::record;
use crate::base::code::Code;
use crate::base::config::Links;
use crate::base::error::{Error, Result};
use crate::base::locale::Locale;
use crate::base::token;
use crate::domain::callback::{CallbackResult, Performance, Satisfaction};
use crate::domain::case::CaseFile;
use crate::domain::consent::Channel;
use crate::domain::contact::Text;
use crate::domain::deadlines::Terms;
use crate::domain::mail_queue::{About, QueuedMail};
use crate::domain::moment::Moment;
use crate::domain::notices::NoticeKind;
use crate::domain::parties::Party;
use crate::domain::party_link::{CodeWay, LinkPurpose, PartyLink, code_way, sealed_code};
use crate::domain::policy::Scope;
use crate::domain::progress::{self, Progress};
use crate::domain::steps::{self, CallbackReport, PayeeWord};
use crate::store::db::Conn;
use crate::store::{case_files, outbox, party_links, throttle};
use chrono::{Duration, NaiveDateTime};
use serde::Deserialize;

/// Codes that one link gets within an hour.
const CODES_PER_HOUR: i64 = 3;

/// How the agreement was kept, as the party says.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallbackWords {
    pub performance: Performance,
    /// Never filled in beforehand.
    pub satisfaction: Option<Satisfaction>,
    pub remark: Option<Text>,
}

/// The answer by a link: the code, and what the link asks.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkAnswer {
    /// Six digits.
    pub code: String,
    /// Of a callback.
    pub callback: Option<CallbackWords>,
    /// Of a payment: whether it came.
    pub received: Option<bool>,
}

/// An open link with the case it is of.
pub struct OpenLink {
    pub link: PartyLink,
    pub file: CaseFile,
    pub party: Party,
}

/// The link of a secret. `NotFound` alike when it was used, replaced, is over, or never was.
pub fn open(c: &mut Conn, secret: &str, now: NaiveDateTime) -> Result<OpenLink> {
    let link = party_links::by_secret(c, &token::digest(secret.as_bytes()))?.ok_or(Error::NotFound)?;
    let file = case_files::load(c, &Scope::Everything, link.case_id)?;
    let party = file.parties.iter().find(|party| party.id == link.party_id).cloned().ok_or(Error::NotFound)?;
    if link.is_open(&party, now) { Ok(OpenLink { link, file, party }) } else { Err(Error::NotFound) }
}

/// Mails a code to the address on record; says that staff read it out where there is none, and then sends nothing.
pub fn send_code(tx: &mut Conn, secret: &str, settings: &Links, now: NaiveDateTime) -> Result<CodeWay> {
    let OpenLink { link, file, party } = open(tx, secret, now)?;
    let way = code_way(&party);
    let Some(email) = party.email.filter(|_| way == CodeWay::Mail) else { return Ok(way) };
    if let Some(wait) = throttle::count(tx, &format!("link code {}", link.id), CODES_PER_HOUR, Duration::hours(1), now)?
    {
        return Err(Error::Throttled { retry_after_seconds: wait });
    }
    let code = token::six_digits()?;
    let until = now + Duration::minutes(settings.code_minutes.into());
    party_links::set_code(tx, link.id, &sealed_code(link.id, &code), until)?;
    let case = &file.case;
    let about =
        About { case_id: Some(case.id), case_no: case.case_no.clone(), region_code: case.region_code.to_string() };
    let mail = QueuedMail::new(NoticeKind::LinkCode, &about, None, email.as_str(), Locale::Zh, now);
    outbox::insert(tx, &QueuedMail { code: Some(code), ..mail })?;
    Ok(way)
}

/// Takes the answer. `None` when the code is not the one that was sent, which counts as a try; what is wrong with the answer itself
/// is said before and costs none.
pub fn answer(
    tx: &mut Conn,
    secret: &str,
    input: LinkAnswer,
    terms: &Terms,
    settings: &Links,
    now: NaiveDateTime,
) -> Result<Option<Progress>> {
    let OpenLink { link, file: before, party } = open(tx, secret, now)?;
    let purpose = link.purpose;
    let fits = input.callback.is_some() == (purpose == LinkPurpose::Callback)
        && input.received.is_some() == (purpose == LinkPurpose::PaymentConfirmation);
    if !fits {
        let field = if purpose == LinkPurpose::PaymentConfirmation { "received" } else { "callback" };
        return Err(Error::field(field, Code::NotAsked));
    }
    let counts = party_links::count_try(tx, link.id, settings.code_tries.into())?;
    if !counts || !link.is_code(&input.code, now) {
        return Ok(None);
    }
    if !party_links::use_up(tx, link.id, now)? {
        return Err(Error::NotFound);
    }
    let by = Moment::of_party(now, party.id);
    let mut after = before.clone();
    let event = match (purpose, input.callback, input.received.zip(link.payment_id)) {
        (LinkPurpose::Callback, Some(words), _) => {
            let report = CallbackReport {
                party_id: party.id,
                done_on: by.today,
                channel: Channel::Online,
                result: CallbackResult::Answered,
                performance: Some(words.performance),
                satisfaction: words.satisfaction,
                remark: words.remark,
            };
            Some(steps::record_callback(&mut after, report, None, terms, &by)?)
        }
        (LinkPurpose::PaymentConfirmation, _, Some((received, payment_id))) => {
            Some(steps::confirm_payment(&mut after, PayeeWord { payment_id, received }, terms, &by)?)
        }
        _ => None,
    };
    if let Some(event) = event {
        record(tx, Some(&before), &mut after, &event, &by)?;
    }
    Ok(Some(progress::of_case(&after, after.case.applied_on, by.today, &terms.calendar)))
}
