//! A list kept in one text column, its items joined by `;`. For short lists of codes, ids and days that are read as a whole.

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::Text;
use serde::{Deserialize, Serialize};
use std::fmt::{Debug, Display};
use std::str::FromStr;

/// Items in the order they were given. An array in JSON (say `#[schema(value_type = Vec<T>)]`
/// where it is a field); no item's text may hold a `;`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
#[serde(transparent)]
pub struct TextList<T: Debug + 'static>(pub Vec<T>);

impl<T: Debug + 'static> Default for TextList<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Debug> std::ops::Deref for TextList<T> {
    type Target = Vec<T>;
    fn deref(&self) -> &Vec<T> {
        &self.0
    }
}

impl<T: Debug> FromIterator<T> for TextList<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self(items.into_iter().collect())
    }
}

impl<T: Debug + Display> Display for TextList<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (at, item) in self.0.iter().enumerate() {
            write!(f, "{}{item}", if at == 0 { "" } else { ";" })?;
        }
        Ok(())
    }
}

impl<T: Debug + FromStr> FromStr for TextList<T> {
    type Err = T::Err;
    fn from_str(text: &str) -> Result<Self, T::Err> {
        text.split(';').filter(|item| !item.is_empty()).map(str::parse).collect::<Result<_, _>>().map(Self)
    }
}

impl<T: Debug + Display> ToSql<Text, diesel::sqlite::Sqlite> for TextList<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, diesel::sqlite::Sqlite>) -> serialize::Result {
        out.set_value(self.to_string());
        Ok(IsNull::No)
    }
}

impl<T: Debug + Display> ToSql<Text, diesel::pg::Pg> for TextList<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, diesel::pg::Pg>) -> serialize::Result {
        std::io::Write::write_all(out, self.to_string().as_bytes())?;
        Ok(IsNull::No)
    }
}

impl<T, DB: Backend> FromSql<Text, DB> for TextList<T>
where
    T: Debug + FromStr,
    T::Err: Display,
    String: FromSql<Text, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        String::from_sql(bytes)?.parse().map_err(|cause: T::Err| cause.to_string().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_joined_reads_back() {
        for items in [vec![], vec![7], vec![1, 2, 3]] {
            let list = TextList(items);
            assert_eq!(list.to_string().parse::<TextList<i32>>().unwrap(), list);
        }
        assert!("1;x".parse::<TextList<i32>>().is_err());
    }
}
