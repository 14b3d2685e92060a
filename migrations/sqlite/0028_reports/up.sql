-- What a federation published of a period: figures, definitions and form as they were that day. It stays as it is: see the triggers.
CREATE TABLE report (
    id TEXT NOT NULL PRIMARY KEY,
    region_code TEXT NOT NULL,
    name TEXT NOT NULL,
    from_on DATE NOT NULL,
    to_on DATE NOT NULL,
    published_by TEXT,
    published_at TIMESTAMP NOT NULL,
    sha256 TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX report_region ON report (region_code, id);
CREATE TRIGGER report_no_update BEFORE UPDATE ON report
BEGIN
    SELECT RAISE(ABORT, 'a report stays as it was published');
END;
CREATE TRIGGER report_no_delete BEFORE DELETE ON report
BEGIN
    SELECT RAISE(ABORT, 'a report stays as it was published');
END;
