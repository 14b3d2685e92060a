//! A field of a change: absent leaves what is there; `null` takes it away, and is refused where something must be there (RFC 7396).

use serde::{Deserialize, Deserializer};

/// For `#[serde(default, deserialize_with = "given")]`: `None` when absent, else the new value. What can be taken away is itself
/// optional: `Some(None)` for `null`.
pub fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(d: D) -> Result<Option<T>, D::Error> {
    T::deserialize(d).map(Some)
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
            #[serde(default, deserialize_with = "given")]
            name: Option<String>,
        }
        for (text, expected) in
            [("{}", None), (r#"{"phone":null}"#, Some(None)), (r#"{"phone":"1"}"#, Some(Some("1".to_owned())))]
        {
            assert_eq!(serde_json::from_str::<Change>(text).unwrap().phone, expected, "{text}");
        }
        assert_eq!(serde_json::from_str::<Change>(r#"{"name":"甲"}"#).unwrap().name.as_deref(), Some("甲"));
        assert!(serde_json::from_str::<Change>(r#"{"name":null}"#).is_err(), "a name must be there");
    }
}
