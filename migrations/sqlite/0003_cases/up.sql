-- Cases and what belongs to them. A case changes only by a step; every step leaves a row in case_event.
CREATE TABLE cases (
    id TEXT NOT NULL PRIMARY KEY,
    committee_id TEXT NOT NULL,
    region_code TEXT NOT NULL,
    case_no TEXT NOT NULL,
    status TEXT NOT NULL,
    regime TEXT NOT NULL,
    category TEXT NOT NULL,
    subcategory TEXT,
    source TEXT NOT NULL,
    external_no TEXT,
    summary TEXT NOT NULL,
    applied_on DATE NOT NULL,
    accepted_on DATE,
    concluded_on DATE,
    closed_on DATE,
    outcome TEXT,
    outcome_reason TEXT,
    remedies_told_on DATE,
    suspended_on DATE,
    amount_claimed BIGINT NOT NULL,
    amount_agreed BIGINT NOT NULL,
    amount_paid BIGINT NOT NULL,
    difficulty TEXT NOT NULL,
    people INTEGER NOT NULL,
    firm_id TEXT,
    due_on DATE,
    origin TEXT NOT NULL,
    registered_by TEXT,
    version BIGINT NOT NULL,
    head_hash TEXT NOT NULL,
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
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    role TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    document_kind TEXT,
    document_number TEXT,
    phone TEXT,
    email TEXT,
    email_confirmed_on DATE,
    address TEXT,
    representative TEXT,
    agent_name TEXT,
    agent_phone TEXT,
    agent_email TEXT,
    agent_authority TEXT,
    scope_relation TEXT
);
CREATE INDEX party_case ON party (case_id, id);
CREATE INDEX party_document ON party (document_number, case_id) WHERE document_number IS NOT NULL;
CREATE INDEX party_name ON party (name, case_id);

CREATE TABLE case_mediator (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    mediator_id TEXT NOT NULL,
    lead BOOLEAN NOT NULL,
    chosen_by TEXT NOT NULL,
    relation_declared BOOLEAN NOT NULL,
    appointed_on DATE NOT NULL,
    released_on DATE,
    release_reason TEXT
);
CREATE INDEX case_mediator_case ON case_mediator (case_id, id);
CREATE INDEX case_mediator_mediator ON case_mediator (mediator_id, case_id);

CREATE TABLE consent (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    party_id TEXT NOT NULL,
    matter TEXT NOT NULL,
    given BOOLEAN NOT NULL,
    channel TEXT NOT NULL,
    recorded_on DATE NOT NULL,
    attested_by_ledger BOOLEAN NOT NULL,
    mediator_id TEXT,
    firm_id TEXT
);
CREATE INDEX consent_case ON consent (case_id, id);

CREATE TABLE meeting (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    no INTEGER NOT NULL,
    held_on DATE NOT NULL,
    mode TEXT NOT NULL,
    place TEXT,
    attended TEXT NOT NULL,
    record TEXT
);
CREATE INDEX meeting_case ON meeting (case_id, id);

CREATE TABLE agreement (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    agreement_no TEXT,
    form TEXT NOT NULL,
    content TEXT,
    amount BIGINT NOT NULL,
    agreed_on DATE NOT NULL,
    signatures TEXT NOT NULL,
    mediator_signed_on DATE,
    sealed_on DATE,
    effective_on DATE,
    confirmation TEXT NOT NULL,
    confirmation_on DATE,
    confirmation_due_on DATE,
    attested_by_ledger BOOLEAN NOT NULL,
    CONSTRAINT agreement_case_id_key UNIQUE (case_id)
);

CREATE TABLE instalment (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    no INTEGER NOT NULL,
    due_on DATE NOT NULL,
    amount BIGINT NOT NULL,
    manner TEXT NOT NULL,
    place TEXT
);
CREATE INDEX instalment_case ON instalment (case_id, id);

CREATE TABLE payment (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    amount BIGINT NOT NULL,
    paid_on DATE NOT NULL,
    manner TEXT NOT NULL,
    reference TEXT
);
CREATE INDEX payment_case ON payment (case_id, id);

CREATE TABLE callback (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    party_id TEXT NOT NULL,
    due_on DATE NOT NULL,
    done_on DATE,
    done_by TEXT,
    channel TEXT,
    result TEXT,
    performance TEXT,
    satisfaction TEXT,
    remark TEXT
);
CREATE INDEX callback_case ON callback (case_id, id);
CREATE INDEX callback_due ON callback (due_on) WHERE done_on IS NULL;

CREATE TABLE extension (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    extended_on DATE NOT NULL,
    from_due_on DATE NOT NULL,
    to_due_on DATE NOT NULL,
    reason TEXT
);
CREATE INDEX extension_case ON extension (case_id, id);

CREATE TABLE risk_report (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    kind TEXT NOT NULL,
    people INTEGER NOT NULL,
    raised_on DATE NOT NULL,
    reported_to TEXT,
    reported_on DATE,
    reported_by TEXT,
    cleared_on DATE,
    remark TEXT
);
CREATE INDEX risk_report_case ON risk_report (case_id, id);

CREATE TABLE task (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    kind TEXT NOT NULL,
    due_on DATE NOT NULL,
    done_on DATE,
    callback_id TEXT
);
CREATE INDEX task_case ON task (case_id, id);
CREATE INDEX task_due ON task (due_on) WHERE done_on IS NULL;

-- Not part of the case file: a note is never hashed into the chain, so that it can be taken back by law.
CREATE TABLE note (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    author TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    written_at TIMESTAMP NOT NULL
);
CREATE INDEX note_case ON note (case_id, id);

-- The last running number a committee gave out in a year.
CREATE TABLE case_counter (
    committee_id TEXT NOT NULL,
    year INTEGER NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (committee_id, year)
);

-- One row per step, chained by hash. It is only ever added to: see the triggers below.
CREATE TABLE case_event (
    case_id TEXT NOT NULL REFERENCES cases (id),
    seq BIGINT NOT NULL,
    at TIMESTAMP NOT NULL,
    account_id TEXT,
    action TEXT NOT NULL,
    happened_on DATE NOT NULL,
    details TEXT NOT NULL,
    state_hash TEXT NOT NULL,
    prev_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (case_id, seq)
);

CREATE TRIGGER case_event_no_update BEFORE UPDATE ON case_event
BEGIN
    SELECT RAISE(ABORT, 'case_event is append-only');
END;
CREATE TRIGGER case_event_no_delete BEFORE DELETE ON case_event
BEGIN
    SELECT RAISE(ABORT, 'case_event is append-only');
END;

-- What can be searched for, as terms separated by blanks (store/case_search.rs); the index follows it by triggers.
CREATE TABLE case_search (
    id INTEGER NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL UNIQUE REFERENCES cases (id),
    region_code TEXT NOT NULL,
    terms TEXT NOT NULL
);
CREATE VIRTUAL TABLE case_search_index USING fts5 (
    terms, content = 'case_search', content_rowid = 'id', tokenize = 'ascii', detail = 'none'
);
CREATE TRIGGER case_search_added AFTER INSERT ON case_search
BEGIN
    INSERT INTO case_search_index (rowid, terms) VALUES (new.id, new.terms);
END;
CREATE TRIGGER case_search_changed AFTER UPDATE ON case_search
BEGIN
    INSERT INTO case_search_index (case_search_index, rowid, terms) VALUES ('delete', old.id, old.terms);
    INSERT INTO case_search_index (rowid, terms) VALUES (new.id, new.terms);
END;
CREATE TRIGGER case_search_removed AFTER DELETE ON case_search
BEGIN
    INSERT INTO case_search_index (case_search_index, rowid, terms) VALUES ('delete', old.id, old.terms);
END;
