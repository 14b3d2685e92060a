//! Cases, what belongs to them, their events and what can be searched for. `words` and the full-text index are not columns
//! for diesel: `store/dialect.rs` alone speaks of them.

use super::performance::{instalment, payment, urging};

diesel::table! {
    cases (id) {
        id -> Text,
        committee_id -> Text,
        region_code -> Text,
        case_no -> Text,
        status -> Text,
        regime -> Text,
        category -> Text,
        subcategory -> Nullable<Text>,
        source -> Text,
        external_no -> Nullable<Text>,
        summary -> Text,
        applied_on -> Date,
        accepted_on -> Nullable<Date>,
        concluded_on -> Nullable<Date>,
        closed_on -> Nullable<Date>,
        outcome -> Nullable<Text>,
        outcome_reason -> Nullable<Text>,
        remedies_told_on -> Nullable<Date>,
        suspended_on -> Nullable<Date>,
        amount_claimed -> BigInt,
        amount_agreed -> BigInt,
        amount_paid -> BigInt,
        difficulty -> Text,
        people -> Integer,
        firm_id -> Nullable<Text>,
        due_on -> Nullable<Date>,
        origin -> Text,
        registered_by -> Nullable<Text>,
        version -> BigInt,
        head_hash -> Text,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    party (id) {
        id -> Text,
        case_id -> Text,
        role -> Text,
        kind -> Text,
        name -> Text,
        document_kind -> Nullable<Text>,
        document_number -> Nullable<Text>,
        phone -> Nullable<Text>,
        email -> Nullable<Text>,
        email_confirmed_on -> Nullable<Date>,
        address -> Nullable<Text>,
        representative -> Nullable<Text>,
        agent_name -> Nullable<Text>,
        agent_phone -> Nullable<Text>,
        agent_email -> Nullable<Text>,
        agent_authority -> Nullable<Text>,
        scope_relation -> Nullable<Text>,
    }
}

diesel::table! {
    case_mediator (id) {
        id -> Text,
        case_id -> Text,
        mediator_id -> Text,
        lead -> Bool,
        chosen_by -> Text,
        relation_declared -> Bool,
        appointed_on -> Date,
        released_on -> Nullable<Date>,
        release_reason -> Nullable<Text>,
    }
}

diesel::table! {
    consent (id) {
        id -> Text,
        case_id -> Text,
        party_id -> Text,
        matter -> Text,
        given -> Bool,
        channel -> Text,
        recorded_on -> Date,
        attested_by_ledger -> Bool,
        mediator_id -> Nullable<Text>,
        firm_id -> Nullable<Text>,
    }
}

diesel::table! {
    meeting (id) {
        id -> Text,
        case_id -> Text,
        no -> Integer,
        held_on -> Date,
        mode -> Text,
        place -> Nullable<Text>,
        attended -> Text,
        record -> Nullable<Text>,
    }
}

diesel::table! {
    agreement (id) {
        id -> Text,
        case_id -> Text,
        agreement_no -> Nullable<Text>,
        form -> Text,
        content -> Nullable<Text>,
        amount -> BigInt,
        agreed_on -> Date,
        signatures -> Text,
        mediator_signed_on -> Nullable<Date>,
        sealed_on -> Nullable<Date>,
        effective_on -> Nullable<Date>,
        confirmation -> Text,
        confirmation_on -> Nullable<Date>,
        confirmation_due_on -> Nullable<Date>,
        attested_by_ledger -> Bool,
        facts -> Nullable<Text>,
        copies -> Nullable<Integer>,
        court -> Nullable<Text>,
        court_no -> Nullable<Text>,
    }
}

diesel::table! {
    callback (id) {
        id -> Text,
        case_id -> Text,
        party_id -> Text,
        due_on -> Date,
        done_on -> Nullable<Date>,
        done_by -> Nullable<Text>,
        channel -> Nullable<Text>,
        result -> Nullable<Text>,
        performance -> Nullable<Text>,
        satisfaction -> Nullable<Text>,
        remark -> Nullable<Text>,
        source -> Nullable<Text>,
        reopens -> Nullable<Text>,
        reopen_reason -> Nullable<Text>,
    }
}

diesel::table! {
    extension (id) {
        id -> Text,
        case_id -> Text,
        extended_on -> Date,
        from_due_on -> Date,
        to_due_on -> Date,
        reason -> Nullable<Text>,
    }
}

diesel::table! {
    risk_report (id) {
        id -> Text,
        case_id -> Text,
        kind -> Text,
        people -> Integer,
        raised_on -> Date,
        reported_to -> Nullable<Text>,
        reported_on -> Nullable<Date>,
        reported_by -> Nullable<Text>,
        cleared_on -> Nullable<Date>,
        remark -> Nullable<Text>,
    }
}

diesel::table! {
    task (id) {
        id -> Text,
        case_id -> Text,
        kind -> Text,
        due_on -> Date,
        done_on -> Nullable<Date>,
        callback_id -> Nullable<Text>,
    }
}

diesel::table! {
    note (id) {
        id -> Text,
        case_id -> Text,
        author -> Text,
        kind -> Text,
        body -> Text,
        written_at -> Timestamp,
    }
}

diesel::table! {
    case_counter (committee_id, year) {
        committee_id -> Text,
        year -> Integer,
        last -> BigInt,
    }
}

diesel::table! {
    case_event (case_id, seq) {
        case_id -> Text,
        seq -> BigInt,
        at -> Timestamp,
        account_id -> Nullable<Text>,
        action -> Text,
        happened_on -> Date,
        details -> Text,
        state_hash -> Text,
        prev_hash -> Text,
        hash -> Text,
    }
}

diesel::table! {
    case_search (case_id) {
        case_id -> Text,
        region_code -> Text,
        terms -> Text,
    }
}

diesel::joinable!(party -> cases (case_id));

diesel::allow_tables_to_appear_in_same_query!(
    cases,
    party,
    case_mediator,
    consent,
    meeting,
    agreement,
    instalment,
    payment,
    callback,
    extension,
    risk_report,
    task,
    urging,
    note,
    case_counter,
    case_event,
    case_search
);
