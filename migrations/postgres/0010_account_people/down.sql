DROP INDEX account_lawyer;
DROP INDEX account_mediator;
