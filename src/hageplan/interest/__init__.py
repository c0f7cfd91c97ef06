"""How many companies of each municipality want us, how sure that is, and whom to ask next.

A multilevel logistic model with post-stratification over a finite population, in numpy alone.
The numbers: `table` -> `model` -> `estimate`, `draws`, `explain`, `visits`. Around them:
`population` turns records into columns, `score` and `suggest` turn numbers into results.
"""
