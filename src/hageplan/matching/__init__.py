"""Who should meet whom: needs and offers of companies, and what the national network has.

`profile` turns records into columns, `vectors` compares words and tags, `scores` gives each pair
its parts, `assign` chooses pairs so that nobody is overrun, `match` puts the result together.
"""
