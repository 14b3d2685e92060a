//! Matching runs, what they were computed from, and what they proposed.

diesel::table! {
    matching_run (id) {
        id -> Text,
        region_code -> Text,
        policy -> Text,
        what_if -> Bool,
        status -> Text,
        around -> Nullable<Text>,
        chambers -> BigInt,
        firms -> BigInt,
        served -> BigInt,
        inputs_sha256 -> Text,
        result_sha256 -> Text,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
        published_at -> Nullable<Timestamp>,
        version -> BigInt,
    }
}

diesel::table! {
    matching_run_file (run_id) {
        run_id -> Text,
        parameters -> Text,
        facts -> Text,
        result -> Text,
    }
}

diesel::table! {
    matching_proposal (pairing_id) {
        pairing_id -> Text,
        run_id -> Text,
        chamber_id -> Text,
        firm_id -> Text,
    }
}
