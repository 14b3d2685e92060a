//! Mails to be sent.

diesel::table! {
    outbox (id) {
        id -> Text,
        kind -> Text,
        case_id -> Nullable<Text>,
        case_no -> Text,
        region_code -> Text,
        path -> Nullable<Text>,
        locale -> Text,
        address -> Text,
        domain -> Text,
        state -> Text,
        attempts -> BigInt,
        next_at -> Timestamp,
        lease_until -> Nullable<Timestamp>,
        last_code -> Nullable<Text>,
        created_at -> Timestamp,
        queued_at -> Timestamp,
        sent_at -> Nullable<Timestamp>,
        earlier -> Text,
        code -> Nullable<Text>,
    }
}
