-- Lists that ask for days of application are in the order of these days, and come from an index in that order.
CREATE INDEX cases_days ON cases (applied_on, id);
CREATE INDEX cases_region_days ON cases (region_code, applied_on, id);
CREATE INDEX cases_city_days ON cases (substr(region_code, 1, 4), applied_on, id);
CREATE INDEX cases_province_days ON cases (substr(region_code, 1, 2), applied_on, id);
CREATE INDEX cases_committee_days ON cases (committee_id, applied_on, id);

-- Lists in the order of registration need the day no more; what one person registered is little, and sorted.
DROP INDEX cases_region;
CREATE INDEX cases_region ON cases (region_code, id);
DROP INDEX cases_city;
CREATE INDEX cases_city ON cases (substr(region_code, 1, 4), id);
DROP INDEX cases_province;
CREATE INDEX cases_province ON cases (substr(region_code, 1, 2), id);
DROP INDEX cases_committee;
CREATE INDEX cases_committee ON cases (committee_id, id);
DROP INDEX cases_registered_by;
CREATE INDEX cases_registered_by ON cases (registered_by, id, applied_on);

-- What falls due, in that order: of everybody with all that the sums of a federation ask, and of those who do the work.
DROP INDEX cases_due;
CREATE INDEX cases_due ON cases (due_on, id, committee_id, region_code, regime, status, origin)
    WHERE status IN ('registered', 'accepted', 'mediating', 'suspended');
DROP INDEX cases_committee_due;
CREATE INDEX cases_committee_due ON cases (committee_id, due_on, id)
    WHERE status IN ('registered', 'accepted', 'mediating', 'suspended');
CREATE INDEX cases_registered_due ON cases (registered_by, due_on, id)
    WHERE status IN ('registered', 'accepted', 'mediating', 'suspended');
CREATE INDEX cases_firm_due ON cases (firm_id, due_on, id)
    WHERE status IN ('registered', 'accepted', 'mediating', 'suspended') AND firm_id IS NOT NULL;

-- Few cases stand still at a time, and they are read together.
CREATE INDEX pause_open ON pause (case_id) WHERE until_on IS NULL;

-- What mediation kept from happening is counted by the day on which the risk was over.
CREATE INDEX risk_report_cleared ON risk_report (cleared_on, case_id) WHERE cleared_on IS NOT NULL;
