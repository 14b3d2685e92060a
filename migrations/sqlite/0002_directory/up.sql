-- Federations, chambers, committees with their members and mediators, law firms with their lawyers and clients.

CREATE TABLE federation (
    id TEXT NOT NULL PRIMARY KEY,
    region_code TEXT NOT NULL,
    name TEXT NOT NULL,
    contact_name TEXT,
    phone TEXT,
    email TEXT,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    CONSTRAINT federation_region_code_key UNIQUE (region_code)
);

CREATE TABLE chamber (
    id TEXT NOT NULL PRIMARY KEY,
    region_code TEXT NOT NULL,
    name TEXT NOT NULL,
    uscc TEXT,
    uscc_reason TEXT,
    kind TEXT NOT NULL,
    industry TEXT,
    members BIGINT,
    contact_name TEXT,
    phone TEXT,
    email TEXT,
    needs TEXT NOT NULL,
    languages TEXT NOT NULL,
    has_mediation BOOLEAN NOT NULL,
    wanted_firms BIGINT NOT NULL,
    status TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    CONSTRAINT chamber_region_code_name_key UNIQUE (region_code, name)
);
CREATE INDEX chamber_region ON chamber (region_code, id);
CREATE INDEX chamber_uscc ON chamber (uscc);

CREATE TABLE committee (
    id TEXT NOT NULL PRIMARY KEY,
    chamber_id TEXT REFERENCES chamber (id),
    region_code TEXT NOT NULL,
    name TEXT NOT NULL,
    case_prefix TEXT NOT NULL,
    term_start_on DATE,
    term_end_on DATE,
    status TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    CONSTRAINT committee_region_code_name_key UNIQUE (region_code, name)
);
CREATE INDEX committee_region ON committee (region_code, id);
CREATE INDEX committee_chamber ON committee (chamber_id);

CREATE TABLE firm (
    id TEXT NOT NULL PRIMARY KEY,
    region_code TEXT NOT NULL,
    name TEXT NOT NULL,
    licence_no TEXT NOT NULL,
    licence_reason TEXT,
    form TEXT NOT NULL,
    lawyers BIGINT NOT NULL,
    areas TEXT NOT NULL,
    languages TEXT NOT NULL,
    capacity BIGINT NOT NULL,
    cross_region BOOLEAN NOT NULL,
    accepting BOOLEAN NOT NULL,
    contact_name TEXT,
    phone TEXT,
    email TEXT,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    CONSTRAINT firm_licence_no_key UNIQUE (licence_no)
);
CREATE INDEX firm_region ON firm (region_code, id);

CREATE TABLE lawyer (
    id TEXT NOT NULL PRIMARY KEY,
    firm_id TEXT NOT NULL REFERENCES firm (id),
    region_code TEXT NOT NULL,
    name TEXT NOT NULL,
    licence_no TEXT,
    kind TEXT NOT NULL,
    phone TEXT,
    email TEXT,
    status TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    CONSTRAINT lawyer_licence_no_key UNIQUE (licence_no)
);
CREATE INDEX lawyer_firm ON lawyer (firm_id, id);

CREATE TABLE mandate (
    id TEXT NOT NULL PRIMARY KEY,
    firm_id TEXT NOT NULL REFERENCES firm (id),
    client_name TEXT NOT NULL,
    document_no TEXT,
    from_on DATE NOT NULL,
    until_on DATE
);
CREATE INDEX mandate_firm ON mandate (firm_id, id);
CREATE INDEX mandate_client ON mandate (client_name);
CREATE INDEX mandate_document ON mandate (document_no);

CREATE TABLE mediator (
    id TEXT NOT NULL PRIMARY KEY,
    committee_id TEXT NOT NULL REFERENCES committee (id),
    region_code TEXT NOT NULL,
    name TEXT NOT NULL,
    gender TEXT,
    employment TEXT NOT NULL,
    status TEXT NOT NULL,
    skills TEXT NOT NULL,
    languages TEXT NOT NULL,
    phone TEXT,
    email TEXT,
    lawyer_id TEXT REFERENCES lawyer (id),
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    CONSTRAINT mediator_committee_id_name_key UNIQUE (committee_id, name)
);
CREATE INDEX mediator_committee ON mediator (committee_id, id);

CREATE TABLE committee_member (
    id TEXT NOT NULL PRIMARY KEY,
    committee_id TEXT NOT NULL REFERENCES committee (id),
    name TEXT NOT NULL,
    gender TEXT NOT NULL,
    role TEXT NOT NULL,
    mediator_id TEXT REFERENCES mediator (id),
    lawyer_id TEXT REFERENCES lawyer (id)
);
CREATE INDEX committee_member_committee ON committee_member (committee_id, id);
