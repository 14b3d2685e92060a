//! Where parties may turn when mediation is not to be had, has failed, or its agreement is not kept. Data with articles; a person
//! decides which route fits.

use super::agreement::ConfirmationStatus;
use super::case::{CaseFile, Outcome, Regime, Status};
use super::category::Subcategory;
use super::counting::{Length, Unit, count};
use super::money::Fen;
use super::rules;
use crate::base::working_calendar::WorkingCalendar;
use crate::text_enum;
use chrono::NaiveDate;
use serde::Serialize;

/// From the last day for performance (L2 art 250).
const TO_ENFORCE: Length = Length { amount: 2, unit: Unit::Years };

text_enum! {
    /// A way to go on.
    pub enum Route {
        Enforcement = "enforcement", "向确认协议的人民法院申请强制执行", "Apply to the court that confirmed the agreement for enforcement";
        JudicialConfirmation = "judicial_confirmation", "双方共同向人民法院申请司法确认", "Apply jointly to the court to confirm the agreement";
        LabourArbitration = "labour_arbitration", "向劳动争议仲裁委员会申请仲裁", "Apply to the labour arbitration commission";
        LabourPaymentOrder = "labour_payment_order", "持调解协议书向人民法院申请支付令", "Apply to the court for a payment order, with the agreement";
        PaymentOrder = "payment_order", "就金钱给付向人民法院申请支付令", "Apply to the court for a payment order for the money";
        SueOnAgreement = "sue_on_agreement", "就协议的履行向人民法院起诉", "Sue on the agreement";
        Sue = "sue", "向人民法院起诉", "Sue in court";
        Arbitration = "arbitration", "有仲裁协议的，向仲裁机构申请仲裁", "Where there is an arbitration clause, apply for arbitration";
        Administrative = "administrative", "请求有权处理的行政机关处理", "Ask the administrative body that is competent";
        LabourInspection = "labour_inspection", "向劳动保障监察机构投诉", "Complain to the labour inspection";
        ReturnToCourt = "return_to_court", "案件退回委派、委托的人民法院", "The case goes back to the court that sent it";
        PresentBody = "present_body", "由已受理的机关继续处理", "The body that has the matter goes on with it";
    }
}

/// A route, the article it rests on, and its last day where the law sets one that can be told from the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Advice {
    pub route: Route,
    pub article: &'static str,
    pub article_en: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
    pub until_on: Option<NaiveDate>,
}

/// What parties of a case that stands like this are told, last days moved over days off; nothing while mediation goes on or the agreement is kept.
pub fn of_case(file: &CaseFile, today: NaiveDate, calendar: &WorkingCalendar) -> Vec<Advice> {
    match (file.case.status, file.case.outcome) {
        _ if is_broken(file) => after_default(file, today, calendar),
        (_, Some(outcome)) if file.case.refused() || file.case.failed() => instead(file.case.regime, outcome),
        _ => Vec::new(),
    }
}

/// The agreement was not kept, and so the case stood until it was closed; of money, as long as any is open.
pub fn is_broken(file: &CaseFile) -> bool {
    let is_over = matches!(file.case.status, Status::Closed | Status::Archived);
    let owes = file.agreement.is_some() && rules::unpaid(file) > Fen::ZERO;
    // Nothing but a default leads from an open debt to the end.
    file.case.status == Status::Defaulted || (is_over && owes)
}

/// Where to go with a dispute that was not taken or not settled, by its regime and the reason (L1 art 26; L6 on refusals: the
/// applicant is told the right route).
pub fn instead(regime: Regime, outcome: Outcome) -> Vec<Advice> {
    let mut routes = Vec::new();
    match (regime, outcome) {
        (_, Outcome::AlreadyHandled) => routes.push((
            Route::PresentBody,
            ("人民调解工作若干规定第二十二条", "Provisions on the Work of People's Mediation art 22"),
        )),
        (Regime::CourtPre | Regime::CourtPost, _) => {
            routes.push((
                Route::ReturnToCourt,
                ("人民法院特邀调解规定第二十六条", "Provisions on Mediation Invited by People's Courts art 26"),
            ));
        }
        (Regime::Labour, _) => {
            routes.push((
                Route::LabourArbitration,
                ("劳动争议调解仲裁法第五条、第十四条", "Labour Dispute Mediation and Arbitration Law arts 5, 14"),
            ));
            routes.push((
                Route::LabourInspection,
                ("劳动争议调解仲裁法第九条", "Labour Dispute Mediation and Arbitration Law art 9"),
            ));
        }
        (Regime::Commercial, _) => {
            routes.push((Route::Sue, ("民事诉讼法第一百二十二条", "Civil Procedure Law art 122")));
            routes.push((Route::Arbitration, ("仲裁法", "Arbitration Law")));
        }
        (Regime::People, _) => {
            routes.push((Route::Sue, ("人民调解法第二十六条", "People's Mediation Law art 26")));
            routes.push((Route::Arbitration, ("人民调解法第二十六条", "People's Mediation Law art 26")));
            routes.push((Route::Administrative, ("人民调解法第二十六条", "People's Mediation Law art 26")));
        }
    }
    routes.into_iter().map(|(route, article)| advice(route, article, None)).collect()
}

/// What can be done about an agreement that is not kept (L1 arts 32-33, L7 arts 15-16, L2 arts 205-206). Of a case a court had
/// commissioned the court itself makes out the document that is enforced.
fn after_default(file: &CaseFile, today: NaiveDate, calendar: &WorkingCalendar) -> Vec<Advice> {
    let Some(agreement) = &file.agreement else { return Vec::new() };
    if agreement.confirmation == ConfirmationStatus::Confirmed {
        let last_part = file.instalments.iter().map(|part| part.due_on).max();
        return vec![advice(
            Route::Enforcement,
            ("民事诉讼法第二百零六条、第二百五十条", "Civil Procedure Law arts 206, 250"),
            last_part.map(|day| count(day, TO_ENFORCE, 0, calendar).due_on),
        )];
    }
    if file.case.regime == Regime::CourtPost {
        return vec![advice(Route::ReturnToCourt, ("民事诉讼法第一百条", "Civil Procedure Law art 100"), None)];
    }
    let under_peoples_law = matches!(file.case.regime, Regime::People | Regime::Labour);
    let mut routes = Vec::new();
    let owes_money = rules::unpaid(file) > Fen::ZERO;
    if file.case.regime == Regime::Labour {
        routes.push(advice(
            Route::LabourArbitration,
            ("劳动争议调解仲裁法第十五条", "Labour Dispute Mediation and Arbitration Law art 15"),
            None,
        ));
        if owes_money {
            let article = if file.case.subcategory == Some(Subcategory::MigrantWages) {
                (
                    "劳动争议调解仲裁法第十六条（拖欠劳动报酬）",
                    "Labour Dispute Mediation and Arbitration Law art 16, unpaid wages",
                )
            } else {
                (
                    "劳动争议调解仲裁法第十六条（劳动报酬、工伤医疗费、经济补偿或者赔偿金）",
                    "Labour Dispute Mediation and Arbitration Law art 16, wages, medical costs of an injury at work, compensation or damages",
                )
            };
            routes.push(advice(Route::LabourPaymentOrder, article, None));
        }
    } else {
        let article = if under_peoples_law {
            ("人民调解法第三十二条", "People's Mediation Law art 32")
        } else {
            ("民事诉讼法第一百二十二条", "Civil Procedure Law art 122")
        };
        routes.push(advice(Route::SueOnAgreement, article, None));
        if owes_money {
            routes.push(advice(Route::PaymentOrder, ("民事诉讼法第二百二十五条", "Civil Procedure Law art 225"), None));
        }
    }
    let may_confirm = matches!(agreement.confirmation, ConfirmationStatus::None | ConfirmationStatus::Refused);
    if let Some(last_on) = agreement.confirmation_due_on.filter(|last_on| may_confirm && *last_on >= today) {
        let article = if under_peoples_law {
            ("人民调解法第三十三条", "People's Mediation Law art 33")
        } else {
            ("民事诉讼法第二百零五条", "Civil Procedure Law art 205")
        };
        routes.push(advice(Route::JudicialConfirmation, article, Some(last_on)));
    }
    routes
}

/// An article in Chinese and in English.
type Article = (&'static str, &'static str);

fn advice(route: Route, (article, article_en): Article, until_on: Option<NaiveDate>) -> Advice {
    Advice { route, article, article_en, zh: route.zh(), en: route.en(), until_on }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_says_where_to_go_and_by_which_article() {
        for regime in Regime::ALL {
            for outcome in Outcome::ALL {
                let routes = instead(*regime, *outcome);
                assert!(!routes.is_empty() && routes.iter().all(|each| !each.article.is_empty()), "{regime} {outcome}");
            }
        }
        let routes = |regime, outcome| instead(regime, outcome).iter().map(|each| each.route).collect::<Vec<_>>();
        assert_eq!(routes(Regime::Labour, Outcome::OutsideScope), [Route::LabourArbitration, Route::LabourInspection]);
        assert_eq!(routes(Regime::CourtPre, Outcome::PartyRefused), [Route::ReturnToCourt]);
        assert_eq!(routes(Regime::Labour, Outcome::AlreadyHandled), [Route::PresentBody]);
        assert_eq!(routes(Regime::Commercial, Outcome::NoConsent), [Route::Sue, Route::Arbitration]);
        assert_eq!(routes(Regime::People, Outcome::NoConsent), [Route::Sue, Route::Arbitration, Route::Administrative]);
    }
}
