ALTER TABLE payment DROP COLUMN payee_id;
