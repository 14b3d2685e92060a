-- Which party of the case a payment was made to.
ALTER TABLE payment ADD COLUMN payee_id TEXT;
