"""Plans on the terminal: the week at a glance, a day each, what changed."""
