"""Results put together for a reader: a tour, a week, a period."""
