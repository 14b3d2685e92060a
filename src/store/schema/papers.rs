//! The files of cases and the layouts of committees.

diesel::table! {
    attachment (id) {
        id -> Text,
        case_id -> Text,
        kind -> Text,
        title -> Text,
        file_type -> Text,
        sha256 -> Text,
        bytes -> BigInt,
        party_id -> Nullable<Text>,
        signers -> Text,
        is_private -> Bool,
        author -> Text,
        added_at -> Timestamp,
        removed_at -> Nullable<Timestamp>,
        removal_reason -> Nullable<Text>,
        payment_id -> Nullable<Text>,
    }
}

diesel::table! {
    document_template (id) {
        id -> Text,
        committee_id -> Text,
        item -> Text,
        no -> BigInt,
        body -> Text,
        author -> Text,
        created_at -> Timestamp,
        retired_at -> Nullable<Timestamp>,
    }
}
