ALTER TABLE outbox DROP COLUMN earlier;
