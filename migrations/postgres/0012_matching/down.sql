DROP TABLE matching_proposal;
DROP TABLE matching_run_file;
DROP TABLE matching_run;
