//! Figures that were sent to somebody by themselves.

diesel::table! {
    pack (account_id, span, from_on) {
        account_id -> Text,
        span -> Text,
        from_on -> Date,
        to_on -> Date,
        counts -> Text,
        before -> Text,
        mail_id -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    pack_refusal (account_id) {
        account_id -> Text,
        refused_at -> Timestamp,
    }
}
