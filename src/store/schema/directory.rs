//! The registry: federations, chambers, committees, mediators, firms, lawyers, mandates.

diesel::table! {
    federation (id) {
        id -> Text,
        region_code -> Text,
        name -> Text,
        contact_name -> Nullable<Text>,
        phone -> Nullable<Text>,
        email -> Nullable<Text>,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    chamber (id) {
        id -> Text,
        region_code -> Text,
        name -> Text,
        uscc -> Nullable<Text>,
        uscc_reason -> Nullable<Text>,
        kind -> Text,
        industry -> Nullable<Text>,
        members -> Nullable<BigInt>,
        contact_name -> Nullable<Text>,
        phone -> Nullable<Text>,
        email -> Nullable<Text>,
        needs -> Text,
        languages -> Text,
        has_mediation -> Bool,
        wanted_firms -> BigInt,
        status -> Text,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    committee (id) {
        id -> Text,
        chamber_id -> Nullable<Text>,
        region_code -> Text,
        name -> Text,
        case_prefix -> Text,
        term_start_on -> Nullable<Date>,
        term_end_on -> Nullable<Date>,
        status -> Text,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    firm (id) {
        id -> Text,
        region_code -> Text,
        name -> Text,
        licence_no -> Text,
        licence_reason -> Nullable<Text>,
        form -> Text,
        lawyers -> BigInt,
        areas -> Text,
        languages -> Text,
        capacity -> BigInt,
        cross_region -> Bool,
        accepting -> Bool,
        contact_name -> Nullable<Text>,
        phone -> Nullable<Text>,
        email -> Nullable<Text>,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    lawyer (id) {
        id -> Text,
        firm_id -> Text,
        region_code -> Text,
        name -> Text,
        licence_no -> Nullable<Text>,
        kind -> Text,
        phone -> Nullable<Text>,
        email -> Nullable<Text>,
        status -> Text,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    mandate (id) {
        id -> Text,
        firm_id -> Text,
        client_name -> Text,
        document_no -> Nullable<Text>,
        from_on -> Date,
        until_on -> Nullable<Date>,
    }
}

diesel::table! {
    mediator (id) {
        id -> Text,
        committee_id -> Text,
        region_code -> Text,
        name -> Text,
        gender -> Nullable<Text>,
        employment -> Text,
        status -> Text,
        skills -> Text,
        languages -> Text,
        phone -> Nullable<Text>,
        email -> Nullable<Text>,
        lawyer_id -> Nullable<Text>,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    mediator_absence (id) {
        id -> Text,
        mediator_id -> Text,
        from_on -> Date,
        until_on -> Date,
        cover_id -> Nullable<Text>,
        noted_by -> Nullable<Text>,
        noted_at -> Timestamp,
    }
}

diesel::table! {
    committee_member (id) {
        id -> Text,
        committee_id -> Text,
        name -> Text,
        gender -> Text,
        role -> Text,
        mediator_id -> Nullable<Text>,
        lawyer_id -> Nullable<Text>,
    }
}
