-- 以案定补: what a place pays for a case of a year, the sheets that were approved, and the cases they paid. A case is paid once: its row
-- here is the only one there can be. Sheets and payments stay as they are: see the triggers.
CREATE TABLE allowance_rule (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    region_code TEXT COLLATE "C" NOT NULL,
    year INTEGER NOT NULL,
    basis TEXT NOT NULL,
    sharing TEXT NOT NULL,
    rates TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX allowance_rule_region_code_year_key ON allowance_rule (region_code, year);

CREATE TABLE allowance_sheet (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    region_code TEXT COLLATE "C" NOT NULL,
    name TEXT NOT NULL,
    from_on DATE NOT NULL,
    to_on DATE NOT NULL,
    total BIGINT NOT NULL,
    approved_by TEXT COLLATE "C",
    approved_at TIMESTAMP NOT NULL,
    sha256 TEXT COLLATE "C" NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX allowance_sheet_region ON allowance_sheet (region_code, id);

CREATE TABLE allowance_payment (
    case_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES cases (id),
    sheet_id TEXT COLLATE "C" NOT NULL REFERENCES allowance_sheet (id),
    committee_id TEXT COLLATE "C" NOT NULL,
    amount BIGINT NOT NULL
);
CREATE INDEX allowance_payment_committee ON allowance_payment (committee_id, sheet_id);

CREATE INDEX cases_closed ON cases (region_code, closed_on) WHERE closed_on IS NOT NULL;

CREATE FUNCTION allowance_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an approved sheet and what it paid stay as they are';
END $$;
CREATE TRIGGER allowance_sheet_no_change BEFORE UPDATE OR DELETE ON allowance_sheet
    FOR EACH ROW EXECUTE FUNCTION allowance_stays();
CREATE TRIGGER allowance_sheet_no_truncate BEFORE TRUNCATE ON allowance_sheet
    FOR EACH STATEMENT EXECUTE FUNCTION allowance_stays();
CREATE TRIGGER allowance_payment_no_change BEFORE UPDATE OR DELETE ON allowance_payment
    FOR EACH ROW EXECUTE FUNCTION allowance_stays();
CREATE TRIGGER allowance_payment_no_truncate BEFORE TRUNCATE ON allowance_payment
    FOR EACH STATEMENT EXECUTE FUNCTION allowance_stays();
