DROP TABLE urging;
ALTER TABLE callback DROP COLUMN reopen_reason;
ALTER TABLE callback DROP COLUMN reopens;
ALTER TABLE callback DROP COLUMN source;
ALTER TABLE payment DROP COLUMN confirmed_by_payee_on;
ALTER TABLE agreement DROP COLUMN court_no;
ALTER TABLE agreement DROP COLUMN court;
ALTER TABLE agreement DROP COLUMN copies;
ALTER TABLE agreement DROP COLUMN facts;
