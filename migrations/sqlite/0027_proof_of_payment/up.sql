-- Which payment a proof of payment proves.
ALTER TABLE attachment ADD COLUMN payment_id TEXT;
CREATE INDEX application_case ON application (case_id);
