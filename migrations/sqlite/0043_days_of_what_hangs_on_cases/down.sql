DROP INDEX cases_committee_unsettled;
DROP INDEX cases_region_unsettled;
DROP INDEX callback_by_day;
DROP INDEX payment_paid;
