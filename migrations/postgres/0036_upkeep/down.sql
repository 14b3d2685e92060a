DROP INDEX login_throttle_begun;
DROP INDEX session_expires;
DROP TABLE probe;
CREATE TABLE installation (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    created_at TIMESTAMP NOT NULL
);
