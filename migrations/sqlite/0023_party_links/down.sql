ALTER TABLE outbox DROP COLUMN code;
DROP TABLE party_link;
