-- Offers of cases to law firms, and what each firm was shown.

CREATE TABLE assignment (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    region_code TEXT NOT NULL,
    firm_id TEXT NOT NULL REFERENCES firm (id),
    lawyer_id TEXT REFERENCES lawyer (id),
    acts_for TEXT NOT NULL,
    basis TEXT NOT NULL,
    contract_no TEXT,
    status TEXT NOT NULL,
    offered_by TEXT,
    offered_at TIMESTAMP NOT NULL,
    answer_due_at TIMESTAMP NOT NULL,
    cleared_at TIMESTAMP,
    answered_at TIMESTAMP,
    decline_reason TEXT,
    released_at TIMESTAMP,
    version BIGINT NOT NULL
);
-- One offer at a time: the next firm is asked when the last one has answered or let it lapse.
CREATE UNIQUE INDEX assignment_open ON assignment (case_id) WHERE status IN ('offered', 'accepted');
CREATE INDEX assignment_of_case ON assignment (case_id, id);
CREATE INDEX assignment_of_firm ON assignment (firm_id, id);
CREATE INDEX assignment_waiting ON assignment (answer_due_at) WHERE status = 'offered';

-- What a firm was shown, kept for at least three years (PIPL art 56; 网络数据安全管理条例 art 12).
CREATE TABLE disclosure (
    id TEXT NOT NULL PRIMARY KEY,
    assignment_id TEXT NOT NULL REFERENCES assignment (id),
    case_id TEXT NOT NULL,
    region_code TEXT NOT NULL,
    firm_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    level TEXT NOT NULL,
    shown_at TIMESTAMP NOT NULL
);
CREATE INDEX disclosure_of_case ON disclosure (case_id, id);
CREATE TRIGGER disclosure_is_kept BEFORE DELETE ON disclosure BEGIN SELECT RAISE(ABORT, 'disclosures are kept'); END;
CREATE TRIGGER disclosure_is_fixed BEFORE UPDATE ON disclosure BEGIN SELECT RAISE(ABORT, 'disclosures are kept'); END;
