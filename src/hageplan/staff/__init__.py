"""How many positions the expansion needs, how sure that is, and what it hangs on.

WISN, the World Health Organization's workload indicators of staffing need: volumes of work times
hours, over the working time of a year. The volumes are joint draws of the interest model.
`basis` fits the interest, `needs` says who is to be visited, `hours` turns draws into hours,
`draws` shares out the uncertainty, `staffing` and `homes` put the results together.
"""
