-- Mails to be sent, written in the transaction of the step that causes them.
CREATE TABLE outbox (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    -- No foreign keys: a mail outlives what it tells of.
    case_id TEXT,
    case_no TEXT NOT NULL,
    region_code TEXT NOT NULL,
    path TEXT,
    locale TEXT NOT NULL,
    address TEXT NOT NULL,
    domain TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    next_at TIMESTAMP NOT NULL,
    lease_until TIMESTAMP,
    last_code TEXT,
    created_at TIMESTAMP NOT NULL,
    queued_at TIMESTAMP NOT NULL,
    sent_at TIMESTAMP
);
-- What is due, without the many that are done.
CREATE INDEX outbox_due ON outbox (next_at, id) WHERE state IN ('pending', 'retry', 'leased');
-- How much one address got today, and what it still waits for.
CREATE INDEX outbox_address ON outbox (address, state, sent_at);
CREATE INDEX outbox_state ON outbox (state, id);
