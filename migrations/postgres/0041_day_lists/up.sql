-- The cases behind a figure are listed by the day that counts, page by page. A case has none of these days when it is registered, so
-- that registering one costs nothing.
CREATE INDEX cases_committee_accepted ON cases (committee_id, accepted_on, id) WHERE accepted_on IS NOT NULL;
CREATE INDEX cases_region_accepted ON cases (region_code, accepted_on, id) WHERE accepted_on IS NOT NULL;
CREATE INDEX cases_committee_concluded ON cases (committee_id, concluded_on, id) WHERE concluded_on IS NOT NULL;
CREATE INDEX cases_region_concluded ON cases (region_code, concluded_on, id) WHERE concluded_on IS NOT NULL;
CREATE INDEX cases_committee_closed ON cases (committee_id, closed_on, id) WHERE closed_on IS NOT NULL;

-- A mediator or a member of a committee who is a lawyer is found by name or licence.
CREATE INDEX lawyer_name ON lawyer (name);
CREATE INDEX lawyer_licence_no ON lawyer (licence_no);
