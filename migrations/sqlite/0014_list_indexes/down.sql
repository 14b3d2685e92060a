-- The indexes as they were.
DROP INDEX cases_region_status;
CREATE INDEX cases_region_status ON cases (region_code, status, id);
DROP INDEX cases_region;
CREATE INDEX cases_region ON cases (region_code, id);
DROP INDEX cases_city_status;
CREATE INDEX cases_city_status ON cases (substr(region_code, 1, 4), status, id);
DROP INDEX cases_city;
CREATE INDEX cases_city ON cases (substr(region_code, 1, 4), id);
DROP INDEX cases_province_status;
CREATE INDEX cases_province_status ON cases (substr(region_code, 1, 2), status, id);
DROP INDEX cases_province;
CREATE INDEX cases_province ON cases (substr(region_code, 1, 2), id);
DROP INDEX cases_committee_status;
CREATE INDEX cases_committee_status ON cases (committee_id, status, id);
DROP INDEX cases_committee;
CREATE INDEX cases_committee ON cases (committee_id, id);
