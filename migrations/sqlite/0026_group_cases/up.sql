-- The mother case of a case that belongs to a group, and how the group counts. One mother a case.
CREATE TABLE group_place (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    mother_id TEXT NOT NULL REFERENCES cases (id),
    counting TEXT NOT NULL,
    joined_on DATE NOT NULL,
    CONSTRAINT group_place_case_id_key UNIQUE (case_id)
);
CREATE INDEX group_place_mother ON group_place (mother_id, case_id);

-- Who speaks for one side of a group; a party of the mother case.
CREATE TABLE representative (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    party_id TEXT NOT NULL,
    chosen_on DATE NOT NULL
);
CREATE INDEX representative_case ON representative (case_id, id);
