DROP TABLE report;
DROP FUNCTION report_stays();
