DROP INDEX application_case;
ALTER TABLE attachment DROP COLUMN payment_id;
