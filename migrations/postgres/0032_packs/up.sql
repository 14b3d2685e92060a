-- The figures of a month or a quarter as they were sent to somebody: once for each person and period. Who wants none is in pack_refusal.
CREATE TABLE pack (
    account_id TEXT COLLATE "C" NOT NULL REFERENCES account (id),
    span TEXT COLLATE "C" NOT NULL,
    from_on DATE NOT NULL,
    to_on DATE NOT NULL,
    counts TEXT NOT NULL,
    before TEXT NOT NULL,
    mail_id TEXT COLLATE "C" NOT NULL,
    made_at TIMESTAMP NOT NULL,
    PRIMARY KEY (account_id, span, from_on)
);
CREATE INDEX pack_mail ON pack (mail_id);

CREATE TABLE pack_refusal (
    account_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES account (id),
    refused_at TIMESTAMP NOT NULL
);
