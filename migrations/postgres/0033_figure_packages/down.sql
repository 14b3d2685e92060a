DROP TABLE merged_cell;
DROP TABLE figure_package;
DROP TABLE figure_key;
