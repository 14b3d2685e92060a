-- What counts in the figures of a firm is found by its days: each is looked for in this index alone.
CREATE INDEX cases_firm_days ON cases (firm_id, applied_on, concluded_on, closed_on, id) WHERE firm_id IS NOT NULL;
