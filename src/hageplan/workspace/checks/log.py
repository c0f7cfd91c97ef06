"""What the entries of the log must agree on with each other and with the companies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any, TypeVar

from hageplan.errors import Problem
from hageplan.messages import NOTHING, Message, msg
from hageplan.records.bedrift import Ressurs
from hageplan.records.entries import counting, id_of
from hageplan.records.logg import Avtale, Henvendelse, Kobling, Oppfolging
from hageplan.workspace.checks.companies import meant_number
from hageplan.workspace.located import Located, Reading, twice
from hageplan.workspace.lookup import suggest_number, suggest_word
from hageplan.workspace.partial import read_ressurser

EntryT = TypeVar("EntryT", Henvendelse, Avtale, Oppfolging, Kobling)


def check_log(reading: Reading, today: date | None) -> Iterator[Problem]:
    """Find faults of entries; an answer after `today` is one."""
    yield from _log(reading)
    yield from _replacements(reading.henvendelser, "henvendelse")
    yield from _replacements(reading.avtaler, "avtale")
    yield from _replacements(reading.oppfolginger, "oppfolging")
    yield from _replacements(reading.koblinger, "kobling")
    yield from _introductions(reading)
    yield from _answers(reading, today)


def _log(reading: Reading) -> Iterator[Problem]:
    numbers = reading.names
    people = {p.id for p in reading.oppsett.record.medarbeider} if reading.oppsett else set()
    entries: tuple[Located[Any], ...] = (
        *reading.henvendelser,
        *reading.avtaler,
        *reading.oppfolginger,
        *reading.koblinger,
    )
    yield from _ids_twice(entries, msg("a separate ID for each entry"))
    for at in entries:
        number = at.record.organisasjonsnummer
        if number not in numbers:
            yield at.problem(
                "unknown-bedrift",
                ("organisasjonsnummer",),
                value=number,
                what=msg("no company in bedrifter/ has this organisation number"),
                expected=msg(
                    'a company on the list; one that has closed down stays, with status = "nedlagt"'
                ),
                todo=meant_number(number, numbers, misses_some=reading.misses_bedrifter),
            )
        key = "ansvarlig" if isinstance(at.record, Oppfolging) else "medarbeider"
        person = getattr(at.record, key)
        if person and people and person not in people:
            yield at.problem(
                "unknown-medarbeider",
                (key,),
                severity="warning",
                value=f'"{person}"',
                what=msg("no medarbeider has the ID {id}", id=person),
                expected=msg("one of: {words}", words=", ".join(sorted(people))),
                todo=msg("add a medarbeider who has left to hageplan.toml, with fravaer"),
            )


def _ids_twice(found: Iterable[Located[Any]], expected: Message) -> Iterator[Problem]:
    for at, other in twice(found, attrgetter("id")):
        what = msg("the ID is also used in {place}", place=other.place)
        yield at.problem("duplicate-id", ("id",), value=at.record.id, what=what, expected=expected)


def _replacements(entries: Sequence[Located[EntryT]], table: str) -> Iterator[Problem]:
    """Find entries of a `table` that replace what they cannot."""
    by_id = {id_of(at.record): at for at in reversed(entries)}
    first: dict[str, Located[EntryT]] = {}
    for at in entries:
        replaced = at.record.erstatter
        if replaced is None:
            continue
        if replaced not in by_id:
            yield _replaces(
                at,
                f"unknown-{table}",
                msg("no [[{table}]] has the ID {id}", table=table, id=replaced),
                msg("the ID of the entry this one replaces"),
                suggest_word(replaced, [one for one in by_id if one != id_of(at.record)]),
            )
            continue
        if (other := first.setdefault(replaced, at)) is not at:
            yield _replaces(
                at,
                "replaced-twice",
                msg("{id} is also replaced in {place}", id=replaced, place=other.place),
                msg("one entry that replaces it; a later change replaces that one"),
            )
        if by_id[replaced].record.organisasjonsnummer != at.record.organisasjonsnummer:
            yield _replaces(
                at,
                "replaces-another",
                msg("{id} is about another company", id=replaced),
                msg("an earlier entry about the same company"),
            )
        if _leads_back(at.record, by_id):
            yield _replaces(
                at,
                "replaces-itself",
                msg("the entries replace each other in a circle"),
                msg("an earlier entry about the same company"),
            )


def _replaces(
    at: Located[EntryT], code: str, what: Message, expected: Message, todo: Message = NOTHING
) -> Problem:
    value = f'"{at.record.erstatter}"'
    return at.problem(code, ("erstatter",), value=value, what=what, expected=expected, todo=todo)


def _leads_back(entry: EntryT, by_id: Mapping[str, Located[EntryT]]) -> bool:
    """Tell whether an entry replaces itself, perhaps by way of others."""
    seen: set[str] = set()
    here = entry.erstatter
    while here is not None and here in by_id and here not in seen:
        seen.add(here)
        here = by_id[here].record.erstatter
    return id_of(entry) in seen


def _introductions(reading: Reading) -> Iterator[Problem]:
    """Find introductions to nobody, or of a company to itself, and resources named twice."""
    yield from resources_twice(reading.ressurser)
    names = reading.names
    own = [at.record.id for at in reading.ressurser]
    ids = own or ([one.id for one in read_ressurser()] if reading.koblinger else [])
    for at in reading.koblinger:
        til = at.record.til
        if til == at.record.organisasjonsnummer:
            what = msg("the company is introduced to itself")
            expected = msg("the other company's organisation number, or the ID of a support scheme")
            yield at.problem("itself", ("til",), value=til, what=what, expected=expected)
        elif til.isdigit() and til not in names and not reading.misses_bedrifter:
            what = msg("no company in bedrifter/ has this organisation number")
            expected = msg("the other company's organisation number, or the ID of a support scheme")
            todo = suggest_number(til, names)
            yield at.problem(
                "unknown-bedrift", ("til",), value=til, what=what, expected=expected, todo=todo
            )
        elif not til.isdigit() and til not in ids:
            yield at.problem(
                "unknown-ressurs",
                ("til",),
                severity="warning",
                value=til,
                what=msg("no support scheme has the ID {id}", id=til),
                expected=msg("an ID in ressurser.toml"),
                todo=suggest_word(til, ids),
            )


def resources_twice(ressurser: Iterable[Located[Ressurs]]) -> Iterator[Problem]:
    """Find resources with the same id."""
    return _ids_twice(ressurser, msg("a separate ID for each support scheme"))


def _answers(reading: Reading, today: date | None) -> Iterator[Problem]:
    """Find answers that nobody can have given, or of which only one can be the last."""
    counted = {id(entry) for entry in counting(at.record for at in reading.henvendelser)}
    for at in reading.henvendelser:
        when = _minute(at.record)
        if today is not None and at.record.tid.date() > today:
            yield at.problem(
                "future",
                ("tid",),
                value=when,
                what=msg("{when} is in the future", when=when),
                expected=msg("a contact on {today} at the latest", today=today),
                todo=msg("fix the date; a future meeting is an [[avtale]]"),
            )
    answers = (
        at for at in reading.henvendelser if at.record.interesse and id(at.record) in counted
    )
    for at, other in twice(answers, attrgetter("organisasjonsnummer", "tid")):
        yield at.problem(
            "duplicate-answer",
            ("tid",),
            value=_minute(at.record),
            what=msg("the company also answered at the same time in {place}", place=other.place),
            expected=msg("one answer from a company at a time: the last one counts"),
            todo=msg("correct one of them (hageplan log fix ID), or fix the time"),
        )


def _minute(contact: Henvendelse) -> str:
    return f"{contact.tid:%Y-%m-%d %H:%M}"
