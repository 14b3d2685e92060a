//! Pairings with law firms, their terms, the services on them, and what was told of them.

diesel::table! {
    pairing (id) {
        id -> Text,
        pairing_no -> Text,
        region_code -> Text,
        chamber_id -> Nullable<Text>,
        federation_id -> Nullable<Text>,
        firm_id -> Text,
        firm_region_code -> Text,
        proposed_region -> Text,
        proposed_by -> Nullable<Text>,
        proposed_at -> Timestamp,
        answer_due_on -> Date,
        status -> Text,
        chamber_answered_at -> Nullable<Timestamp>,
        firm_answered_at -> Nullable<Timestamp>,
        refused_by -> Nullable<Text>,
        refusal -> Nullable<Text>,
        from_on -> Nullable<Date>,
        until_on -> Nullable<Date>,
        terminated_on -> Nullable<Date>,
        termination -> Nullable<Text>,
        version -> BigInt,
    }
}

diesel::table! {
    pairing_counter (region_code, year) {
        region_code -> Text,
        year -> Integer,
        last -> BigInt,
    }
}

diesel::table! {
    pairing_term (id) {
        id -> Text,
        pairing_id -> Text,
        region_code -> Text,
        no -> BigInt,
        signed_on -> Date,
        from_on -> Date,
        until_on -> Date,
        promised -> Text,
        contact_lawyers -> Text,
        document_no -> Text,
        recorded_by -> Nullable<Text>,
        recorded_at -> Timestamp,
    }
}

diesel::table! {
    service (id) {
        id -> Text,
        pairing_id -> Text,
        region_code -> Text,
        kind -> Text,
        held_on -> Date,
        online -> Bool,
        place -> Nullable<Text>,
        lawyers -> Text,
        enterprises -> BigInt,
        people -> BigInt,
        minutes -> BigInt,
        pro_bono -> Bool,
        findings_red -> Nullable<BigInt>,
        findings_yellow -> Nullable<BigInt>,
        findings_green -> Nullable<BigInt>,
        reported_on -> Nullable<Date>,
        rectified_on -> Nullable<Date>,
        called_back_on -> Nullable<Date>,
        logged_by -> Nullable<Text>,
        logged_at -> Timestamp,
        confirmed_by -> Nullable<Text>,
        confirmed_at -> Nullable<Timestamp>,
        version -> BigInt,
    }
}

diesel::table! {
    pairing_reminder (pairing_id, kind, day_on) {
        pairing_id -> Text,
        kind -> Text,
        day_on -> Date,
        region_code -> Text,
        told_at -> Timestamp,
    }
}

diesel::allow_tables_to_appear_in_same_query!(pairing, service);
