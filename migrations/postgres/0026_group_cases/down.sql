DROP TABLE representative;
DROP TABLE group_place;
