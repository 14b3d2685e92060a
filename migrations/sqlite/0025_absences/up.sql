-- When a mediator is away, and who covers. Why is not asked: it may be a matter of health.
CREATE TABLE mediator_absence (
    id TEXT NOT NULL PRIMARY KEY,
    mediator_id TEXT NOT NULL REFERENCES mediator (id),
    from_on DATE NOT NULL,
    until_on DATE NOT NULL,
    cover_id TEXT REFERENCES mediator (id),
    noted_by TEXT,
    noted_at TIMESTAMP NOT NULL
);
CREATE INDEX mediator_absence_mediator_id_until_on_idx ON mediator_absence (mediator_id, until_on);
CREATE INDEX mediator_absence_cover_id_idx ON mediator_absence (cover_id);
