"""The visit problem and what solves it."""
