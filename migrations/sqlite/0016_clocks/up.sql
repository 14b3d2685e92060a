-- The times in which a case stood still, and the days that start clocks no other column tells.
CREATE TABLE pause (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    kind TEXT NOT NULL,
    from_on DATE NOT NULL,
    until_on DATE,
    reason TEXT
);
CREATE INDEX pause_case ON pause (case_id, id);

CREATE TABLE clock_start (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    rule TEXT NOT NULL,
    starts_on DATE NOT NULL
);
CREATE INDEX clock_start_case ON clock_start (case_id, id);
