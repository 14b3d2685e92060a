-- The clock of mediation runs in few of all cases, those not yet over: only they are looked through by their last day, in the words of
-- `work::runs`. A case keeps that day when it ends.
DROP INDEX cases_due;
CREATE INDEX cases_due ON cases (due_on)
    WHERE status IN ('registered', 'accepted', 'mediating', 'suspended');
CREATE INDEX cases_committee_due ON cases (committee_id, due_on)
    WHERE status IN ('registered', 'accepted', 'mediating', 'suspended');

-- The log is read from its newest line on, in the order of the ids.
DROP INDEX access_log_object;
CREATE INDEX access_log_object ON access_log (object_id, id);
DROP INDEX access_log_account;
CREATE INDEX access_log_account ON access_log (account_id, id);
CREATE INDEX access_log_operation ON access_log (operation, id);
