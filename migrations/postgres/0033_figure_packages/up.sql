-- Figures that other installations hand up (合并统计): whose keys are good for which place, the packages that came, and their counts. Of one
-- place and period one package counts; it is replaced by a newer one.
CREATE TABLE figure_key (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    region_code TEXT COLLATE "C" NOT NULL,
    name TEXT NOT NULL,
    public_key TEXT COLLATE "C" NOT NULL,
    registered_by TEXT COLLATE "C",
    registered_at TIMESTAMP NOT NULL,
    retired_at TIMESTAMP
);
CREATE UNIQUE INDEX figure_key_region_code_public_key_key ON figure_key (region_code, public_key);

CREATE TABLE figure_package (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    region_code TEXT COLLATE "C" NOT NULL,
    from_on DATE NOT NULL,
    to_on DATE NOT NULL,
    made_at TIMESTAMP NOT NULL,
    key_id TEXT COLLATE "C" NOT NULL REFERENCES figure_key (id),
    sha256 TEXT COLLATE "C" NOT NULL,
    imported_by TEXT COLLATE "C",
    imported_at TIMESTAMP NOT NULL,
    replaced_at TIMESTAMP
);
CREATE UNIQUE INDEX figure_package_region_code_from_on_to_on_key ON figure_package (region_code, from_on, to_on) WHERE replaced_at IS NULL;

CREATE TABLE merged_cell (
    package_id TEXT COLLATE "C" NOT NULL REFERENCES figure_package (id),
    month DATE NOT NULL,
    dim TEXT COLLATE "C" NOT NULL,
    item TEXT COLLATE "C" NOT NULL,
    counts TEXT NOT NULL,
    PRIMARY KEY (package_id, dim, month, item)
);
