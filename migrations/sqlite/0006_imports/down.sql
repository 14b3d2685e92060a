DROP TABLE ledger_row;
DROP TABLE import;
