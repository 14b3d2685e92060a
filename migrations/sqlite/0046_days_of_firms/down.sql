DROP INDEX cases_firm_days;
