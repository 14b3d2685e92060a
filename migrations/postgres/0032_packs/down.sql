DROP TABLE pack_refusal;
DROP TABLE pack;
