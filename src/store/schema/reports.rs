//! What federations published.

diesel::table! {
    report (id) {
        id -> Text,
        region_code -> Text,
        name -> Text,
        from_on -> Date,
        to_on -> Date,
        published_by -> Nullable<Text>,
        published_at -> Timestamp,
        sha256 -> Text,
        body -> Text,
    }
}
