"""Rules that the solver does not know."""
