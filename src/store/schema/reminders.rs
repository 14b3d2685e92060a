//! Who was told of what days, what mails invite to, and the secret addresses of calendars.

diesel::table! {
    reminder (account_id, subject_id, kind, due_on, mark) {
        account_id -> Text,
        subject_id -> Text,
        kind -> Text,
        due_on -> Date,
        mark -> Integer,
        label -> Text,
        mail_id -> Text,
        told_at -> Timestamp,
    }
}

diesel::table! {
    digest (account_id) {
        account_id -> Text,
        told_on -> Date,
    }
}

diesel::table! {
    invitation (mail_id) {
        mail_id -> Text,
        plan_id -> Text,
        sequence -> Integer,
        starts_at -> Timestamp,
        minutes -> Integer,
        cancelled -> Bool,
    }
}

diesel::table! {
    calendar_feed (account_id) {
        account_id -> Text,
        secret_hash -> Text,
        made_at -> Timestamp,
    }
}
