-- Callbacks that reached a party who would not answer; until now there were none.
ALTER TABLE stat_delta ADD COLUMN callbacks_declined BIGINT NOT NULL DEFAULT 0;
ALTER TABLE stat_cell ADD COLUMN callbacks_declined BIGINT NOT NULL DEFAULT 0;
ALTER TABLE stat_history ADD COLUMN callbacks_declined BIGINT NOT NULL DEFAULT 0;

-- What was paid in full after a default is performed, whatever reason the file still holds: these were counted as not performed.
-- Noted as of today, so that figures as of earlier days stay as they were told.
INSERT INTO stat_delta (noted_on,month,region_code,committee_id,category,source,regime,firm_id,
    registered,accepted,concluded,agreed,agreed_written,agreed_oral,terminated,withdrawn,own_settlement,declined,closed,difficult,people,performed,defaulted,confirmed,amount_claimed,amount_agreed,amount_paid,callbacks_due,callbacks_answered,callbacks_declined,callbacks_unreachable,satisfied,fair,dissatisfied)
SELECT date('now', '+8 hours'), date(a.agreed_on, 'start of month'), c.region_code, c.committee_id, c.category, c.source, c.regime, coalesce(c.firm_id, ''),
    0,0,0,0,0,0,0,0,0,0,0,0,0,1,-1,0,0,0,0,0,0,0,0,0,0,0
FROM cases c JOIN agreement a ON a.case_id = c.id
WHERE c.outcome = 'agreed' AND a.amount > 0 AND c.amount_paid >= a.amount
    AND (c.status = 'defaulted' OR (c.status IN ('closed', 'archived') AND c.outcome_reason IS NOT NULL))
    AND NOT EXISTS (SELECT 1 FROM group_place g WHERE g.case_id = c.id AND g.counting = 'once');
