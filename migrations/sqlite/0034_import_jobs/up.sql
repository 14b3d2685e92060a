-- Files that were sent by a page: tried, then brought in, and how far each is.
CREATE TABLE import_job (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    stage TEXT NOT NULL,
    -- how often it was set to work; only the last run may say how far it is
    run_no BIGINT NOT NULL,
    file_name TEXT NOT NULL,
    -- of the file, which is kept until it was brought in or a day has passed
    file_sha256 TEXT NOT NULL,
    rows_done BIGINT NOT NULL,
    rows_total BIGINT NOT NULL,
    -- JSON: its first rows as they are read, until it was brought in or a day has passed
    sample TEXT,
    -- JSON list of columns and codes: why it could not be read at all
    faults TEXT,
    -- what the trial found, and what became of the rows
    trial_id TEXT,
    import_id TEXT,
    started_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX import_job_account_id ON import_job (account_id, id);
CREATE INDEX import_job_file_sha256 ON import_job (file_sha256);
CREATE INDEX import_job_stage_updated_at ON import_job (stage, updated_at);
