-- One row: which installation this database belongs to.
CREATE TABLE installation (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    created_at TIMESTAMP NOT NULL
);
