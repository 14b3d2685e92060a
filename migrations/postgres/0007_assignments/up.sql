-- Offers of cases to law firms, and what each firm was shown.

CREATE TABLE assignment (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    region_code TEXT COLLATE "C" NOT NULL,
    firm_id TEXT COLLATE "C" NOT NULL REFERENCES firm (id),
    lawyer_id TEXT COLLATE "C" REFERENCES lawyer (id),
    acts_for TEXT COLLATE "C" NOT NULL,
    basis TEXT COLLATE "C" NOT NULL,
    contract_no TEXT COLLATE "C",
    status TEXT COLLATE "C" NOT NULL,
    offered_by TEXT COLLATE "C",
    offered_at TIMESTAMP NOT NULL,
    answer_due_at TIMESTAMP NOT NULL,
    cleared_at TIMESTAMP,
    answered_at TIMESTAMP,
    decline_reason TEXT COLLATE "C",
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
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    assignment_id TEXT COLLATE "C" NOT NULL REFERENCES assignment (id),
    case_id TEXT COLLATE "C" NOT NULL,
    region_code TEXT COLLATE "C" NOT NULL,
    firm_id TEXT COLLATE "C" NOT NULL,
    account_id TEXT COLLATE "C" NOT NULL,
    level TEXT COLLATE "C" NOT NULL,
    shown_at TIMESTAMP NOT NULL
);
CREATE INDEX disclosure_of_case ON disclosure (case_id, id);
CREATE FUNCTION disclosure_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'disclosures are kept'; END $$;
CREATE TRIGGER disclosure_is_kept BEFORE UPDATE OR DELETE ON disclosure FOR EACH ROW EXECUTE FUNCTION disclosure_is_kept();
CREATE TRIGGER disclosure_is_not_emptied BEFORE TRUNCATE ON disclosure FOR EACH STATEMENT EXECUTE FUNCTION disclosure_is_kept();
