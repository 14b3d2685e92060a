-- The times in which a case stood still, and the days that start clocks no other column tells.
CREATE TABLE pause (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    kind TEXT COLLATE "C" NOT NULL,
    from_on DATE NOT NULL,
    until_on DATE,
    reason TEXT
);
CREATE INDEX pause_case ON pause (case_id, id);

CREATE TABLE clock_start (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    rule TEXT COLLATE "C" NOT NULL,
    starts_on DATE NOT NULL
);
CREATE INDEX clock_start_case ON clock_start (case_id, id);
