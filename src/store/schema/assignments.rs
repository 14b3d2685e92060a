//! Offers to law firms and the log of what they were shown.

diesel::table! {
    assignment (id) {
        id -> Text,
        case_id -> Text,
        region_code -> Text,
        firm_id -> Text,
        lawyer_id -> Nullable<Text>,
        acts_for -> Text,
        basis -> Text,
        contract_no -> Nullable<Text>,
        status -> Text,
        offered_by -> Nullable<Text>,
        offered_at -> Timestamp,
        answer_due_at -> Timestamp,
        cleared_at -> Nullable<Timestamp>,
        answered_at -> Nullable<Timestamp>,
        decline_reason -> Nullable<Text>,
        released_at -> Nullable<Timestamp>,
        version -> BigInt,
    }
}

diesel::table! {
    disclosure (id) {
        id -> Text,
        assignment_id -> Text,
        case_id -> Text,
        region_code -> Text,
        firm_id -> Text,
        account_id -> Text,
        level -> Text,
        shown_at -> Timestamp,
    }
}

use super::cases::{case_mediator, cases, party};

diesel::allow_tables_to_appear_in_same_query!(assignment, cases);
diesel::allow_tables_to_appear_in_same_query!(assignment, party);
diesel::allow_tables_to_appear_in_same_query!(assignment, case_mediator);
