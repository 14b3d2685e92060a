DROP TABLE mediator_absence;
