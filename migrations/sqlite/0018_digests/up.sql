-- Days are told of to each person in one mail a day. What was told to whole cases before is told anew once at most.
DROP TABLE reminder;
CREATE TABLE reminder (
    account_id TEXT NOT NULL REFERENCES account (id),
    subject_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    due_on DATE NOT NULL,
    mark INTEGER NOT NULL,
    label TEXT NOT NULL,
    mail_id TEXT NOT NULL,
    told_at TIMESTAMP NOT NULL,
    PRIMARY KEY (account_id, subject_id, kind, due_on, mark)
);
CREATE INDEX reminder_mail ON reminder (mail_id);

CREATE TABLE digest (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES account (id),
    told_on DATE NOT NULL
);

CREATE TABLE invitation (
    mail_id TEXT NOT NULL PRIMARY KEY,
    plan_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    starts_at TIMESTAMP NOT NULL,
    minutes INTEGER NOT NULL,
    cancelled BOOLEAN NOT NULL
);

CREATE TABLE calendar_feed (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES account (id),
    secret_hash TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX calendar_feed_secret_hash_key ON calendar_feed (secret_hash);

-- The mails of single days are no kind of their own any more.
UPDATE outbox SET earlier = '' WHERE earlier LIKE '%deadline_near%' OR earlier LIKE '%overdue%' OR earlier LIKE '%confirmation_ending%'
    OR earlier LIKE '%performance_due%' OR earlier LIKE '%callback_due%';
UPDATE outbox SET kind = 'digest' WHERE kind IN ('deadline_near', 'overdue', 'confirmation_ending', 'performance_due', 'performance_overdue', 'callback_due');
