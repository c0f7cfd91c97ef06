"""Pydantic models of all that stands in the files, and their value types."""
