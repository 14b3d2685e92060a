-- Administrative regions by date (GB/T 2260): a code that was given up stays true of the cases of its time.
CREATE TABLE region (
    code TEXT COLLATE "C" NOT NULL,
    valid_from_on DATE NOT NULL,
    -- the first day on which it is no longer valid
    valid_to_on DATE,
    name TEXT NOT NULL,
    level TEXT NOT NULL,
    parent_code TEXT COLLATE "C",
    PRIMARY KEY (code, valid_from_on)
);
CREATE INDEX region_parent ON region (parent_code, code);

-- The revisions that were taken over, by the SHA-256 of their text.
CREATE TABLE region_revision (
    digest TEXT NOT NULL PRIMARY KEY,
    as_of_on DATE NOT NULL
);
