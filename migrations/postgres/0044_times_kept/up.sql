-- How long things took, by month and place as the figures are: of each time how often which value was taken, as
-- {"days_to_closure": [[days, times], ...]}.
CREATE TABLE stat_time (
    level BIGINT NOT NULL,
    dim TEXT COLLATE "C" NOT NULL,
    place TEXT COLLATE "C" NOT NULL,
    item TEXT COLLATE "C" NOT NULL,
    month DATE NOT NULL,
    times TEXT NOT NULL,
    PRIMARY KEY (level, dim, place, item, month)
);
ALTER TABLE stat_delta ADD COLUMN times TEXT NOT NULL DEFAULT '{}';

-- What is under way is found by the days of acceptance, which are known from its ages.
CREATE INDEX cases_accepted ON cases (accepted_on, region_code, concluded_on, id) WHERE accepted_on IS NOT NULL;
CREATE INDEX cases_firm_accepted ON cases (firm_id, accepted_on, concluded_on, id) WHERE firm_id IS NOT NULL AND accepted_on IS NOT NULL;
CREATE INDEX assignment_answered ON assignment (answered_at, case_id) WHERE answered_at IS NOT NULL;

-- What the cases that are there took: for the fold, as if it were noted today.
INSERT INTO stat_delta (noted_on, month, region_code, committee_id, category, source, regime, firm_id, times,
    registered,accepted,concluded,agreed,agreed_written,agreed_oral,terminated,withdrawn,own_settlement,declined,closed,difficult,people,performed,defaulted,confirmed,amount_claimed,amount_agreed,amount_paid,callbacks_due,callbacks_answered,callbacks_declined,callbacks_unreachable,satisfied,fair,dissatisfied,suicides_prevented,suicides_prevented_people,crimes_prevented,crimes_prevented_people,petitions_prevented,petitions_prevented_people,fights_prevented,fights_prevented_people)
SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date, month, region_code, committee_id, category, source, regime, firm_id, '{"' || time || '":[' || string_agg('[' || value || ',' || times || ']', ',') || ']}',
    0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
FROM (
    SELECT time, date_trunc('month', x.ended)::date AS month, x.region_code, x.committee_id, x.category, x.source, x.regime, coalesce(x.firm_id, '') AS firm_id,
        value, CAST(sum(times) AS BIGINT) AS times
    FROM (
        SELECT 'days_to_conclusion' AS time, c.concluded_on AS ended, c.concluded_on - c.accepted_on AS value, 1 AS times, c.* FROM cases c
        WHERE c.accepted_on IS NOT NULL AND c.concluded_on IS NOT NULL
        UNION ALL
        SELECT 'days_to_agreement' AS time, a.agreed_on AS ended, a.agreed_on - c.accepted_on AS value, 1 AS times, c.* FROM cases c
        JOIN agreement a ON a.case_id = c.id WHERE c.accepted_on IS NOT NULL AND c.outcome = 'agreed'
        UNION ALL
        SELECT 'days_to_closure' AS time, c.closed_on AS ended, c.closed_on - c.applied_on AS value, 1 AS times, c.* FROM cases c
        WHERE c.closed_on IS NOT NULL
        UNION ALL
        SELECT 'days_to_other_side' AS time, w.said_on AS ended, w.said_on - c.applied_on AS value, 1 AS times, c.* FROM cases c
        JOIN (SELECT k.case_id, MIN(k.recorded_on) AS said_on FROM consent k JOIN party p ON p.id = k.party_id
            WHERE k.matter = 'mediation' AND p.role = 'respondent' GROUP BY k.case_id) w ON w.case_id = c.id
        UNION ALL
        SELECT 'open_age' AS time, c.accepted_on AS ended, c.accepted_on - DATE '0001-01-01' + 1 AS value, 1 AS times, c.* FROM cases c
        WHERE c.accepted_on IS NOT NULL AND (c.concluded_on IS NULL OR c.concluded_on >= c.accepted_on)
        UNION ALL
        SELECT 'open_age' AS time, c.concluded_on AS ended, c.accepted_on - DATE '0001-01-01' + 1 AS value, -1 AS times, c.* FROM cases c
        WHERE c.concluded_on >= c.accepted_on
    ) AS x
    WHERE NOT EXISTS (SELECT 1 FROM group_place g WHERE g.case_id = x.id AND g.counting = 'once')
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
) AS taken
GROUP BY time, month, region_code, committee_id, category, source, regime, firm_id;
