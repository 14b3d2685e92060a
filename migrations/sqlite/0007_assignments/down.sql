DROP TABLE disclosure;
DROP TABLE assignment;
