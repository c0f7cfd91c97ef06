"""Busy times from calendar files."""
