-- Services of an area in a period.
CREATE INDEX service_of_region ON service (region_code, held_on);
