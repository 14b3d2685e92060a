DROP INDEX agreement_confirmation_due;
DROP INDEX instalment_due;
DROP TABLE reminder;
