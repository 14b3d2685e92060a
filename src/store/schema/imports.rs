//! Imported files, the ledger rows that cases were made from, and the files that pages sent.

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

diesel::table! {
    import_job (id) {
        id -> Text,
        account_id -> Text,
        kind -> Text,
        stage -> Text,
        run_no -> BigInt,
        file_name -> Text,
        file_sha256 -> Text,
        rows_done -> BigInt,
        rows_total -> BigInt,
        sample -> Nullable<Text>,
        faults -> Nullable<Text>,
        trial_id -> Nullable<Text>,
        import_id -> Nullable<Text>,
        started_at -> Timestamp,
        updated_at -> Timestamp,
    }
}
