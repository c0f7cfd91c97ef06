"""Results as text: terminal, CSV, JSON. Nothing here decides anything."""
