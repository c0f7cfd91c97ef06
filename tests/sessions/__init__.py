"""Whole paths of work, from an empty folder on, as people type them and as scripts run them."""
