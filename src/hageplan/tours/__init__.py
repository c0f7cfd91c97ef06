"""Working days, the visit problem, its solution, the timetable, and the check of it."""
