"""What a shell offers for the values of options and arguments.

Nothing is offered where a file cannot be read: who is typing gets no suggestion then, and never an
error. The records are loaded only when a shell asks.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final

import typer

from hageplan.ui.clean import printable

Offer = tuple[str, str]
Offering = Callable[[typer.Context, str], list[Offer]]
MOST: Final = 400
"""Offers at a time; a longer list is of no use, and shells take seconds for it."""
_HARMLESS: Final = str.maketrans(
    {'"': "”", "'": "’", "`": "’", "\\": "/", "$": "S", "[": "(", "]": ")"}
)
"""Signs by which the scripts of the shells would take text from records for commands or markup."""


def _offering(what: str) -> Offering:
    """Return what offers the values that `hageplan.command.offers` has under the name `what`.

    It offers nothing where anything goes wrong, and nothing that a shell would act on.
    """

    def offered(context: typer.Context, incomplete: str) -> list[Offer]:
        try:
            from hageplan.command import offers

            found = dict(getattr(offers, what)(context, incomplete))
        except Exception:  # a shell has no place for what went wrong
            return []
        return _shortened([(v, _harmless(told)) for v, told in found.items() if v == _harmless(v)])

    return offered


all_kommuner: Final = _offering("all_kommuner")
avtaler: Final = _offering("avtaler")
bedrifter: Final = _offering("bedrifter")
contacts: Final = _offering("contacts")
kommuner: Final = _offering("kommuner")
medarbeidere: Final = _offering("medarbeidere")
plans: Final = _offering("plans")


def bedrifter_or(*commands: str) -> Offering:
    """Return what offers companies, and before them the commands that may stand in their place."""

    def offered(context: typer.Context, incomplete: str) -> list[Offer]:
        found = [(command, "") for command in commands if command.startswith(incomplete)]
        return _shortened([*found, *bedrifter(context, incomplete)])

    return offered


def among(words: Collection[str]) -> Offering:
    """Return what offers a few words."""

    def offered(context: typer.Context, incomplete: str) -> list[Offer]:  # noqa: ARG001  (Typer's)
        return [(word, "") for word in words if word.startswith(incomplete)]

    return offered


def _harmless(text: str) -> str:
    return printable(text.translate(_HARMLESS))


def _shortened(offers: list[Offer]) -> list[Offer]:
    """Return not too many offers; the last stays, so that what all begin with is still right."""
    return offers if len(offers) <= MOST else [*offers[: MOST - 1], offers[-1]]
