-- What a party without an account is asked by a link. Of the secret and of the code only the SHA-256 is kept.
CREATE TABLE party_link (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    party_id TEXT COLLATE "C" NOT NULL,
    purpose TEXT COLLATE "C" NOT NULL,
    payment_id TEXT COLLATE "C",
    secret_sha256 TEXT COLLATE "C" NOT NULL,
    contact_sha256 TEXT COLLATE "C" NOT NULL,
    made_by TEXT COLLATE "C",
    made_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    code_sha256 TEXT COLLATE "C",
    code_until TIMESTAMP,
    attempts BIGINT NOT NULL,
    used_at TIMESTAMP,
    revoked_at TIMESTAMP,
    CONSTRAINT party_link_secret_sha256_key UNIQUE (secret_sha256)
);
CREATE INDEX party_link_case ON party_link (case_id, id);

-- The six digits a mail brings to a party; taken away once the mail is sent or given up.
ALTER TABLE outbox ADD COLUMN code TEXT;
