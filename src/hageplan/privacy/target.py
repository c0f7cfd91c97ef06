"""Who is to be erased, and how texts mention them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from hageplan.errors import RequestError
from hageplan.interest.model.anonymous import anonymous, gathered
from hageplan.messages import msg
from hageplan.privacy.mentions import is_short, loose_pattern_of, pattern_of, without_mentions
from hageplan.privacy.retention import Expired
from hageplan.records.bedrift import Bedrift, Kontakt
from hageplan.records.naeringshage import Medarbeider
from hageplan.records.personvern import Anonym
from hageplan.records.spelling import compact, is_organisasjonsnummer, number_in
from hageplan.records.workspace import Workspace
from hageplan.workspace.lookup import find_bedrift


@dataclass(frozen=True, kw_only=True)
class ErasureTarget:
    """Who and what is to go.

    Attributes:
        numbers: Organisasjonsnummer of the companies whose tables and entries go.
        contacts: Those of the companies whose contact person goes.
        people: Ids of medarbeidere who go.
        words: Names, numbers and addresses that no text may keep.
        shared: Names that other companies bear too, which stay in texts.
        expired: What goes beside them because it was kept long enough.
    """

    numbers: frozenset[str] = frozenset()
    contacts: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    expired: Expired | None = None

    def is_gone(self, table: str, data: Mapping[str, Any]) -> bool:
        """Tell whether a table is of a company or a medarbeider that goes.

        An introduction is of both companies.
        """
        if number_in(data) in self.numbers:
            return True
        if table == "kobling":
            return compact(str(data.get("til", ""))) in self.numbers
        return table == "medarbeider" and data.get("id") in self.people

    def is_unwanted(self, table: str, key: str, data: Mapping[str, Any]) -> bool:
        """Tell whether a key goes: what has expired, a contact person, or a link to who goes."""
        if self.expired is not None and self.expired.is_unwanted(table, key, data):
            return True
        if table == "sagt":
            return key.startswith("kontakt.") and number_in(data) in self.contacts
        if table != "bedrift":
            return False
        if key in ("etter", "overordnet_enhet"):
            return any(number in str(data.get(key)) for number in self.numbers)
        number = number_in(data)
        return key == "kontakt" and number in self.contacts

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        return pattern_of(self.words)

    def clean(self, text: str) -> str:
        """Return a text without mentions; the id of who goes becomes nobody's."""
        return "" if text in self.people else without_mentions(text, self._pattern)

    @property
    def in_tables(self) -> re.Pattern[str] | None:
        """What finds the tables that mention the target."""
        return pattern_of((*self.words, *self.people))

    @property
    def anywhere(self) -> re.Pattern[str] | None:
        """What finds all that may mention the target, for people to check."""
        return loose_pattern_of((*self.words, *self.people))


def target_of(who: str, workspace: Workspace) -> ErasureTarget:
    """Return what is to go with the company that has the number `who`, or with this person.

    Raises RequestError where there is no such company, or where the name says too little.
    """
    if not is_organisasjonsnummer(compact(who)):
        return person_target(who, workspace)
    bedrift = find_bedrift(who, workspace.bedrift_by_number)
    return company_target({bedrift.organisasjonsnummer}, workspace)


def company_target(
    numbers: Collection[str], workspace: Workspace, expired: Expired | None = None
) -> ErasureTarget:
    """Return what is to go with companies; a name that others bear too stays in texts."""
    gone = [b for b in workspace.bedrifter if b.organisasjonsnummer in numbers]
    others = [b for b in workspace.bedrifter if b.organisasjonsnummer not in numbers]
    words = [word for b in gone for word in (b.organisasjonsnummer, *_details(b.kontakt))]
    shared = tuple(b.navn for b in gone if _is_shared(b.navn, others))
    words += [b.navn for b in gone if b.navn not in shared]
    return ErasureTarget(
        numbers=frozenset(numbers), words=tuple(words), shared=shared, expired=expired
    )


def is_known_person(text: str, workspace: Workspace) -> bool:
    """Tell whether a contact person or a medarbeider is called `text`, or has this address."""
    pattern = loose_pattern_of([text])
    return pattern is not None and bool(
        _contacts(pattern, workspace) or _medarbeidere(text, pattern, workspace)
    )


def person_target(text: str, workspace: Workspace) -> ErasureTarget:
    """Return what is to go with a person, named by name, e-mail address or telephone number.

    Contact persons and medarbeidere go with all that is known of them.
    """
    pattern = loose_pattern_of([text])
    if pattern is None:
        raise _too_short(text)
    met, people = _contacts(pattern, workspace), _medarbeidere(text, pattern, workspace)
    if is_short(text) and not met and not people:
        raise _too_short(text)
    words = [text, *(word for b in met for word in _details(b.kontakt))]
    words += [person.navn for person in people if person.navn]
    return ErasureTarget(
        contacts=frozenset(b.organisasjonsnummer for b in met),
        people=frozenset(person.id for person in people),
        words=tuple(word for word in words if word not in {person.id for person in people}),
    )


def _contacts(pattern: re.Pattern[str], workspace: Workspace) -> list[Bedrift]:
    return [b for b in workspace.bedrifter if any(map(pattern.fullmatch, _details(b.kontakt)))]


def _medarbeidere(text: str, pattern: re.Pattern[str], workspace: Workspace) -> list[Medarbeider]:
    return [
        person
        for person in workspace.oppsett.medarbeider
        if person.id == text or pattern.fullmatch(" ".join(person.navn.split()))
    ]


def _too_short(text: str) -> RequestError:
    return RequestError(
        msg("{name} is too short to search for", name=f"«{text}»"),
        msg("give the full name, an e-mail address or a phone number"),
    )


def left_anonymous(numbers: Collection[str], workspace: Workspace) -> tuple[Anonym, ...]:
    """Return all counts of companies that are forgotten, those of `numbers` among them."""
    contacts = sorted(workspace.henvendelser, key=lambda contact: contact.tid)
    new = (
        anonymous(b, (c for c in contacts if c.organisasjonsnummer == b.organisasjonsnummer))
        for b in workspace.bedrifter
        if b.organisasjonsnummer in numbers
    )
    return gathered((*workspace.anonyme, *new))


def _details(kontakt: Kontakt) -> tuple[str, ...]:
    """Return what identifies a contact person."""
    found = (" ".join(one.split()) for one in (kontakt.navn, kontakt.epost, kontakt.telefon))
    return tuple(one for one in found if one)


def _is_shared(navn: str, others: Iterable[Bedrift]) -> bool:
    pattern = pattern_of([navn])
    return pattern is None or any(pattern.search(other.navn) for other in others)
