"""Records from where they already are."""
