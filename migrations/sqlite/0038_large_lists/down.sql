DROP INDEX access_log_operation;
DROP INDEX access_log_account;
CREATE INDEX access_log_account ON access_log (account_id, at);
DROP INDEX access_log_object;
CREATE INDEX access_log_object ON access_log (object_id, at);
DROP INDEX cases_committee_due;
DROP INDEX cases_due;
CREATE INDEX cases_due ON cases (due_on) WHERE due_on IS NOT NULL;
