"""Show what is stored of people, and erase it."""
