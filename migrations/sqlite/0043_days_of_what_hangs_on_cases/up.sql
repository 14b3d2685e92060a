-- What hangs on cases is listed by its day, behind a figure of a large area.
CREATE INDEX payment_paid ON payment (paid_on, case_id);
CREATE INDEX callback_by_day ON callback (due_on, case_id);

-- Cases that ended without an agreement are few.
CREATE INDEX cases_region_unsettled ON cases (region_code, concluded_on, id) WHERE outcome <> 'agreed';
CREATE INDEX cases_committee_unsettled ON cases (committee_id, concluded_on, id) WHERE outcome <> 'agreed';
