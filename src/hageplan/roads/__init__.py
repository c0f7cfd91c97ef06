"""`hageplan roads`: the road networks of this machine, and what they change."""
