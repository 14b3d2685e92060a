//! The places of cases in groups, and who speaks for a side.

diesel::table! {
    group_place (id) {
        id -> Text,
        case_id -> Text,
        mother_id -> Text,
        counting -> Text,
        joined_on -> Date,
    }
}

diesel::table! {
    representative (id) {
        id -> Text,
        case_id -> Text,
        party_id -> Text,
        chosen_on -> Date,
    }
}
