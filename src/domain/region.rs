//! Administrative regions: the six digits of GB/T 2260 and the prefix of an area. Which codes exist, and since when, is a table in the store.

use crate::base::code::Code;
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};

/// Six digits in pairs: province, city, county (GB/T 2260). `000000` is the nation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub struct RegionCode([u8; 6]);

impl RegionCode {
    pub const NATION: Self = Self(*b"000000");

    /// A code of six digits, or `region_unknown`. Whether it is in the table is asked of the store.
    pub fn parse(text: &str) -> Result<Self, Code> {
        let digits: [u8; 6] = text.trim().as_bytes().try_into().map_err(|_| Code::RegionUnknown)?;
        if digits.iter().all(u8::is_ascii_digit) { Ok(Self(digits)) } else { Err(Code::RegionUnknown) }
    }

    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The area of this code: it and all below it.
    pub const fn prefix(self) -> RegionPrefix {
        RegionPrefix(self)
    }

    /// The province this code lies in: 330226 is in 330000.
    pub const fn province(self) -> Self {
        let [a, b, ..] = self.0;
        Self([a, b, b'0', b'0', b'0', b'0'])
    }

    /// The city this code lies in: 330226 is in 330200.
    pub const fn city(self) -> Self {
        let [a, b, c, d, ..] = self.0;
        Self([a, b, c, d, b'0', b'0'])
    }

    /// This code and those of the areas around it, smallest first: 330226, 330200, 330000, 000000.
    pub fn up(self) -> impl Iterator<Item = Self> {
        let mut chain = vec![self, self.city(), self.province(), Self::NATION];
        chain.dedup();
        chain.into_iter()
    }
}

impl FromStr for RegionCode {
    type Err = Code;
    fn from_str(text: &str) -> Result<Self, Code> {
        Self::parse(text)
    }
}

impl fmt::Display for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for RegionCode {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for RegionCode {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Self::parse(&<Cow<'de, str>>::deserialize(d)?).map_err(|code| serde::de::Error::custom(code.as_str()))
    }
}

impl<DB: Backend> ToSql<Text, DB> for RegionCode
where
    str: ToSql<Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.as_str().to_sql(out)
    }
}

impl<DB: Backend> FromSql<Text, DB> for RegionCode
where
    String: FromSql<Text, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        Self::parse(&String::from_sql(bytes)?).map_err(|code| code.as_str().into())
    }
}

impl utoipa::PartialSchema for RegionCode {
    fn schema() -> utoipa::openapi::RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .pattern(Some("^[0-9]{6}$"))
            .description(Some("Region code (GB/T 2260)"))
            .examples([serde_json::json!("330226")])
            .build()
            .into()
    }
}
impl utoipa::ToSchema for RegionCode {}

/// An area: a code and all codes below it. Only whole trailing pairs of zeros are left off, so 371000 (威海) is `3710` and never
/// `371`, which would take in 371100 (日照).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegionPrefix(RegionCode);

impl RegionPrefix {
    /// Everything.
    pub const NATION: Self = Self(RegionCode::NATION);

    /// 0, 2, 4 or 6 digits.
    pub fn as_str(&self) -> &str {
        let mut text = self.0.as_str();
        while let Some(shorter) = text.strip_suffix("00").filter(|shorter| shorter.len().is_multiple_of(2)) {
            text = shorter;
        }
        text
    }

    /// The code this area is named by.
    pub const fn code(self) -> RegionCode {
        self.0
    }

    /// The lowest and the highest code of the area, both included: for `between`, which any index on the code serves.
    pub fn range(self) -> (String, String) {
        (format!("{:0<6}", self.as_str()), format!("{:9<6}", self.as_str()))
    }

    /// The area directly below this one that a code within it belongs to: 330226 below 3300 is 330200, below 330226 itself.
    pub fn child(self, code: RegionCode) -> RegionCode {
        let digits = (self.as_str().len() + 2).min(6);
        let text = format!("{:0<6}", code.as_str().get(..digits).unwrap_or_default());
        RegionCode::parse(&text).unwrap_or(code)
    }

    pub fn contains(self, code: RegionCode) -> bool {
        code.as_str().starts_with(self.as_str())
    }

    /// The part both areas share: the smaller one when one lies within the other.
    pub fn within(self, other: Self) -> Option<Self> {
        match (other.contains(self.0), self.contains(other.0)) {
            (true, _) => Some(self),
            (_, true) => Some(other),
            _ => None,
        }
    }
}

impl fmt::Debug for RegionPrefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}*", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> RegionCode {
        RegionCode::parse(text).unwrap()
    }

    #[test]
    fn trailing_zeros_are_stripped_in_pairs_only() {
        for (text, prefix) in [
            ("000000", ""),
            ("330000", "33"),
            ("330200", "3302"),
            ("330226", "330226"),
            ("371000", "3710"),
            ("500000", "50"),
            ("469000", "4690"),
            ("110101", "110101"),
            ("100000", "10"),
        ] {
            assert_eq!(code(text).prefix().as_str(), prefix, "{text}");
        }
    }

    #[test]
    fn an_area_holds_its_own_and_not_its_neighbours() {
        let weihai = code("371000").prefix();
        assert!(weihai.contains(code("371002")) && weihai.contains(code("371000")));
        assert!(!weihai.contains(code("371100")) && !weihai.contains(code("371703")));
        assert!(RegionPrefix::NATION.contains(code("330226")));
        assert!(!code("330226").prefix().contains(code("330200")));
        assert_eq!(weihai.range(), ("371000".into(), "371099".into()));
        assert_eq!(RegionPrefix::NATION.range(), ("000000".into(), "999999".into()));
        assert_eq!(code("330226").prefix().range(), ("330226".into(), "330226".into()));
    }

    #[test]
    fn areas_meet_in_the_smaller_one() {
        let (ningbo, ninghai, wuhan) = (code("330200").prefix(), code("330226").prefix(), code("420100").prefix());
        assert_eq!(ningbo.within(ninghai), Some(ninghai));
        assert_eq!(ninghai.within(ningbo), Some(ninghai));
        assert_eq!(RegionPrefix::NATION.within(wuhan), Some(wuhan));
        assert_eq!(ningbo.within(wuhan), None);
    }

    #[test]
    fn the_way_up_names_each_area_once() {
        let chain = |text| code(text).up().map(|code| code.to_string()).collect::<Vec<_>>().join(" ");
        assert_eq!(chain("330226"), "330226 330200 330000 000000");
        assert_eq!(chain("330200"), "330200 330000 000000");
        assert_eq!(chain("000000"), "000000");
    }

    #[test]
    fn only_six_digits_are_a_code() {
        for bad in ["", "3302", "33020", "3302260", "33022x", "３３０２２６", "33 226"] {
            assert_eq!(RegionCode::parse(bad), Err(Code::RegionUnknown), "{bad}");
        }
        assert_eq!(serde_json::from_str::<RegionCode>("\"330226\"").unwrap(), code("330226"));
        assert!(serde_json::from_str::<RegionCode>("330226").is_err());
    }
}
