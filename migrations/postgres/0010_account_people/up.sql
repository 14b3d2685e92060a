-- Every mail to mediators and lawyers looks for their accounts.
CREATE INDEX account_mediator ON account (mediator_id);
CREATE INDEX account_lawyer ON account (lawyer_id);
