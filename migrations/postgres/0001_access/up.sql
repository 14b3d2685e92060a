-- Who may sign in, what they are signed in with, and what was done.

CREATE TABLE account (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    login TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    password_hash TEXT COLLATE "C" NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    region_code TEXT COLLATE "C",
    chamber_id TEXT COLLATE "C",
    mediator_id TEXT COLLATE "C",
    firm_id TEXT COLLATE "C",
    lawyer_id TEXT COLLATE "C",
    email TEXT COLLATE "C",
    locale TEXT COLLATE "C" NOT NULL,
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
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    account_id TEXT COLLATE "C" NOT NULL REFERENCES account (id),
    token_version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    revoked_at TIMESTAMP
);
CREATE INDEX session_account ON session (account_id, id);

-- A refresh token is kept as its SHA-256 only.
CREATE TABLE refresh_token (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    session_id TEXT COLLATE "C" NOT NULL REFERENCES session (id),
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP
);
CREATE INDEX refresh_token_session ON refresh_token (session_id);

CREATE TABLE login_throttle (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    begun_at TIMESTAMP NOT NULL,
    tries BIGINT NOT NULL
);

CREATE TABLE idempotency (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    body_sha256 TEXT COLLATE "C" NOT NULL,
    status BIGINT NOT NULL,
    location TEXT COLLATE "C",
    etag TEXT COLLATE "C",
    reply TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX idempotency_created ON idempotency (created_at);

-- Grows only: no row is ever changed or taken away.
CREATE TABLE access_log (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    at TIMESTAMP NOT NULL,
    account_id TEXT COLLATE "C",
    operation TEXT COLLATE "C" NOT NULL,
    object_id TEXT COLLATE "C",
    status BIGINT NOT NULL
);
CREATE INDEX access_log_object ON access_log (object_id, at);
CREATE INDEX access_log_account ON access_log (account_id, at);
CREATE FUNCTION access_log_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'access_log only grows'; END $$;
CREATE TRIGGER access_log_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON access_log
    FOR EACH STATEMENT EXECUTE FUNCTION access_log_only_grows();
