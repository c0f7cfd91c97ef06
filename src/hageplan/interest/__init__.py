"""How many companies of each municipality want us, how sure that is, and whom to ask next.

`model/` is a multilevel logistic model with post-stratification over a finite population, in numpy
alone: `population` turns records into columns, `table` counts them into cells, `posterior` fits,
`estimate` predicts, `draws` draws, `sensitivity` says what a share rests on, `prize` chooses visits
by `learning`. `score` and `suggest` turn its numbers into results.
"""
