//! What stops the time of a case, and the days other clocks begin with.

diesel::table! {
    pause (id) {
        id -> Text,
        case_id -> Text,
        kind -> Text,
        from_on -> Date,
        until_on -> Nullable<Date>,
        reason -> Nullable<Text>,
    }
}

diesel::table! {
    clock_start (id) {
        id -> Text,
        case_id -> Text,
        rule -> Text,
        starts_on -> Date,
    }
}
