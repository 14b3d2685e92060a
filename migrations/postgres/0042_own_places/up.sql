-- A committee is not divided by committees, nor a firm by firms: those were the cells of the whole, once more.
DELETE FROM stat_cell WHERE (level = 4 AND dim = 'committee') OR (level = 5 AND dim = 'firm');
