"""What a source changes in one company: a three-way comparison of each field.

A field is changed where the source says something else than last time and nobody has changed the
record since (the source last time, the source now, the record).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from hageplan.imports.listed import LISTED, listing
from hageplan.imports.result import FieldChange
from hageplan.mail.consent import SOLE_TRADER
from hageplan.records.bedrift import Bedrift
from hageplan.records.memory import Fields, Value

CLOSED: Final = "nedlagt"
KONTAKT: Final = "kontakt."
"""What the fields of a contact begin with."""
PLACES: Final = ("BEDR", "AAFY")
"""What the register calls places of business."""
_NAME, _EPOST, _CONSENT = f"{KONTAKT}navn", f"{KONTAKT}epost", f"{KONTAKT}samtykke"
_TOGETHER: Final = (("lat", "lon"), ("adresse", "postnummer", "poststed"))
"""Fields that make sense only from one hand."""
_DIGITS_KEPT: Final = 4
"""Hexadecimal digits of what is remembered of people's fields: enough to see a change, and far too
few to tell which of a hundred telephone numbers it was."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a source says of a company now, and what it is known to have said before.

    Attributes:
        bedrift: The company; the fields that are set are those that the source tells.
        cleared: Fields that somebody emptied.
        before: What the source said last time, as `said` has it.
        is_persons: Whether somebody wrote it for us: then it wins where nobody else wrote since.
        hentet: The day of the import, as files write it.
    """

    bedrift: Bedrift
    cleared: frozenset[str] = frozenset()
    before: Fields = field(default_factory=dict)
    is_persons: bool = False
    hentet: str

    @property
    def fields(self) -> dict[str, Value | None]:
        """What it says now; what is emptied is nothing, of a contact an empty text."""
        emptied = {name: "" if name.startswith(KONTAKT) else None for name in self.cleared}
        return {**fields_of(self.bedrift), **emptied}

    def left_alone(self, name: str, record: Fields) -> bool:
        """Tell whether the record has a field as the source left it."""
        before = self.before.get(name)
        if _is_blank(before):
            return name not in record
        return name in record and said(name, record[name]) == before


def fields_of(bedrift: Bedrift) -> Fields:
    """Return what a source says of a company, as files write it; of its contact key by key.

    What files write as tables is a text.
    """
    told = bedrift.model_dump(mode="json", exclude_unset=True, exclude_none=True)
    kontakt = told.pop("kontakt", {})
    listed = {name: listing(name, told[name]) for name in told.keys() & LISTED}
    return {**told, **listed, **{f"{KONTAKT}{key}": value for key, value in kontakt.items()}}


def said(name: str, value: Value) -> Value:
    """Return what is remembered of a field: of what is about people only a digest, and a short one.

    It tells that the source says something else, and not what it said.
    """
    if name != "notat" and not name.startswith(KONTAKT):
        return value
    return hashlib.sha256(f"{name}:{_plain(name, value)}".encode()).hexdigest()[:_DIGITS_KEPT]


def merged(ours: Bedrift, told: Told) -> tuple[list[FieldChange], list[FieldChange]]:
    """Return the fields that change, and those that people's changes keep."""
    differing: list[FieldChange] = []
    stay: list[FieldChange] = []
    record = {n: value for n, value in fields_of(ours).items() if not _is_blank(value)}
    now = told.fields
    keeps_contact = _is_anothers(record, told)
    if not (keeps_contact or told.is_persons):
        now |= _left_of_another(record, now)
    for group in _groups(now):
        have = {name: record.get(name) for name in group}
        want = {name: now[name] for name in group}
        if _written(have) == _written(want) or _is_no_news(want, told):
            continue
        if have.get("organisasjonsform") == SOLE_TRADER and want["organisasjonsform"] in PLACES:
            continue  # whose place it is, the register tells of the owner alone
        untouched = all(told.left_alone(name, record) for name in group)
        if group[0].startswith(KONTAKT) and not told.is_persons:
            untouched = not keeps_contact
        closes = want.get("status") == CLOSED
        found = [
            _change(ours, name, have[name], want[name])
            for name in group
            if have[name] != want[name]
        ]
        (differing if untouched or closes else stay).extend(found)
    besides = (*_since(ours, differing, now, told.hentet), *_moved(ours, differing, now))
    return [*differing, *besides], stay


def _is_no_news(want: Mapping[str, Value | None], told: Told) -> bool:
    """Tell whether the source said the same last time."""
    return all(
        value is not None and name in told.before and told.before[name] == said(name, value)
        for name, value in want.items()
    )


def _change(ours: Bedrift, name: str, have: Value | None, want: Value | None) -> FieldChange:
    number = ours.organisasjonsnummer
    return FieldChange(
        organisasjonsnummer=number, navn=ours.navn, field=name, ours=have, theirs=want
    )


def _since(
    ours: Bedrift, changes: Sequence[FieldChange], now: Mapping[str, object], today: str
) -> Iterator[FieldChange]:
    """Give the day of a status that changes, where the source does not tell it."""
    is_new = any(one.field == "status" and one.ours is not None for one in changes)
    have = None if ours.status_endret is None else f"{ours.status_endret}"
    if is_new and "status_endret" not in now and have != today:
        yield _change(ours, "status_endret", have, today)


def _moved(
    ours: Bedrift, changes: Sequence[FieldChange], now: Mapping[str, object]
) -> Iterator[FieldChange]:
    """Take out what coordinates are of where they change, and the source does not tell it."""
    is_new = any(one.field in ("lat", "lon") for one in changes)
    if is_new and "posisjon" not in now and ours.posisjon is not None:
        yield _change(ours, "posisjon", ours.posisjon, None)


def _is_anothers(record: Fields, told: Told) -> bool:
    """Tell whether a contact stays as it is: what is of another would become this one's.

    Nobody's consent holds for an address that they have not given. What the source said itself,
    and nobody has touched, makes way for what it says now.
    """
    now = told.fields
    have = {name: value for name, value in record.items() if name.startswith(KONTAKT)}
    if _CONSENT in have and any(
        name in now and _differs(name, have.get(name), now[name]) for name in (_NAME, _EPOST)
    ):
        return True
    of_people = {name for name in have if not told.left_alone(name, record)}
    if _NAME in of_people and _NAME not in now:
        return True
    if any(name in now and _differs(name, have[name], now[name]) for name in of_people):
        return True
    is_another = _NAME in have and _differs(_NAME, have[_NAME], now.get(_NAME, have[_NAME]))
    return is_another and bool(of_people)


def _left_of_another(record: Fields, now: Mapping[str, Value | None]) -> dict[str, Value | None]:
    """Return what goes with a contact whose place another one takes: it is none of theirs."""
    if _NAME not in record or not _differs(_NAME, record[_NAME], now.get(_NAME, record[_NAME])):
        return {}
    return {name: "" for name in record if name.startswith(KONTAKT) and name not in now}


def _differs(name: str, one: Value | None, other: Value | None) -> bool:
    return _plain(name, one) != _plain(name, other)


def _written(values: Mapping[str, Value | None]) -> Mapping[str, Value | None]:
    """Return values so that a contact is the same however it is written."""
    return {name: _plain(name, value) for name, value in values.items() if not _is_blank(value)}


def _is_blank(value: Value | None) -> bool:
    """Tell whether a value says nothing; 0 says something."""
    return value is None or value is False or value in ("", [])


def _plain(name: str, value: Value | None) -> Value | None:
    if not name.startswith(KONTAKT) or not isinstance(value, str):
        return value
    return "".join(value.split()).casefold().removeprefix("+47")


def _groups(now: Mapping[str, object]) -> Iterator[tuple[str, ...]]:
    """Give the fields that the source knows, those that belong together in one."""
    for group in _TOGETHER:
        if known := tuple(name for name in group if name in now):
            yield known
    together = {name for group in _TOGETHER for name in group}
    for name in now:
        if name not in together and name != "organisasjonsnummer":
            yield (name,)


def remembered(before: Fields, bedrift: Bedrift) -> Fields:
    """Return what the source is known to have said of a company, with what it says now."""
    told = fields_of(bedrift).items()
    return {**before, **{n: said(n, value) for n, value in told if n != "organisasjonsnummer"}}
