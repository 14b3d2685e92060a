-- Federations, chambers, committees with their members and mediators, law firms with their lawyers and clients.

CREATE TABLE federation (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    region_code TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    contact_name TEXT COLLATE "C",
    phone TEXT COLLATE "C",
    email TEXT COLLATE "C",
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    CONSTRAINT federation_region_code_key UNIQUE (region_code)
);

CREATE TABLE chamber (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    region_code TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    uscc TEXT COLLATE "C",
    uscc_reason TEXT COLLATE "C",
    kind TEXT COLLATE "C" NOT NULL,
    industry TEXT COLLATE "C",
    members BIGINT,
    contact_name TEXT COLLATE "C",
    phone TEXT COLLATE "C",
    email TEXT COLLATE "C",
    needs TEXT COLLATE "C" NOT NULL,
    languages TEXT COLLATE "C" NOT NULL,
    has_mediation BOOLEAN NOT NULL,
    wanted_firms BIGINT NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    CONSTRAINT chamber_region_code_name_key UNIQUE (region_code, name)
);
CREATE INDEX chamber_region ON chamber (region_code, id);
CREATE INDEX chamber_uscc ON chamber (uscc);

CREATE TABLE committee (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    chamber_id TEXT COLLATE "C" REFERENCES chamber (id),
    region_code TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    case_prefix TEXT COLLATE "C" NOT NULL,
    term_start_on DATE,
    term_end_on DATE,
    status TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    CONSTRAINT committee_region_code_name_key UNIQUE (region_code, name)
);
CREATE INDEX committee_region ON committee (region_code, id);
CREATE INDEX committee_chamber ON committee (chamber_id);

CREATE TABLE firm (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    region_code TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    licence_no TEXT COLLATE "C" NOT NULL,
    licence_reason TEXT COLLATE "C",
    form TEXT COLLATE "C" NOT NULL,
    lawyers BIGINT NOT NULL,
    areas TEXT COLLATE "C" NOT NULL,
    languages TEXT COLLATE "C" NOT NULL,
    capacity BIGINT NOT NULL,
    cross_region BOOLEAN NOT NULL,
    accepting BOOLEAN NOT NULL,
    contact_name TEXT COLLATE "C",
    phone TEXT COLLATE "C",
    email TEXT COLLATE "C",
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    CONSTRAINT firm_licence_no_key UNIQUE (licence_no)
);
CREATE INDEX firm_region ON firm (region_code, id);

CREATE TABLE lawyer (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    firm_id TEXT COLLATE "C" NOT NULL REFERENCES firm (id),
    region_code TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    licence_no TEXT COLLATE "C",
    kind TEXT COLLATE "C" NOT NULL,
    phone TEXT COLLATE "C",
    email TEXT COLLATE "C",
    status TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    CONSTRAINT lawyer_licence_no_key UNIQUE (licence_no)
);
CREATE INDEX lawyer_firm ON lawyer (firm_id, id);

CREATE TABLE mandate (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    firm_id TEXT COLLATE "C" NOT NULL REFERENCES firm (id),
    client_name TEXT COLLATE "C" NOT NULL,
    document_no TEXT COLLATE "C",
    from_on DATE NOT NULL,
    until_on DATE
);
CREATE INDEX mandate_firm ON mandate (firm_id, id);
CREATE INDEX mandate_client ON mandate (client_name);
CREATE INDEX mandate_document ON mandate (document_no);

CREATE TABLE mediator (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    committee_id TEXT COLLATE "C" NOT NULL REFERENCES committee (id),
    region_code TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    gender TEXT COLLATE "C",
    employment TEXT COLLATE "C" NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    skills TEXT COLLATE "C" NOT NULL,
    languages TEXT COLLATE "C" NOT NULL,
    phone TEXT COLLATE "C",
    email TEXT COLLATE "C",
    lawyer_id TEXT COLLATE "C" REFERENCES lawyer (id),
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    CONSTRAINT mediator_committee_id_name_key UNIQUE (committee_id, name)
);
CREATE INDEX mediator_committee ON mediator (committee_id, id);

CREATE TABLE committee_member (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    committee_id TEXT COLLATE "C" NOT NULL REFERENCES committee (id),
    name TEXT COLLATE "C" NOT NULL,
    gender TEXT COLLATE "C" NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    mediator_id TEXT COLLATE "C" REFERENCES mediator (id),
    lawyer_id TEXT COLLATE "C" REFERENCES lawyer (id)
);
CREATE INDEX committee_member_committee ON committee_member (committee_id, id);
