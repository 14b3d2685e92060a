-- Cases and what belongs to them. A case changes only by a step; every step leaves a row in case_event.
CREATE TABLE cases (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    committee_id TEXT COLLATE "C" NOT NULL,
    region_code TEXT COLLATE "C" NOT NULL,
    case_no TEXT COLLATE "C" NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    regime TEXT COLLATE "C" NOT NULL,
    category TEXT COLLATE "C" NOT NULL,
    subcategory TEXT COLLATE "C",
    source TEXT COLLATE "C" NOT NULL,
    external_no TEXT COLLATE "C",
    summary TEXT NOT NULL,
    applied_on DATE NOT NULL,
    accepted_on DATE,
    concluded_on DATE,
    closed_on DATE,
    outcome TEXT COLLATE "C",
    outcome_reason TEXT,
    remedies_told_on DATE,
    suspended_on DATE,
    amount_claimed BIGINT NOT NULL,
    amount_agreed BIGINT NOT NULL,
    amount_paid BIGINT NOT NULL,
    difficulty TEXT COLLATE "C" NOT NULL,
    people INTEGER NOT NULL,
    firm_id TEXT COLLATE "C",
    due_on DATE,
    origin TEXT COLLATE "C" NOT NULL,
    registered_by TEXT COLLATE "C",
    version BIGINT NOT NULL,
    head_hash TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    -- Unique within a committee, never beyond it: a number must not tell one committee of another's cases.
    CONSTRAINT cases_committee_id_case_no_key UNIQUE (committee_id, case_no)
);
CREATE UNIQUE INDEX cases_committee_id_source_external_no_key ON cases (committee_id, source, external_no)
    WHERE external_no IS NOT NULL;
CREATE INDEX cases_region_status ON cases (region_code, status, id);
CREATE INDEX cases_region ON cases (region_code, id);
-- A city or province, newest first: a range of region codes would have to be sorted as a whole (store/case_scope.rs).
CREATE INDEX cases_city_status ON cases (substr(region_code, 1, 4), status, id);
CREATE INDEX cases_city ON cases (substr(region_code, 1, 4), id);
CREATE INDEX cases_province_status ON cases (substr(region_code, 1, 2), status, id);
CREATE INDEX cases_province ON cases (substr(region_code, 1, 2), id);
CREATE INDEX cases_committee_status ON cases (committee_id, status, id);
CREATE INDEX cases_committee ON cases (committee_id, id);
CREATE INDEX cases_registered_by ON cases (registered_by, id);
CREATE INDEX cases_firm ON cases (firm_id, id);
-- What the clock's jobs look for.
CREATE INDEX cases_due ON cases (due_on) WHERE due_on IS NOT NULL;

CREATE TABLE party (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    role TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    document_kind TEXT COLLATE "C",
    document_number TEXT COLLATE "C",
    phone TEXT,
    email TEXT,
    email_confirmed_on DATE,
    address TEXT,
    representative TEXT,
    agent_name TEXT,
    agent_phone TEXT,
    agent_email TEXT,
    agent_authority TEXT COLLATE "C",
    scope_relation TEXT COLLATE "C"
);
CREATE INDEX party_case ON party (case_id, id);
CREATE INDEX party_document ON party (document_number, case_id) WHERE document_number IS NOT NULL;
CREATE INDEX party_name ON party (name, case_id);

CREATE TABLE case_mediator (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    mediator_id TEXT COLLATE "C" NOT NULL,
    lead BOOLEAN NOT NULL,
    chosen_by TEXT COLLATE "C" NOT NULL,
    relation_declared BOOLEAN NOT NULL,
    appointed_on DATE NOT NULL,
    released_on DATE,
    release_reason TEXT COLLATE "C"
);
CREATE INDEX case_mediator_case ON case_mediator (case_id, id);
CREATE INDEX case_mediator_mediator ON case_mediator (mediator_id, case_id);

CREATE TABLE consent (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    party_id TEXT COLLATE "C" NOT NULL,
    matter TEXT COLLATE "C" NOT NULL,
    given BOOLEAN NOT NULL,
    channel TEXT COLLATE "C" NOT NULL,
    recorded_on DATE NOT NULL,
    attested_by_ledger BOOLEAN NOT NULL,
    mediator_id TEXT COLLATE "C",
    firm_id TEXT COLLATE "C"
);
CREATE INDEX consent_case ON consent (case_id, id);

CREATE TABLE meeting (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    no INTEGER NOT NULL,
    held_on DATE NOT NULL,
    mode TEXT COLLATE "C" NOT NULL,
    place TEXT,
    attended TEXT NOT NULL,
    record TEXT
);
CREATE INDEX meeting_case ON meeting (case_id, id);

CREATE TABLE agreement (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    agreement_no TEXT COLLATE "C",
    form TEXT COLLATE "C" NOT NULL,
    content TEXT,
    amount BIGINT NOT NULL,
    agreed_on DATE NOT NULL,
    signatures TEXT NOT NULL,
    mediator_signed_on DATE,
    sealed_on DATE,
    effective_on DATE,
    confirmation TEXT COLLATE "C" NOT NULL,
    confirmation_on DATE,
    confirmation_due_on DATE,
    attested_by_ledger BOOLEAN NOT NULL,
    CONSTRAINT agreement_case_id_key UNIQUE (case_id)
);

CREATE TABLE instalment (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    no INTEGER NOT NULL,
    due_on DATE NOT NULL,
    amount BIGINT NOT NULL,
    manner TEXT COLLATE "C" NOT NULL,
    place TEXT
);
CREATE INDEX instalment_case ON instalment (case_id, id);

CREATE TABLE payment (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    amount BIGINT NOT NULL,
    paid_on DATE NOT NULL,
    manner TEXT COLLATE "C" NOT NULL,
    reference TEXT
);
CREATE INDEX payment_case ON payment (case_id, id);

CREATE TABLE callback (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    party_id TEXT COLLATE "C" NOT NULL,
    due_on DATE NOT NULL,
    done_on DATE,
    done_by TEXT COLLATE "C",
    channel TEXT COLLATE "C",
    result TEXT COLLATE "C",
    performance TEXT COLLATE "C",
    satisfaction TEXT COLLATE "C",
    remark TEXT
);
CREATE INDEX callback_case ON callback (case_id, id);
CREATE INDEX callback_due ON callback (due_on) WHERE done_on IS NULL;

CREATE TABLE extension (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    extended_on DATE NOT NULL,
    from_due_on DATE NOT NULL,
    to_due_on DATE NOT NULL,
    reason TEXT
);
CREATE INDEX extension_case ON extension (case_id, id);

CREATE TABLE risk_report (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    kind TEXT COLLATE "C" NOT NULL,
    people INTEGER NOT NULL,
    raised_on DATE NOT NULL,
    reported_to TEXT,
    reported_on DATE,
    reported_by TEXT COLLATE "C",
    cleared_on DATE,
    remark TEXT
);
CREATE INDEX risk_report_case ON risk_report (case_id, id);

CREATE TABLE task (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    kind TEXT COLLATE "C" NOT NULL,
    due_on DATE NOT NULL,
    done_on DATE,
    callback_id TEXT COLLATE "C"
);
CREATE INDEX task_case ON task (case_id, id);
CREATE INDEX task_due ON task (due_on) WHERE done_on IS NULL;

-- Not part of the case file: a note is never hashed into the chain, so that it can be taken back by law.
CREATE TABLE note (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    author TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    body TEXT NOT NULL,
    written_at TIMESTAMP NOT NULL
);
CREATE INDEX note_case ON note (case_id, id);

-- The last running number a committee gave out in a year.
CREATE TABLE case_counter (
    committee_id TEXT COLLATE "C" NOT NULL,
    year INTEGER NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (committee_id, year)
);

-- One row per step, chained by hash. It is only ever added to: see the triggers below.
CREATE TABLE case_event (
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    seq BIGINT NOT NULL,
    at TIMESTAMP NOT NULL,
    account_id TEXT COLLATE "C",
    action TEXT COLLATE "C" NOT NULL,
    happened_on DATE NOT NULL,
    details TEXT NOT NULL,
    state_hash TEXT COLLATE "C" NOT NULL,
    prev_hash TEXT COLLATE "C" NOT NULL,
    hash TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (case_id, seq)
);

CREATE FUNCTION case_event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'case_event is append-only';
END $$;
CREATE TRIGGER case_event_no_change BEFORE UPDATE OR DELETE ON case_event
    FOR EACH ROW EXECUTE FUNCTION case_event_is_append_only();
CREATE TRIGGER case_event_no_truncate BEFORE TRUNCATE ON case_event
    FOR EACH STATEMENT EXECUTE FUNCTION case_event_is_append_only();

-- What can be searched for, as terms separated by blanks (store/case_search.rs); the index follows it by itself.
CREATE TABLE case_search (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id TEXT COLLATE "C" NOT NULL UNIQUE REFERENCES cases (id),
    region_code TEXT COLLATE "C" NOT NULL,
    terms TEXT NOT NULL,
    words TSVECTOR GENERATED ALWAYS AS (array_to_tsvector(string_to_array(terms, ' '))) STORED
);
CREATE INDEX case_search_words ON case_search USING gin (words);
