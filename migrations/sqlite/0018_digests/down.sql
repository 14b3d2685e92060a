DELETE FROM outbox WHERE kind IN ('digest', 'session_set', 'session_moved', 'session_cancelled');
DROP TABLE calendar_feed;
DROP TABLE invitation;
DROP TABLE digest;
DROP TABLE reminder;
CREATE TABLE reminder (
    case_id TEXT NOT NULL REFERENCES cases (id),
    kind TEXT NOT NULL,
    due_on DATE NOT NULL,
    days_before INTEGER NOT NULL,
    region_code TEXT NOT NULL,
    told_at TIMESTAMP NOT NULL,
    PRIMARY KEY (case_id, kind, due_on, days_before)
);
