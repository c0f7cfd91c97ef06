"""Bring in lists, forms, calendars and registers."""
