-- The last day for which a rule of allowances (以案定补) pays; none while it holds for its whole year.
ALTER TABLE allowance_rule ADD COLUMN closed_on DATE;
