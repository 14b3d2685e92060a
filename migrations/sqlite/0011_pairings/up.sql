-- Pairings of chambers, or federations, with law firms: how they come about, their terms, and the services on them.

CREATE TABLE pairing (
    id TEXT NOT NULL PRIMARY KEY,
    pairing_no TEXT NOT NULL,
    -- Of the chamber or the federation.
    region_code TEXT NOT NULL,
    chamber_id TEXT REFERENCES chamber (id),
    federation_id TEXT REFERENCES federation (id),
    firm_id TEXT NOT NULL REFERENCES firm (id),
    firm_region_code TEXT NOT NULL,
    -- Of the federation that proposed it.
    proposed_region TEXT NOT NULL,
    proposed_by TEXT,
    proposed_at TIMESTAMP NOT NULL,
    answer_due_on DATE NOT NULL,
    status TEXT NOT NULL,
    chamber_answered_at TIMESTAMP,
    firm_answered_at TIMESTAMP,
    refused_by TEXT,
    refusal TEXT,
    -- Terms follow each other without a gap: the first day of the first, the last day of the last.
    from_on DATE,
    until_on DATE,
    -- The first day on which it lives no more.
    terminated_on DATE,
    termination TEXT,
    version BIGINT NOT NULL,
    CONSTRAINT pairing_pairing_no_key UNIQUE (pairing_no),
    CONSTRAINT pairing_one_counterpart CHECK ((chamber_id IS NULL) <> (federation_id IS NULL))
);
-- The same two are paired once at a time.
CREATE UNIQUE INDEX pairing_chamber_open ON pairing (chamber_id, firm_id)
    WHERE status IN ('proposed', 'chamber_accepted', 'firm_accepted', 'agreed', 'signed');
CREATE UNIQUE INDEX pairing_federation_open ON pairing (federation_id, firm_id)
    WHERE status IN ('proposed', 'chamber_accepted', 'firm_accepted', 'agreed', 'signed');
CREATE INDEX pairing_of_firm ON pairing (firm_id, id);
CREATE INDEX pairing_of_region ON pairing (region_code, id);
CREATE INDEX pairing_waiting ON pairing (answer_due_on) WHERE status IN ('proposed', 'chamber_accepted', 'firm_accepted');
CREATE INDEX pairing_running ON pairing (until_on) WHERE status = 'signed';

CREATE TABLE pairing_counter (
    region_code TEXT NOT NULL,
    year INTEGER NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (region_code, year)
);

-- Each signed agreement; renewals add to them.
CREATE TABLE pairing_term (
    id TEXT NOT NULL PRIMARY KEY,
    pairing_id TEXT NOT NULL REFERENCES pairing (id),
    region_code TEXT NOT NULL,
    no BIGINT NOT NULL,
    signed_on DATE NOT NULL,
    from_on DATE NOT NULL,
    until_on DATE NOT NULL,
    promised TEXT NOT NULL,
    contact_lawyers TEXT NOT NULL,
    document_no TEXT NOT NULL,
    recorded_by TEXT,
    recorded_at TIMESTAMP NOT NULL,
    CONSTRAINT pairing_term_pairing_id_no_key UNIQUE (pairing_id, no)
);

CREATE TABLE service (
    id TEXT NOT NULL PRIMARY KEY,
    pairing_id TEXT NOT NULL REFERENCES pairing (id),
    region_code TEXT NOT NULL,
    kind TEXT NOT NULL,
    held_on DATE NOT NULL,
    online BOOLEAN NOT NULL,
    place TEXT,
    lawyers TEXT NOT NULL,
    enterprises BIGINT NOT NULL,
    people BIGINT NOT NULL,
    minutes BIGINT NOT NULL,
    pro_bono BOOLEAN NOT NULL,
    -- A legal health check goes on: findings by grade, put right, called back.
    findings_red BIGINT,
    findings_yellow BIGINT,
    findings_green BIGINT,
    reported_on DATE,
    rectified_on DATE,
    called_back_on DATE,
    logged_by TEXT,
    logged_at TIMESTAMP NOT NULL,
    confirmed_by TEXT,
    confirmed_at TIMESTAMP,
    version BIGINT NOT NULL
);
CREATE INDEX service_of_pairing ON service (pairing_id, held_on);

-- Which days of a pairing were told of, so that each is told once.
CREATE TABLE pairing_reminder (
    pairing_id TEXT NOT NULL REFERENCES pairing (id),
    kind TEXT NOT NULL,
    day_on DATE NOT NULL,
    region_code TEXT NOT NULL,
    told_at TIMESTAMP NOT NULL,
    PRIMARY KEY (pairing_id, kind, day_on)
);
