//! Lets offers lapse that no firm answered in time; the next firm is asked in the same transaction.

use super::Work;
use crate::base::error::{Error, Result};
use crate::domain::assignment::OfferTerms;
use crate::domain::moment::Moment;
use crate::store::assignments;
use crate::workflow::pass_on_offer;

/// Offers looked at in one run.
const BATCH: i64 = 200;

/// Each in a transaction of its own, so that one that fails holds up no other; how many lapsed.
pub fn run(work: &Work) -> Result<usize> {
    let by = Moment::at(work.clock.now(), None);
    let terms = OfferTerms::of(&work.config);
    let mut lapsed = 0;
    for offer in work.db.read_now(|c| assignments::overdue(c, by.now, BATCH))? {
        let (terms, by) = (terms.clone(), by.clone());
        match work.db.write_now(move |tx| pass_on_offer::lapse(tx, offer.id, &terms, &by)) {
            Ok(true) => lapsed += 1,
            // Answered, or let lapse by another node, since it was read.
            Ok(false) | Err(Error::Stale { .. }) => {}
            Err(cause) => tracing::error!(offer = %offer.id, %cause, "an offer cannot lapse"),
        }
    }
    Ok(lapsed)
}
