DROP TABLE stat_cell;
DROP TABLE stat_delta;
