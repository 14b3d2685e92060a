DROP TABLE application;
DROP TABLE intake_link;
