-- 以案定补: what a place pays for a case of a year, the sheets that were approved, and the cases they paid. A case is paid once: its row
-- here is the only one there can be. Sheets and payments stay as they are: see the triggers.
CREATE TABLE allowance_rule (
    id TEXT NOT NULL PRIMARY KEY,
    region_code TEXT NOT NULL,
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
    id TEXT NOT NULL PRIMARY KEY,
    region_code TEXT NOT NULL,
    name TEXT NOT NULL,
    from_on DATE NOT NULL,
    to_on DATE NOT NULL,
    total BIGINT NOT NULL,
    approved_by TEXT,
    approved_at TIMESTAMP NOT NULL,
    sha256 TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX allowance_sheet_region ON allowance_sheet (region_code, id);

CREATE TABLE allowance_payment (
    case_id TEXT NOT NULL PRIMARY KEY REFERENCES cases (id),
    sheet_id TEXT NOT NULL REFERENCES allowance_sheet (id),
    committee_id TEXT NOT NULL,
    amount BIGINT NOT NULL
);
CREATE INDEX allowance_payment_committee ON allowance_payment (committee_id, sheet_id);

CREATE INDEX cases_closed ON cases (region_code, closed_on) WHERE closed_on IS NOT NULL;

CREATE TRIGGER allowance_sheet_no_update BEFORE UPDATE ON allowance_sheet
BEGIN
    SELECT RAISE(ABORT, 'an approved sheet stays as it is');
END;
CREATE TRIGGER allowance_sheet_no_delete BEFORE DELETE ON allowance_sheet
BEGIN
    SELECT RAISE(ABORT, 'an approved sheet stays as it is');
END;
CREATE TRIGGER allowance_payment_no_update BEFORE UPDATE ON allowance_payment
BEGIN
    SELECT RAISE(ABORT, 'what was paid stays paid');
END;
CREATE TRIGGER allowance_payment_no_delete BEFORE DELETE ON allowance_payment
BEGIN
    SELECT RAISE(ABORT, 'what was paid stays paid');
END;
