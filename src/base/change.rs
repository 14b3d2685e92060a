//! A field of a change that can be taken away: absent leaves what is there, `null` takes it away (RFC 7396).

use serde::{Deserialize, Deserializer};

/// For `#[serde(default, deserialize_with = "given")]`: `None` when absent, `Some(None)` for `null`, else the new value.
pub fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(d: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(d).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absent_is_not_null() {
        #[derive(Deserialize)]
        struct Change {
            #[serde(default, deserialize_with = "given")]
            phone: Option<Option<String>>,
        }
        for (text, expected) in
            [("{}", None), (r#"{"phone":null}"#, Some(None)), (r#"{"phone":"1"}"#, Some(Some("1".to_owned())))]
        {
            assert_eq!(serde_json::from_str::<Change>(text).unwrap().phone, expected, "{text}");
        }
    }
}
