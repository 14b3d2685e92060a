-- The day (in China) on which a change of the figures was recorded.
ALTER TABLE stat_delta ADD COLUMN noted_on DATE NOT NULL DEFAULT '1949-10-01';

-- Every change of the figures after its fold, for as long as the database lives: what was known at the end of a day is what is known
-- now without the changes noted later.
CREATE TABLE stat_history (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    noted_on DATE NOT NULL,
    month DATE NOT NULL,
    region_code TEXT NOT NULL,
    committee_id TEXT NOT NULL,
    category TEXT NOT NULL,
    source TEXT NOT NULL,
    regime TEXT NOT NULL,
    firm_id TEXT NOT NULL,
    registered BIGINT NOT NULL,
    accepted BIGINT NOT NULL,
    concluded BIGINT NOT NULL,
    agreed BIGINT NOT NULL,
    agreed_written BIGINT NOT NULL,
    agreed_oral BIGINT NOT NULL,
    terminated BIGINT NOT NULL,
    withdrawn BIGINT NOT NULL,
    own_settlement BIGINT NOT NULL,
    declined BIGINT NOT NULL,
    closed BIGINT NOT NULL,
    difficult BIGINT NOT NULL,
    people BIGINT NOT NULL,
    performed BIGINT NOT NULL,
    defaulted BIGINT NOT NULL,
    confirmed BIGINT NOT NULL,
    amount_claimed BIGINT NOT NULL,
    amount_agreed BIGINT NOT NULL,
    amount_paid BIGINT NOT NULL,
    callbacks_due BIGINT NOT NULL,
    callbacks_answered BIGINT NOT NULL,
    callbacks_unreachable BIGINT NOT NULL,
    satisfied BIGINT NOT NULL,
    fair BIGINT NOT NULL,
    dissatisfied BIGINT NOT NULL,
    suicides_prevented BIGINT NOT NULL,
    suicides_prevented_people BIGINT NOT NULL,
    crimes_prevented BIGINT NOT NULL,
    crimes_prevented_people BIGINT NOT NULL,
    petitions_prevented BIGINT NOT NULL,
    petitions_prevented_people BIGINT NOT NULL,
    fights_prevented BIGINT NOT NULL,
    fights_prevented_people BIGINT NOT NULL
);
CREATE INDEX stat_history_noted ON stat_history (noted_on, region_code);
CREATE TRIGGER stat_history_no_update BEFORE UPDATE ON stat_history
BEGIN
    SELECT RAISE(ABORT, 'stat_history is append-only');
END;
CREATE TRIGGER stat_history_no_delete BEFORE DELETE ON stat_history
BEGIN
    SELECT RAISE(ABORT, 'stat_history is append-only');
END;

-- From which day on the history is whole: one row, none where it is from the first case on. Figures that are older than this migration
-- came without a history.
CREATE TABLE stat_since (
    since_on DATE NOT NULL PRIMARY KEY
);
INSERT INTO stat_since SELECT date('now', '+8 hours') WHERE EXISTS (SELECT 1 FROM stat_cell) OR EXISTS (SELECT 1 FROM stat_delta);
