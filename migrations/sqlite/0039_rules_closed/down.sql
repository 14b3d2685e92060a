ALTER TABLE allowance_rule DROP COLUMN closed_on;
