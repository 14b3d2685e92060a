//! The way of a case as the line above it shows: what it went through, where it stands, what is usually still to come.

use crate::base::locale::Locale;
use crate::base::text_enum::Worded;
use crate::domain::case::{Case, Outcome, Status};

/// The stages with whether the case has reached each. A case that ended without an agreement shows how it ended in the place of agreement
/// and performance, and an agreement that was not kept shows that.
pub(super) fn of(case: &Case, is_broken: bool, locale: Locale) -> Vec<(&'static str, bool)> {
    use Status as S;
    let word = |status: S| status.word(locale);
    let is_over = matches!(case.status, S::Closed | S::Archived);
    let mut stages = vec![(word(S::Registered), true)];
    let accepted = (word(S::Accepted), case.accepted_on.is_some());
    let ended = case.outcome.filter(|outcome| *outcome != Outcome::Agreed);
    match (ended, case.status) {
        (Some(outcome), _) => {
            stages.extend(Some(accepted).filter(|(_, past)| *past));
            stages.push((outcome.word(locale), true));
        }
        (None, S::Declined | S::Terminated | S::Withdrawn) => {
            stages.extend(Some(accepted).filter(|(_, past)| *past));
            stages.push((word(case.status), true));
        }
        (None, status) => {
            let is_agreed = case.outcome == Some(Outcome::Agreed);
            let is_kept = status == S::Performed || (is_over && is_agreed);
            stages.push(accepted);
            stages.push((word(S::Mediating), is_agreed || matches!(status, S::Mediating | S::Suspended)));
            stages.extend((status == S::Suspended).then(|| (word(S::Suspended), true)));
            stages.push((word(S::Agreed), is_agreed));
            stages.push(if is_broken { (word(S::Defaulted), true) } else { (word(S::Performed), is_kept) });
        }
    }
    stages.push((word(S::Closed), is_over));
    stages.push((word(S::Archived), case.status == S::Archived));
    stages
}
