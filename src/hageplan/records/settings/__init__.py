"""The tables of hageplan.toml."""
