-- What a federation published of a period: figures, definitions and form as they were that day. It stays as it is: see the triggers.
CREATE TABLE report (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    region_code TEXT COLLATE "C" NOT NULL,
    name TEXT NOT NULL,
    from_on DATE NOT NULL,
    to_on DATE NOT NULL,
    published_by TEXT COLLATE "C",
    published_at TIMESTAMP NOT NULL,
    sha256 TEXT COLLATE "C" NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX report_region ON report (region_code, id);
CREATE FUNCTION report_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a report stays as it was published';
END $$;
CREATE TRIGGER report_no_change BEFORE UPDATE OR DELETE ON report
    FOR EACH ROW EXECUTE FUNCTION report_stays();
CREATE TRIGGER report_no_truncate BEFORE TRUNCATE ON report
    FOR EACH STATEMENT EXECUTE FUNCTION report_stays();
