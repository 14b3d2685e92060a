//! `If-Match`: which version the client saw.

use super::ctx::Ctx;
use crate::base::code::Code;
use crate::base::error::{Error, Result};

impl Ctx {
    /// The version in `If-Match`, as `"7"`. 428 when it is missing, 400 when it is no version.
    pub fn expected_version(&self) -> Result<i64> {
        let text = self.if_match.as_deref().ok_or(Error::IfMatchMissing)?.trim();
        let digits = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        digits.and_then(|digits| digits.parse().ok()).ok_or(Error::Malformed(Code::Malformed))
    }
}
