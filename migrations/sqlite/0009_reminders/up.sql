-- Which days of a case were told of, so that each is told once.
CREATE TABLE reminder (
    case_id TEXT NOT NULL REFERENCES cases (id),
    kind TEXT NOT NULL,
    due_on DATE NOT NULL,
    days_before INTEGER NOT NULL,
    region_code TEXT NOT NULL,
    told_at TIMESTAMP NOT NULL,
    PRIMARY KEY (case_id, kind, due_on, days_before)
);
CREATE INDEX instalment_due ON instalment (due_on);
CREATE INDEX agreement_confirmation_due ON agreement (confirmation_due_on) WHERE confirmation = 'none';
