//! What was told of the days of cases.

diesel::table! {
    reminder (case_id, kind, due_on, days_before) {
        case_id -> Text,
        kind -> Text,
        due_on -> Date,
        days_before -> Integer,
        region_code -> Text,
        told_at -> Timestamp,
    }
}
