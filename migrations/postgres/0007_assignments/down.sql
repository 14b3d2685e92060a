DROP TABLE disclosure;
DROP TABLE assignment;
DROP FUNCTION disclosure_is_kept;
