DROP TABLE meeting_record;
DROP TABLE attendance;
DROP TABLE session_plan;
