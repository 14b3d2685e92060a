-- Who may sign in, what they are signed in with, and what was done.

CREATE TABLE account (
    id TEXT NOT NULL PRIMARY KEY,
    login TEXT NOT NULL,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL,
    region_code TEXT,
    chamber_id TEXT,
    mediator_id TEXT,
    firm_id TEXT,
    lawyer_id TEXT,
    email TEXT,
    locale TEXT NOT NULL,
    disabled_at TIMESTAMP,
    token_version BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    CONSTRAINT account_login_key UNIQUE (login)
);
CREATE INDEX account_region ON account (region_code, id);
CREATE INDEX account_chamber ON account (chamber_id, id);
CREATE INDEX account_firm ON account (firm_id, id);

CREATE TABLE session (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    token_version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    revoked_at TIMESTAMP
);
CREATE INDEX session_account ON session (account_id, id);

-- A refresh token is kept as its SHA-256 only.
CREATE TABLE refresh_token (
    id TEXT NOT NULL PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES session (id),
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP
);
CREATE INDEX refresh_token_session ON refresh_token (session_id);

CREATE TABLE login_throttle (
    id TEXT NOT NULL PRIMARY KEY,
    begun_at TIMESTAMP NOT NULL,
    tries BIGINT NOT NULL
);

CREATE TABLE idempotency (
    id TEXT NOT NULL PRIMARY KEY,
    body_sha256 TEXT NOT NULL,
    status BIGINT NOT NULL,
    location TEXT,
    etag TEXT,
    reply TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX idempotency_created ON idempotency (created_at);

-- Grows only: no row is ever changed or taken away.
CREATE TABLE access_log (
    id TEXT NOT NULL PRIMARY KEY,
    at TIMESTAMP NOT NULL,
    account_id TEXT,
    operation TEXT NOT NULL,
    object_id TEXT,
    status BIGINT NOT NULL
);
CREATE INDEX access_log_object ON access_log (object_id, at);
CREATE INDEX access_log_account ON access_log (account_id, at);
CREATE TRIGGER access_log_no_update BEFORE UPDATE ON access_log BEGIN SELECT RAISE(ABORT, 'access_log only grows'); END;
CREATE TRIGGER access_log_no_delete BEFORE DELETE ON access_log BEGIN SELECT RAISE(ABORT, 'access_log only grows'); END;
