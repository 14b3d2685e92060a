DROP TABLE pairing_reminder;
DROP TABLE service;
DROP TABLE pairing_term;
DROP TABLE pairing_counter;
DROP TABLE pairing;
