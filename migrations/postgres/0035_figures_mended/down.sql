-- The corrections are taken back.
INSERT INTO stat_delta (noted_on,month,region_code,committee_id,category,source,regime,firm_id,
    registered,accepted,concluded,agreed,agreed_written,agreed_oral,terminated,withdrawn,own_settlement,declined,closed,difficult,people,performed,defaulted,confirmed,amount_claimed,amount_agreed,amount_paid,callbacks_due,callbacks_answered,callbacks_declined,callbacks_unreachable,satisfied,fair,dissatisfied)
SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date, date_trunc('month', a.agreed_on)::date, c.region_code, c.committee_id, c.category, c.source, c.regime, coalesce(c.firm_id, ''),
    0,0,0,0,0,0,0,0,0,0,0,0,0,-1,1,0,0,0,0,0,0,0,0,0,0,0
FROM cases c JOIN agreement a ON a.case_id = c.id
WHERE c.outcome = 'agreed' AND a.amount > 0 AND c.amount_paid >= a.amount
    AND (c.status = 'defaulted' OR (c.status IN ('closed', 'archived') AND c.outcome_reason IS NOT NULL))
    AND NOT EXISTS (SELECT 1 FROM group_place g WHERE g.case_id = c.id AND g.counting = 'once');
ALTER TABLE stat_history DROP COLUMN callbacks_declined;
ALTER TABLE stat_cell DROP COLUMN callbacks_declined;
ALTER TABLE stat_delta DROP COLUMN callbacks_declined;
