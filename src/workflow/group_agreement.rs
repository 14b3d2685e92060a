//! One agreement for the cases of a group: the words of a template, the schedule of the mother case in proportion.

use super::make_papers;
use crate::base::code::Code;
use crate::base::error::{Error, Result};
use crate::base::id::CaseId;
use crate::domain::agreement::{AgreementForm, Signature};
use crate::domain::case::{CaseFile, Outcome};
use crate::domain::contact::Text;
use crate::domain::deadlines::Terms;
use crate::domain::documents::case_fields;
use crate::domain::documents::fill::fill;
use crate::domain::documents::template::Template;
use crate::domain::group::in_proportion;
use crate::domain::money::Fen;
use crate::domain::steps::Agreeing;
use crate::store::db::Conn;
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;

/// One agreement for many: the words of `content`, or of the agreement of the mother case, with the fields of each case in them
/// (`{{applicants}}`, `{{amount_agreed}}`, `{{amount_agreed_capital}}`, as in the layouts of papers). The schedule is that of the
/// mother case in proportion, to the fen.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupAgreement {
    pub agreed_on: NaiveDate,
    pub content: Option<Text>,
    /// What each gets, in fen; who is not named gets what they claim.
    #[serde(default)]
    pub amounts: Vec<ChildAmount>,
    /// The day on which every party of these cases signed.
    pub signed_on: Option<NaiveDate>,
    pub mediator_signed_on: Option<NaiveDate>,
    pub sealed_on: Option<NaiveDate>,
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChildAmount {
    pub case_id: CaseId,
    pub amount: Fen,
}

/// An agreement that was read, to be made out for one case after the other.
pub struct Draft<'a> {
    mother: &'a CaseFile,
    input: &'a GroupAgreement,
    template: Template,
    terms: &'a Terms,
}

impl<'a> Draft<'a> {
    /// `Invalid` where there are no words, or they are no template.
    pub fn of(mother: &'a CaseFile, input: &'a GroupAgreement, terms: &'a Terms) -> Result<Self> {
        let own = mother.agreement.as_ref().and_then(|agreement| agreement.content.as_ref());
        let words = input.content.as_ref().or(own);
        let words = words.ok_or_else(|| Error::field("step.agree.content", Code::NoTemplate))?;
        Ok(Self { mother, input, template: Template::parse(words.as_str())?, terms })
    }

    /// The agreement of one case. `Invalid` where the words name what the case does not say.
    pub fn for_case(&self, tx: &mut Conn, file: &CaseFile) -> Result<Agreeing> {
        let named = self.input.amounts.iter().find(|one| one.case_id == file.case.id).map(|one| one.amount);
        let amount = named.unwrap_or(file.case.amount_claimed);
        let signed = |signed_on| file.parties.iter().map(move |party| Signature { party_id: party.id, signed_on });
        Ok(Agreeing {
            agreement_no: None,
            form: AgreementForm::Written,
            content: Some(self.words(tx, file, amount)?),
            amount,
            agreed_on: self.input.agreed_on,
            signatures: self.input.signed_on.map(|on| signed(on).collect()).unwrap_or_default(),
            mediator_signed_on: self.input.mediator_signed_on,
            sealed_on: self.input.sealed_on,
            instalments: in_proportion(&self.mother.instalments, amount),
            facts: self.mother.agreement.as_ref().and_then(|agreement| agreement.facts.clone()),
            copies: None,
        })
    }

    fn words(&self, tx: &mut Conn, file: &CaseFile, amount: Fen) -> Result<Text> {
        let mut agreed = file.clone();
        agreed.case.amount_agreed = amount;
        agreed.case.outcome = Some(Outcome::Agreed);
        let names = make_papers::names(tx, file, self.terms)?;
        let filled = fill(&self.template, &case_fields::of_case(&agreed, &names, None))?;
        if !filled.gaps.is_empty() {
            return Err(Error::field("content", Code::TemplateGap));
        }
        let text = filled.document.texts().collect::<Vec<_>>().join("\n");
        Text::parse(&text).map_err(|code| Error::field("content", code))
    }
}
