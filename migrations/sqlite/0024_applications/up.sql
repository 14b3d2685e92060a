-- The link or QR code under which a chamber takes applications of people without an account. It is public.
CREATE TABLE intake_link (
    id TEXT NOT NULL PRIMARY KEY,
    chamber_id TEXT NOT NULL,
    committee_id TEXT NOT NULL,
    code TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL,
    CONSTRAINT intake_link_chamber_id_key UNIQUE (chamber_id),
    CONSTRAINT intake_link_code_key UNIQUE (code)
);

-- What somebody applied for, until the committee takes it as a case or refuses it.
CREATE TABLE application (
    id TEXT NOT NULL PRIMARY KEY,
    committee_id TEXT NOT NULL,
    status TEXT NOT NULL,
    applicant_name TEXT NOT NULL,
    applicant_kind TEXT NOT NULL,
    applicant_phone TEXT NOT NULL,
    applicant_email TEXT,
    applicant_address TEXT,
    respondent_name TEXT NOT NULL,
    respondent_kind TEXT NOT NULL,
    respondent_phone TEXT,
    respondent_address TEXT,
    summary TEXT NOT NULL,
    wanted TEXT NOT NULL,
    category TEXT,
    amount_claimed BIGINT NOT NULL,
    progress_sha256 TEXT NOT NULL,
    received_at TIMESTAMP NOT NULL,
    decided_at TIMESTAMP,
    decided_by TEXT,
    outcome TEXT,
    reason TEXT,
    case_id TEXT,
    version BIGINT NOT NULL,
    CONSTRAINT application_progress_sha256_key UNIQUE (progress_sha256)
);
CREATE INDEX application_committee ON application (committee_id, status, id);
CREATE INDEX application_applicant ON application (committee_id, applicant_name);
