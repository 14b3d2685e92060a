-- A matching of the chambers of a region with law firms, computed once.
CREATE TABLE matching_run (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    region_code TEXT COLLATE "C" NOT NULL,
    policy TEXT COLLATE "C" NOT NULL,
    what_if BOOLEAN NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    -- The published run it goes on around.
    around TEXT COLLATE "C" REFERENCES matching_run (id),
    chambers BIGINT NOT NULL,
    firms BIGINT NOT NULL,
    served BIGINT NOT NULL,
    inputs_sha256 TEXT COLLATE "C" NOT NULL,
    result_sha256 TEXT COLLATE "C" NOT NULL,
    created_by TEXT COLLATE "C",
    created_at TIMESTAMP NOT NULL,
    published_at TIMESTAMP,
    version BIGINT NOT NULL
);
CREATE INDEX matching_run_of_region ON matching_run (region_code, id);

-- What it was computed from and what came of it: canonical JSON without names, as it was hashed.
CREATE TABLE matching_run_file (
    run_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES matching_run (id),
    parameters TEXT NOT NULL,
    facts TEXT NOT NULL,
    result TEXT NOT NULL
);

-- The pairings that a published run proposed.
CREATE TABLE matching_proposal (
    pairing_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES pairing (id),
    run_id TEXT COLLATE "C" NOT NULL REFERENCES matching_run (id),
    chamber_id TEXT COLLATE "C" NOT NULL REFERENCES chamber (id),
    firm_id TEXT COLLATE "C" NOT NULL REFERENCES firm (id)
);
CREATE INDEX matching_proposal_of_run ON matching_proposal (run_id, chamber_id);
