DROP TABLE stat_since;
DROP TABLE stat_history;
DROP FUNCTION stat_history_stays();
ALTER TABLE stat_delta DROP COLUMN noted_on;
