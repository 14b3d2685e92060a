//! Money in fen, the hundredth of a yuan, as a whole number. Never a float, never negative.

use crate::base::code::Code;
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::BigInt;
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};

/// An amount of CNY in fen, from 0 to `Fen::MAX`. A whole number of fen in JSON and in both databases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, AsExpression, FromSqlRow)]
#[diesel(sql_type = BigInt)]
#[serde(transparent)]
pub struct Fen(i64);

impl Fen {
    pub const ZERO: Self = Self(0);
    /// The greatest whole number that every JSON reader keeps exactly, 2^53 - 1: some 90 trillion yuan.
    pub const MAX: Self = Self(9_007_199_254_740_991);

    /// An amount of whole fen. Fails with `bad_amount` when negative and `out_of_range` above `MAX`.
    pub const fn new(fen: i64) -> Result<Self, Code> {
        match fen {
            ..0 => Err(Code::BadAmount),
            _ if fen > Self::MAX.0 => Err(Code::OutOfRange),
            _ => Ok(Self(fen)),
        }
    }

    /// An amount of whole yuan.
    pub const fn yuan(yuan: u32) -> Self {
        Self(yuan as i64 * 100)
    }

    /// Reads yuan as people write them: digits, then at most two decimals. Refuses signs, separators, exponents and a third decimal,
    /// so that nothing is rounded silently.
    pub fn parse_yuan(text: &str) -> Result<Self, Code> {
        let text = text.trim();
        let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(part) || part.len() > 2 {
            return Err(Code::BadAmount);
        }
        let yuan: i64 = whole.parse().map_err(|_| Code::OutOfRange)?;
        let cents: i64 = part.parse().map_err(|_| Code::BadAmount)?;
        let cents = if part.len() == 1 { cents * 10 } else { cents };
        Self::new(yuan.checked_mul(100).and_then(|fen| fen.checked_add(cents)).ok_or(Code::OutOfRange)?)
    }

    /// The number of fen.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// The sum, or nothing above `MAX`.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        Self::new(self.0.checked_add(other.0)?).ok()
    }

    /// The difference, or nothing below zero.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        Self::new(self.0.checked_sub(other.0)?).ok()
    }

    /// The sum of all, or nothing above `MAX`.
    pub fn total(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }
}

/// Yuan with two decimals: `30000.00`.
impl fmt::Display for Fen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

impl<'de> Deserialize<'de> for Fen {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Self::new(i64::deserialize(d)?).map_err(|code| serde::de::Error::custom(code.as_str()))
    }
}

impl<DB: Backend> ToSql<BigInt, DB> for Fen
where
    i64: ToSql<BigInt, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.0.to_sql(out)
    }
}

impl<DB: Backend> FromSql<BigInt, DB> for Fen
where
    i64: FromSql<BigInt, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        Self::new(i64::from_sql(bytes)?).map_err(|code| code.as_str().into())
    }
}

impl utoipa::PartialSchema for Fen {
    fn schema() -> utoipa::openapi::RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Integer)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
            .minimum(Some(0))
            .maximum(Some(Self::MAX.0))
            .description(Some("CNY in fen (1 yuan = 100 fen)"))
            .build()
            .into()
    }
}
impl utoipa::ToSchema for Fen {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yuan_are_read_exactly_or_refused() {
        for (text, fen) in [
            ("0", 0),
            ("30000.00", 3_000_000),
            ("30000", 3_000_000),
            (" 0.5 ", 50),
            ("0.05", 5),
            ("00012.34", 1234),
            ("90071992547409.91", Fen::MAX.0),
        ] {
            assert_eq!(Fen::parse_yuan(text).map(Fen::get), Ok(fen), "{text}");
        }
        for text in ["", ".", "5.", ".5", "-1", "+1", "1.234", "1,000", "1e3", "1.2.3", "３", "NaN", "0x10", "1 000"] {
            assert_eq!(Fen::parse_yuan(text), Err(Code::BadAmount), "{text}");
        }
        for text in ["90071992547409.92", "92233720368547758.08", "99999999999999999999"] {
            assert_eq!(Fen::parse_yuan(text), Err(Code::OutOfRange), "{text}");
        }
    }

    #[test]
    fn what_is_shown_reads_back() {
        for fen in [0, 1, 10, 99, 100, 13_900_000, Fen::MAX.0] {
            let amount = Fen::new(fen).unwrap();
            assert_eq!(Fen::parse_yuan(&amount.to_string()), Ok(amount));
        }
        assert_eq!(Fen::yuan(30_000).to_string(), "30000.00");
    }

    #[test]
    fn sums_and_differences_are_checked() {
        assert_eq!(Fen::yuan(1).checked_sub(Fen::yuan(2)), None);
        assert_eq!(Fen::MAX.checked_add(Fen(1)), None);
        assert_eq!(Fen::total([Fen::yuan(1), Fen::yuan(2)]), Some(Fen::yuan(3)));
        assert_eq!(Fen::total([Fen::MAX, Fen(1)]), None);
        assert_eq!(Fen::new(-1), Err(Code::BadAmount));
    }

    #[test]
    fn json_is_a_whole_number_of_fen() {
        assert_eq!(serde_json::to_string(&Fen::yuan(3)).unwrap(), "300");
        assert_eq!(serde_json::from_str::<Fen>("300").unwrap(), Fen::yuan(3));
        for bad in ["-1", "1.5", "\"3\"", "9007199254740992"] {
            assert!(serde_json::from_str::<Fen>(bad).is_err(), "{bad}");
        }
    }
}
