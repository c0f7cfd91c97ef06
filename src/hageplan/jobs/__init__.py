"""Jobs that companies say are new or kept: no claim counted twice."""
