"""A plan in files that people take with them."""
