DROP TABLE clock_start;
DROP TABLE pause;
