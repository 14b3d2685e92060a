-- Room for the probe of `/readyz` in place of a row that nothing reads, and indexes by which what is over is found and purged.
DROP TABLE installation;
CREATE TABLE probe (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    written_at TIMESTAMP NOT NULL
);
INSERT INTO probe VALUES ('readyz', '2000-01-01 00:00:00');
CREATE INDEX session_expires ON session (expires_at);
CREATE INDEX login_throttle_begun ON login_throttle (begun_at);
