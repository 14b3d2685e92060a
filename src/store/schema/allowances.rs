//! 以案定补: rules, approved sheets, and the cases that were paid.

diesel::table! {
    allowance_rule (id) {
        id -> Text,
        region_code -> Text,
        year -> Integer,
        basis -> Text,
        sharing -> Text,
        rates -> Text,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        closed_on -> Nullable<Date>,
    }
}

diesel::table! {
    allowance_sheet (id) {
        id -> Text,
        region_code -> Text,
        name -> Text,
        from_on -> Date,
        to_on -> Date,
        total -> BigInt,
        approved_by -> Nullable<Text>,
        approved_at -> Timestamp,
        sha256 -> Text,
        body -> Text,
    }
}

diesel::table! {
    allowance_payment (case_id) {
        case_id -> Text,
        sheet_id -> Text,
        committee_id -> Text,
        amount -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(allowance_sheet, allowance_payment);
