DROP INDEX assignment_answered;
DROP INDEX cases_firm_accepted;
DROP INDEX cases_accepted;
ALTER TABLE stat_delta DROP COLUMN times;
DROP TABLE stat_time;
