//! Accounts, sessions, throttles, saved replies, and the log of what was done.

diesel::table! {
    account (id) {
        id -> Text,
        login -> Text,
        name -> Text,
        password_hash -> Text,
        role -> Text,
        region_code -> Nullable<Text>,
        chamber_id -> Nullable<Text>,
        mediator_id -> Nullable<Text>,
        firm_id -> Nullable<Text>,
        lawyer_id -> Nullable<Text>,
        email -> Nullable<Text>,
        locale -> Text,
        disabled_at -> Nullable<Timestamp>,
        token_version -> BigInt,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    session (id) {
        id -> Text,
        account_id -> Text,
        token_version -> BigInt,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        revoked_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    refresh_token (id) {
        id -> Text,
        session_id -> Text,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    login_throttle (id) {
        id -> Text,
        begun_at -> Timestamp,
        tries -> BigInt,
    }
}

diesel::table! {
    idempotency (id) {
        id -> Text,
        body_sha256 -> Text,
        status -> BigInt,
        location -> Nullable<Text>,
        etag -> Nullable<Text>,
        reply -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    access_log (id) {
        id -> Text,
        at -> Timestamp,
        account_id -> Nullable<Text>,
        operation -> Text,
        object_id -> Nullable<Text>,
        status -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(account, session);
