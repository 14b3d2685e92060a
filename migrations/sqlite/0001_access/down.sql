DROP TABLE access_log;
DROP TABLE idempotency;
DROP TABLE login_throttle;
DROP TABLE refresh_token;
DROP TABLE session;
DROP TABLE account;
