"""Who should meet whom: needs and offers of companies, and what the national network has.

`profile` turns records into columns, `text` compares words, `scores` gives each pair its parts,
`assign` chooses pairs so that nobody is overrun, `match` puts the result together.
"""
