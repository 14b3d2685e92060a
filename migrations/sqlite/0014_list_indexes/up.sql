-- Lists by day of application walk the same indexes as all lists, newest first, and pass by other days without a look at the case.
DROP INDEX cases_region_status;
CREATE INDEX cases_region_status ON cases (region_code, status, id, applied_on);
DROP INDEX cases_region;
CREATE INDEX cases_region ON cases (region_code, id, applied_on);
DROP INDEX cases_city_status;
CREATE INDEX cases_city_status ON cases (substr(region_code, 1, 4), status, id, applied_on);
DROP INDEX cases_city;
CREATE INDEX cases_city ON cases (substr(region_code, 1, 4), id, applied_on);
DROP INDEX cases_province_status;
CREATE INDEX cases_province_status ON cases (substr(region_code, 1, 2), status, id, applied_on);
DROP INDEX cases_province;
CREATE INDEX cases_province ON cases (substr(region_code, 1, 2), id, applied_on);
DROP INDEX cases_committee_status;
CREATE INDEX cases_committee_status ON cases (committee_id, status, id, applied_on);
DROP INDEX cases_committee;
CREATE INDEX cases_committee ON cases (committee_id, id, applied_on);
