DROP INDEX lawyer_licence_no;
DROP INDEX lawyer_name;
DROP INDEX cases_committee_closed;
DROP INDEX cases_region_concluded;
DROP INDEX cases_committee_concluded;
DROP INDEX cases_region_accepted;
DROP INDEX cases_committee_accepted;
