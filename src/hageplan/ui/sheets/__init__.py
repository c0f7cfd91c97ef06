"""Workbooks as an office makes them."""
