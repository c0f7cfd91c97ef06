"""What was said and when, company by company: no more than contacts, put in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from hageplan.records.logg import GRADER, Grad, Henvendelse

INTERESTED: Final = GRADER.index("interessert")
"""The lowest grade that counts as interest."""
History = Mapping[str, tuple[Henvendelse, ...]]
"""Contacts by organisasjonsnummer, oldest first."""


@dataclass(frozen=True)
class LatestAnswer:
    """The latest answer of a company.

    Attributes:
        grade: What it said.
        date: When.
        inbound: Whether the first contact there ever was came from the company. A visit that
            follows an enquiry is not one to a company that we chose.
        medarbeider: Who of us heard it; "" where nobody knows.
    """

    grade: Grad
    date: date
    inbound: bool
    medarbeider: str = ""

    @property
    def grade_index(self) -> int:
        """0 for `ikke` to 3 for `forpliktet`."""
        return GRADER.index(self.grade)

    @property
    def is_interested(self) -> bool:
        """Whether it is at least interested."""
        return self.grade_index >= INTERESTED


def history_of(henvendelser: Iterable[Henvendelse], today: date) -> History:
    """Return what was known at the end of `today`."""
    found: dict[str, list[Henvendelse]] = {}
    for contact in sorted(henvendelser, key=lambda h: h.tid):
        if contact.tid.date() <= today:
            found.setdefault(contact.organisasjonsnummer, []).append(contact)
    return {number: tuple(contacts) for number, contacts in found.items()}


def latest_answer(history: History, number: str, until: date | None = None) -> LatestAnswer | None:
    """Return what the company with `number` last answered, None where it never did.

    `until` is the last day that counts, where not all do.
    """
    contacts: tuple[Henvendelse, ...] = history.get(number, ())
    for contact in reversed(contacts):
        if contact.interesse is not None and (until is None or contact.tid.date() <= until):
            came = contacts[0].retning == "inn"
            day, who = contact.tid.date(), contact.medarbeider
            return LatestAnswer(contact.interesse, day, came, who)
    return None


def was_sought(history: History, number: str) -> bool:
    """Tell whether we came to a company where nobody was met, or would talk."""
    contacts = history.get(number, ())
    return any(not c.talked for c in contacts) and contacts[0].retning == "ut"
