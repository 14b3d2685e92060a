DROP INDEX risk_report_cleared;
DROP INDEX pause_open;
DROP INDEX cases_firm_due;
DROP INDEX cases_registered_due;
DROP INDEX cases_committee_due;
CREATE INDEX cases_committee_due ON cases (committee_id, due_on)
    WHERE status IN ('registered', 'accepted', 'mediating', 'suspended');
DROP INDEX cases_due;
CREATE INDEX cases_due ON cases (due_on)
    WHERE status IN ('registered', 'accepted', 'mediating', 'suspended');
DROP INDEX cases_registered_by;
CREATE INDEX cases_registered_by ON cases (registered_by, id);
DROP INDEX cases_committee;
CREATE INDEX cases_committee ON cases (committee_id, id, applied_on);
DROP INDEX cases_province;
CREATE INDEX cases_province ON cases (substr(region_code, 1, 2), id, applied_on);
DROP INDEX cases_city;
CREATE INDEX cases_city ON cases (substr(region_code, 1, 4), id, applied_on);
DROP INDEX cases_region;
CREATE INDEX cases_region ON cases (region_code, id, applied_on);
DROP INDEX cases_committee_days;
DROP INDEX cases_province_days;
DROP INDEX cases_city_days;
DROP INDEX cases_region_days;
DROP INDEX cases_days;
