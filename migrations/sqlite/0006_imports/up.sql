-- Every file that was brought in, and what became of its rows.
CREATE TABLE import (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    account_id TEXT,
    region_code TEXT NOT NULL,
    file_sha256 TEXT NOT NULL,
    dry_run BOOLEAN NOT NULL,
    total BIGINT NOT NULL,
    created BIGINT NOT NULL,
    unchanged BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    started_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP NOT NULL,
    -- JSON lists of row, column and code; never the words of a row
    faults TEXT NOT NULL,
    warnings TEXT NOT NULL,
    -- the rows that failed, as they came, with a column that says why
    faults_file TEXT
);
CREATE INDEX import_account_id ON import (account_id, id);

-- What an imported case was made from: the same row again is no change.
CREATE TABLE ledger_row (
    case_id TEXT NOT NULL PRIMARY KEY,
    digest TEXT NOT NULL
);
