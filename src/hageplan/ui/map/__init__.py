"""Maps as lines and points of a picture: municipalities by interest, and the stops of a day.

All of it is pure but `borders`, which reads what the package ships.
"""
