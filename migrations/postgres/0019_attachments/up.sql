-- Files of a case. Their bytes lie in the folder of attachments under their hash; a removed one keeps its row, with the reason.
CREATE TABLE attachment (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    kind TEXT COLLATE "C" NOT NULL,
    title TEXT NOT NULL,
    file_type TEXT COLLATE "C" NOT NULL,
    sha256 TEXT COLLATE "C" NOT NULL,
    bytes BIGINT NOT NULL,
    party_id TEXT COLLATE "C",
    signers TEXT COLLATE "C" NOT NULL,
    is_private BOOLEAN NOT NULL,
    author TEXT COLLATE "C" NOT NULL,
    added_at TIMESTAMP NOT NULL,
    removed_at TIMESTAMP,
    removal_reason TEXT
);
CREATE INDEX attachment_case ON attachment (case_id, id);
CREATE INDEX attachment_sha256 ON attachment (sha256);
