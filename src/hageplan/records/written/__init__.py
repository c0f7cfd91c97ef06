"""Days and periods as people write them."""
