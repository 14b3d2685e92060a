//! What was promised, what was paid, and who was urged.

diesel::table! {
    instalment (id) {
        id -> Text,
        case_id -> Text,
        no -> Integer,
        due_on -> Date,
        amount -> BigInt,
        manner -> Text,
        place -> Nullable<Text>,
    }
}

diesel::table! {
    payment (id) {
        id -> Text,
        case_id -> Text,
        amount -> BigInt,
        paid_on -> Date,
        manner -> Text,
        reference -> Nullable<Text>,
        confirmed_by_payee_on -> Nullable<Date>,
        payee_id -> Nullable<Text>,
    }
}

diesel::table! {
    urging (id) {
        id -> Text,
        case_id -> Text,
        party_id -> Text,
        urged_on -> Date,
        channel -> Text,
        words -> Nullable<Text>,
        urged_by -> Nullable<Text>,
    }
}
