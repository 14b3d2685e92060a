DROP INDEX service_of_region;
