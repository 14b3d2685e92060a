-- A committee's own layouts, every version of them. The newest of an item counts, unless it was retired.
CREATE TABLE document_template (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    committee_id TEXT COLLATE "C" NOT NULL REFERENCES committee (id),
    item TEXT COLLATE "C" NOT NULL,
    no BIGINT NOT NULL,
    body TEXT NOT NULL,
    author TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMP NOT NULL,
    retired_at TIMESTAMP,
    CONSTRAINT document_template_committee_id_item_no_key UNIQUE (committee_id, item, no)
);
