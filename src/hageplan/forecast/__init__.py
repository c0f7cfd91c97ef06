"""Month by month: members, the positions they take, and what hiring changes.

`gather` turns records into `inputs`: small arrays that hold nobody's record. `draws` draws what is
unsure, in blocks that give the same wherever they are drawn; `model` runs the months of one policy,
with `pool` (companies that may join), `members` and `office`; `drivers` shares out the uncertainty.
`forecast` puts the result together.
"""
