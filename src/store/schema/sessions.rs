//! Sessions as they are planned, attended and recorded.

diesel::table! {
    session_plan (id) {
        id -> Text,
        case_id -> Text,
        starts_at -> Timestamp,
        starts_on -> Date,
        minutes -> Integer,
        mode -> Text,
        place -> Nullable<Text>,
        link -> Nullable<Text>,
        parties -> Text,
        mediators -> Text,
        state -> Text,
        sequence -> Integer,
        reason -> Nullable<Text>,
        meeting_id -> Nullable<Text>,
    }
}

diesel::table! {
    attendance (id) {
        id -> Text,
        case_id -> Text,
        meeting_id -> Text,
        party_id -> Text,
        came -> Bool,
        absence -> Nullable<Text>,
        remark -> Nullable<Text>,
        statement -> Nullable<Text>,
    }
}

diesel::table! {
    meeting_record (id) {
        id -> Text,
        case_id -> Text,
        meeting_id -> Text,
        notice_given -> Bool,
        principles_told -> Bool,
        risk_told -> Bool,
        facts -> Nullable<Text>,
        agreed -> Nullable<Text>,
        not_agreed -> Nullable<Text>,
        routes_told -> Bool,
    }
}
