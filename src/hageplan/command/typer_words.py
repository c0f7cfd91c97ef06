"""Typer's own words, so that the catalogue has them."""

from hageplan.messages import msg

WORDS = (
    msg("Options"),
    msg("Arguments"),
    msg("Commands"),
    msg("required"),
    msg("default: {default}"),
    msg("env var: {var}"),
    msg("Missing command."),
    msg("No such command {name!r}."),
)
