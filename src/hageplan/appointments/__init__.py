"""Book, move, cancel and keep appointments; times to offer."""
