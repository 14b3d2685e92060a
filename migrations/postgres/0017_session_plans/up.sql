-- Sessions planned ahead, who came to those held, and their record by the official points.
CREATE TABLE session_plan (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    starts_at TIMESTAMP NOT NULL,
    starts_on DATE NOT NULL,
    minutes INTEGER NOT NULL,
    mode TEXT COLLATE "C" NOT NULL,
    place TEXT,
    link TEXT,
    parties TEXT NOT NULL,
    mediators TEXT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    sequence INTEGER NOT NULL,
    reason TEXT,
    meeting_id TEXT COLLATE "C"
);
CREATE INDEX session_plan_case ON session_plan (case_id, id);
CREATE INDEX session_plan_due ON session_plan (starts_on) WHERE state = 'planned';

CREATE TABLE attendance (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    meeting_id TEXT COLLATE "C" NOT NULL,
    party_id TEXT COLLATE "C" NOT NULL,
    came BOOLEAN NOT NULL,
    absence TEXT COLLATE "C",
    remark TEXT,
    statement TEXT
);
CREATE INDEX attendance_case ON attendance (case_id, id);

CREATE TABLE meeting_record (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    case_id TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    meeting_id TEXT COLLATE "C" NOT NULL,
    notice_given BOOLEAN NOT NULL,
    principles_told BOOLEAN NOT NULL,
    risk_told BOOLEAN NOT NULL,
    facts TEXT,
    agreed TEXT,
    not_agreed TEXT,
    routes_told BOOLEAN NOT NULL
);
CREATE INDEX meeting_record_case ON meeting_record (case_id, id);
