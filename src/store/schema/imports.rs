//! Imported files and the ledger rows that cases were made from.

diesel::table! {
    import (id) {
        id -> Text,
        kind -> Text,
        account_id -> Nullable<Text>,
        region_code -> Text,
        file_sha256 -> Text,
        dry_run -> Bool,
        total -> BigInt,
        created -> BigInt,
        unchanged -> BigInt,
        failed -> BigInt,
        started_at -> Timestamp,
        finished_at -> Timestamp,
        faults -> Text,
        warnings -> Text,
        faults_file -> Nullable<Text>,
    }
}

diesel::table! {
    ledger_row (case_id) {
        case_id -> Text,
        digest -> Text,
    }
}
