//! What people without an account come in by: links of parties, links of chambers, and the applications made there.

diesel::table! {
    party_link (id) {
        id -> Text,
        case_id -> Text,
        party_id -> Text,
        purpose -> Text,
        payment_id -> Nullable<Text>,
        secret_sha256 -> Text,
        contact_sha256 -> Text,
        made_by -> Nullable<Text>,
        made_at -> Timestamp,
        expires_at -> Timestamp,
        code_sha256 -> Nullable<Text>,
        code_until -> Nullable<Timestamp>,
        attempts -> BigInt,
        used_at -> Nullable<Timestamp>,
        revoked_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    intake_link (id) {
        id -> Text,
        chamber_id -> Text,
        committee_id -> Text,
        code -> Text,
        made_by -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    application (id) {
        id -> Text,
        committee_id -> Text,
        status -> Text,
        applicant_name -> Text,
        applicant_kind -> Text,
        applicant_phone -> Text,
        applicant_email -> Nullable<Text>,
        applicant_address -> Nullable<Text>,
        respondent_name -> Text,
        respondent_kind -> Text,
        respondent_phone -> Nullable<Text>,
        respondent_address -> Nullable<Text>,
        summary -> Text,
        wanted -> Text,
        category -> Nullable<Text>,
        amount_claimed -> BigInt,
        progress_sha256 -> Text,
        received_at -> Timestamp,
        decided_at -> Nullable<Timestamp>,
        decided_by -> Nullable<Text>,
        outcome -> Nullable<Text>,
        reason -> Nullable<Text>,
        case_id -> Nullable<Text>,
        version -> BigInt,
    }
}
