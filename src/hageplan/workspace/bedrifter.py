"""The company that somebody means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar

from hageplan.errors import RequestError
from hageplan.messages import NOTHING, Message, msg
from hageplan.records.organisasjonsnummer import compact
from hageplan.workspace.words import nearest, repr_name


class Named(Protocol):
    """A company, or as much of one as it takes to know which one is meant."""

    @property
    def organisasjonsnummer(self) -> str:
        """Nine digits."""
        ...

    @property
    def navn(self) -> str:
        """What it is called."""
        ...


NamedT = TypeVar("NamedT", bound=Named)


def find_bedrift(text: str, bedrifter: Iterable[NamedT]) -> NamedT:
    """Return the company whose organisasjonsnummer `text` is; raises RequestError."""
    by_number = {bedrift.organisasjonsnummer: bedrift for bedrift in bedrifter}
    number = compact(text)
    if number not in by_number:
        names = {number: bedrift.navn for number, bedrift in by_number.items()}
        raise RequestError(
            msg(
                "no company in bedrifter/ has the organisasjonsnummer {name}", name=repr_name(text)
            ),
            suggest_number(number, names),
        )
    return by_number[number]


def suggest_number(number: str, names: Mapping[str, str]) -> Message:
    """Say which company's number is near; nothing where none is."""
    near = nearest(number, list(names))
    return msg("did you mean {key}?", key=f"{near} {names[near]}") if near else NOTHING
