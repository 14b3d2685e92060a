//! What the installation knows of itself.

diesel::table! {
    installation (id) {
        id -> Text,
        created_at -> Timestamp,
    }
}
