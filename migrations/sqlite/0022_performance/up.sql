-- What the official agreement form asks beside the content, and what the court says of the agreement.
ALTER TABLE agreement ADD COLUMN facts TEXT;
ALTER TABLE agreement ADD COLUMN copies INTEGER;
ALTER TABLE agreement ADD COLUMN court TEXT;
ALTER TABLE agreement ADD COLUMN court_no TEXT;

-- The payee's own word that the money came.
ALTER TABLE payment ADD COLUMN confirmed_by_payee_on DATE;

-- Whose word a callback is, and which callback it asks again.
ALTER TABLE callback ADD COLUMN source TEXT;
ALTER TABLE callback ADD COLUMN reopens TEXT;
ALTER TABLE callback ADD COLUMN reopen_reason TEXT;

-- Each time a party was urged to perform (L1 art 31).
CREATE TABLE urging (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    party_id TEXT NOT NULL,
    urged_on DATE NOT NULL,
    channel TEXT NOT NULL,
    words TEXT,
    urged_by TEXT
);
CREATE INDEX urging_case ON urging (case_id, id);
