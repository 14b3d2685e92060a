DROP TABLE stat_since;
DROP TABLE stat_history;
ALTER TABLE stat_delta DROP COLUMN noted_on;
