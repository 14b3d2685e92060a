DROP TABLE committee_member;
DROP TABLE mediator;
DROP TABLE mandate;
DROP TABLE lawyer;
DROP TABLE firm;
DROP TABLE committee;
DROP TABLE chamber;
DROP TABLE federation;
