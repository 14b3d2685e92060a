DROP TABLE region_revision;
DROP TABLE region;
