"""Workspaces on disk: find, read, validate, append; every fault with file and line."""
