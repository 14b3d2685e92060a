INSERT INTO stat_cell (level,dim,place,item,month,
    registered,accepted,concluded,agreed,agreed_written,agreed_oral,terminated,withdrawn,own_settlement,declined,closed,difficult,people,performed,defaulted,confirmed,
    amount_claimed,amount_agreed,amount_paid,callbacks_due,callbacks_answered,callbacks_declined,callbacks_unreachable,satisfied,fair,dissatisfied,
    suicides_prevented,suicides_prevented_people,crimes_prevented,crimes_prevented_people,petitions_prevented,petitions_prevented_people,fights_prevented,fights_prevented_people)
SELECT level, CASE level WHEN 4 THEN 'committee' ELSE 'firm' END, place, place, month,
    registered,accepted,concluded,agreed,agreed_written,agreed_oral,terminated,withdrawn,own_settlement,declined,closed,difficult,people,performed,defaulted,confirmed,
    amount_claimed,amount_agreed,amount_paid,callbacks_due,callbacks_answered,callbacks_declined,callbacks_unreachable,satisfied,fair,dissatisfied,
    suicides_prevented,suicides_prevented_people,crimes_prevented,crimes_prevented_people,petitions_prevented,petitions_prevented_people,fights_prevented,fights_prevented_people
FROM stat_cell WHERE level IN (4, 5) AND dim = 'total';
