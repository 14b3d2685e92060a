//! Staff make a link for a party, see those there are, take one back, and read a code out to a party that no mail reaches.

use crate::base::code::Code;
use crate::base::config::Links;
use crate::base::error::{Error, Result};
use crate::base::id::{CaseId, PartyId, PartyLinkId, PaymentId};
use crate::base::token;
use crate::domain::case::CaseFile;
use crate::domain::lifecycle;
use crate::domain::moment::Moment;
use crate::domain::party_link::{CodeWay, LinkPurpose, PartyLink, code_way, contact, sealed_code};
use crate::domain::policy::{Actor, Permission};
use crate::domain::rules;
use crate::store::db::Conn;
use crate::store::{case_files, party_links};
use chrono::Duration;
use serde::Deserialize;

/// Whom to ask what.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLink {
    pub party_id: PartyId,
    pub purpose: LinkPurpose,
    /// Of `payment_confirmation`: the payment; the party is the payee, or speaks for that side of a group.
    pub payment_id: Option<PaymentId>,
}

/// A new link with its secret, which is shown this once.
pub struct MadeLink {
    pub link: PartyLink,
    pub secret: String,
    pub code_way: CodeWay,
}

/// Makes a link; one that asks the party the same is over. `Conflict` where the case is not at the step that is asked for.
pub fn make_link(
    tx: &mut Conn,
    actor: &Actor,
    case: CaseId,
    input: NewLink,
    settings: &Links,
    by: &Moment,
) -> Result<MadeLink> {
    let file = of_staff(tx, actor, case)?;
    let party = rules::party(&file, "party_id", input.party_id)?;
    if let Some(action) = input.purpose.action()
        && lifecycle::leads(file.case.status, action).is_empty()
    {
        return Err(Error::Conflict(Code::WrongStatus));
    }
    let payment_id = payment(&file, &input)?;
    let secret = token::secret()?;
    let link = PartyLink {
        id: PartyLinkId::new(),
        case_id: case,
        party_id: input.party_id,
        purpose: input.purpose,
        payment_id,
        secret_sha256: token::digest(secret.as_bytes()),
        contact_sha256: contact(party),
        made_by: by.account,
        made_at: by.now,
        expires_at: by.now + Duration::days(settings.days.into()),
        code_sha256: None,
        code_until: None,
        attempts: 0,
        used_at: None,
        revoked_at: None,
    };
    party_links::revoke_like(tx, &link)?;
    party_links::insert(tx, &link)?;
    Ok(MadeLink { code_way: code_way(party), link, secret })
}

/// The payment that is asked about, where one must be named, and none where not.
fn payment(file: &CaseFile, input: &NewLink) -> Result<Option<PaymentId>> {
    match (input.purpose, input.payment_id) {
        (LinkPurpose::PaymentConfirmation, None) => Err(Error::field("payment_id", Code::Missing)),
        (LinkPurpose::PaymentConfirmation, Some(id)) => {
            let found = file.payments.iter().find(|payment| payment.id == id);
            let payment = found.ok_or_else(|| Error::field("payment_id", Code::UnknownReference))?;
            rules::require(payment.confirmed_by_payee_on.is_none(), Code::AlreadyDone)?;
            rules::is_payee(file, payment, input.party_id)?;
            Ok(Some(id))
        }
        (LinkPurpose::Callback | LinkPurpose::Progress, Some(_)) => {
            Err(Error::field("payment_id", Code::UnknownReference))
        }
        (LinkPurpose::Callback | LinkPurpose::Progress, None) => Ok(None),
    }
}

/// The links of a case, used and replaced ones too.
pub fn links(c: &mut Conn, actor: &Actor, case: CaseId) -> Result<Vec<PartyLink>> {
    of_staff(c, actor, case)?;
    party_links::of_case(c, case)
}

/// Takes a link back: it opens nothing any more. `NotFound` where the case has no such link, `Conflict` where it is over already.
pub fn revoke_link(tx: &mut Conn, actor: &Actor, case: CaseId, link: PartyLinkId, by: &Moment) -> Result<()> {
    of_staff(tx, actor, case)?;
    let link = party_links::by_id(tx, link)?.filter(|link| link.case_id == case).ok_or(Error::NotFound)?;
    rules::require(by.now < link.expires_at && party_links::revoke(tx, link.id, by.now)?, Code::LinkOver)
}

/// A new code for a party that is on the phone, under the number on record. Refused where a mail can bring it, and to a mediator of
/// the case where the party is asked about the mediation.
pub fn read_out_code(
    tx: &mut Conn,
    actor: &Actor,
    case: CaseId,
    link: PartyLinkId,
    settings: &Links,
    by: &Moment,
) -> Result<(String, chrono::NaiveDateTime)> {
    let file = of_staff(tx, actor, case)?;
    let link = party_links::by_id(tx, link)?.filter(|link| link.case_id == case);
    let link = link.ok_or_else(|| Error::field("link_id", Code::UnknownReference))?;
    let party = rules::party(&file, "link_id", link.party_id)?;
    rules::require(link.is_open(party, by.now), Code::LinkOver)?;
    rules::require(code_way(party) == CodeWay::Staff, Code::CodeByMail)?;
    if link.purpose == LinkPurpose::Callback {
        rules::not_about_oneself(&file, actor.mediator())?;
    }
    let (code, until) = (token::six_digits()?, by.now + Duration::minutes(settings.code_minutes.into()));
    party_links::set_code(tx, link.id, &sealed_code(link.id, &code), until)?;
    Ok((code, until))
}

fn of_staff(c: &mut Conn, actor: &Actor, case: CaseId) -> Result<CaseFile> {
    case_files::load(c, &actor.scope(Permission::StepCase), case)
}
