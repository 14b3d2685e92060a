//! The row of the probe.

diesel::table! {
    probe (id) {
        id -> Text,
        written_at -> Timestamp,
    }
}
