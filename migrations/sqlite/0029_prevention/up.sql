-- What mediation kept from happening, by kind: in how many cases, and of how many persons.
ALTER TABLE stat_delta ADD COLUMN suicides_prevented BIGINT NOT NULL DEFAULT 0;
ALTER TABLE stat_delta ADD COLUMN suicides_prevented_people BIGINT NOT NULL DEFAULT 0;
ALTER TABLE stat_delta ADD COLUMN crimes_prevented BIGINT NOT NULL DEFAULT 0;
ALTER TABLE stat_delta ADD COLUMN crimes_prevented_people BIGINT NOT NULL DEFAULT 0;
ALTER TABLE stat_delta ADD COLUMN petitions_prevented BIGINT NOT NULL DEFAULT 0;
ALTER TABLE stat_delta ADD COLUMN petitions_prevented_people BIGINT NOT NULL DEFAULT 0;
ALTER TABLE stat_delta ADD COLUMN fights_prevented BIGINT NOT NULL DEFAULT 0;
ALTER TABLE stat_delta ADD COLUMN fights_prevented_people BIGINT NOT NULL DEFAULT 0;
ALTER TABLE stat_cell ADD COLUMN suicides_prevented BIGINT NOT NULL DEFAULT 0;
ALTER TABLE stat_cell ADD COLUMN suicides_prevented_people BIGINT NOT NULL DEFAULT 0;
ALTER TABLE stat_cell ADD COLUMN crimes_prevented BIGINT NOT NULL DEFAULT 0;
ALTER TABLE stat_cell ADD COLUMN crimes_prevented_people BIGINT NOT NULL DEFAULT 0;
ALTER TABLE stat_cell ADD COLUMN petitions_prevented BIGINT NOT NULL DEFAULT 0;
ALTER TABLE stat_cell ADD COLUMN petitions_prevented_people BIGINT NOT NULL DEFAULT 0;
ALTER TABLE stat_cell ADD COLUMN fights_prevented BIGINT NOT NULL DEFAULT 0;
ALTER TABLE stat_cell ADD COLUMN fights_prevented_people BIGINT NOT NULL DEFAULT 0;
