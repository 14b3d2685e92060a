DROP INDEX cases_closed;
DROP TABLE allowance_payment;
DROP TABLE allowance_sheet;
DROP TABLE allowance_rule;
DROP FUNCTION allowance_stays();
