-- The kinds of the mails that were merged into this one, the first one first.
ALTER TABLE outbox ADD COLUMN earlier TEXT NOT NULL DEFAULT '';
