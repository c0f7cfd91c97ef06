"""What companies, roads and opt-outs must agree on with each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Final

from hageplan.errors import Problem
from hageplan.messages import Message, msg
from hageplan.records.bedrift import Bedrift
from hageplan.records.kommune import Kommuner
from hageplan.records.personvern import Reservasjon
from hageplan.records.spelling import fold
from hageplan.records.status import MEMBERS
from hageplan.workspace.files import Loc
from hageplan.workspace.find import BEDRIFTER
from hageplan.workspace.located import Located, Reading, twice
from hageplan.workspace.lookup import suggest_number, suggest_word

number_of: Final = attrgetter("organisasjonsnummer")


def check_companies(reading: Reading, kommuner: Kommuner, today: date | None) -> Iterator[Problem]:
    """Find companies, roads and opt-outs that contradict each other, or name what is not there."""
    yield from _companies(reading, kommuner)
    for at in reading.bedrifter:
        yield from _membership(at, today)
    yield from _waiting(reading)
    yield from _roads(reading, kommuner)
    yield from _opted_out_twice(reading.reservasjoner)


def _companies(reading: Reading, kommuner: Kommuner) -> Iterator[Problem]:
    if not reading.bedrifter and not reading.misses_bedrifter:
        yield Problem(
            severity="warning",
            code="empty-folder",
            file=BEDRIFTER,
            what=msg("there are no companies yet"),
            expected=msg("files such as bedrifter/tynset.toml with [[bedrift]] tables"),
            todo=msg("write one, or import a list: hageplan import csv FILE"),
        )
    for at, other in twice(reading.bedrifter, number_of):
        yield at.problem(
            "duplicate-bedrift",
            ("organisasjonsnummer",),
            value=at.record.organisasjonsnummer,
            what=msg("{name} already exists, in {place}", name=at.record.navn, place=other.place),
            expected=msg("each company once in all of bedrifter/"),
            todo=msg("merge the two tables, and remove one"),
        )
    for at in reading.bedrifter:
        number = at.record.kommunenummer
        if number not in kommuner:
            yield at.problem(
                "kommune",
                ("kommunenummer",),
                value=f'"{number}"',
                what=msg("no municipality has the number {number}", number=number),
                expected=msg("the number of one of today's 357 municipalities"),
                todo=msg(
                    "the numbers changed in 2020 and 2024: find the new one, or add it "
                    "to kommuner.toml"
                ),
            )


def _membership(at: Located[Bedrift], today: date | None) -> Iterator[Problem]:
    """Find days that contradict a company's status, each other or the calendar."""
    bedrift = at.record
    for key, day in (("sluttet", bedrift.sluttet), ("status_endret", bedrift.status_endret)):
        if day is not None and today is not None and day > today:
            yield at.problem(
                "not-yet",
                (key,),
                severity="warning",
                value=f"{day}",
                what=msg("{date} is in the future", date=day),
                expected=msg("a day that has been"),
            )
    if bedrift.sluttet is None:
        return
    if bedrift.status in MEMBERS:
        yield at.problem(
            "left-member",
            ("sluttet",),
            severity="warning",
            value=f"{bedrift.sluttet}",
            what=msg("the company has left, but its status is {status}", status=bedrift.status),
            expected=msg("sluttet only if the company has closed down or is no longer a member"),
            todo=msg("remove sluttet, or set the right status"),
        )
    if bedrift.medlem_siden is not None and bedrift.sluttet < bedrift.medlem_siden:
        yield at.problem(
            "left-before",
            ("sluttet",),
            severity="warning",
            value=f"{bedrift.sluttet}",
            what=msg("it left before it became a member, {date}", date=bedrift.medlem_siden),
            expected=msg("a day after medlem_siden"),
        )


def _waiting(reading: Reading) -> Iterator[Problem]:
    """Find visits that wait for an unknown company, or in the end for themselves."""
    names = reading.names
    waiting = [at for at in reading.bedrifter if at.record.etter]
    after = {at.record.organisasjonsnummer: at.record.etter for at in waiting}
    for at in waiting:
        for index, number in enumerate(at.record.etter):
            if number not in names:
                what = msg("no company in bedrifter/ has this organisation number")
                expected = msg("a company that is to be visited before this one")
                todo = meant_number(number, names, misses_some=reading.misses_bedrifter)
            elif at.record.organisasjonsnummer in _all_before(number, after):
                what = msg("the visit must come after itself, by way of {name}", name=names[number])
                expected = msg("an order where one company comes first")
                todo = msg("remove it from one of them")
            else:
                continue
            key = ("etter", index)
            yield at.problem(
                "etter", key, value=f'"{number}"', what=what, expected=expected, todo=todo
            )


def _all_before(number: str, after: Mapping[str, Sequence[str]]) -> set[str]:
    """Return a company and all that must be visited before it."""
    found: set[str] = set()
    ahead = [number]
    while ahead:
        one = ahead.pop()
        if one not in found:
            found.add(one)
            ahead += after.get(one, ())
    return found


def _roads(reading: Reading, kommuner: Kommuner) -> Iterator[Problem]:
    at = reading.veier
    if at is None:
        return
    named = [place.navn for place in at.record.sted]
    known = {spelling for name in named for spelling in fold(name)}
    known |= {s for k in kommuner for name in (k.navn, k.senter) for s in fold(name)}
    roads, closed = enumerate(at.record.vei), enumerate(at.record.stengt)
    told: list[tuple[Loc, str]] = [
        *((("vei", n, key), name) for n, road in roads for key, name in road.ends.items()),
        *((("stengt", n, "rundt"), road.rundt) for n, road in closed if road.rundt is not None),
    ]
    for where, name in told:
        if not fold(name) & known:
            yield at.problem(
                "unknown-place",
                where,
                value=f'"{name}"',
                what=msg("there is no place with this name"),
                expected=msg("a municipality, its centre, or a [[sted]] in this file"),
                todo=suggest_word(name, [*named, *(k.navn for k in kommuner)]),
            )


def _opted_out_twice(reservasjoner: Iterable[Located[Reservasjon]]) -> Iterator[Problem]:
    """Find who stands on the list more than once; a company that is not known yet may come."""
    for at, other in twice(reservasjoner, number_of):
        number = at.record.organisasjonsnummer
        yield at.problem(
            "duplicate-reservasjon",
            ("organisasjonsnummer",),
            severity="warning",
            value=number,
            what=msg(
                "{number} is already listed as opted out, in {place}",
                number=number,
                place=other.place,
            ),
            expected=msg("each company once"),
            todo=msg("remove one of the two; they count as one"),
        )


def meant_number(number: str, numbers: Mapping[str, str], *, misses_some: bool) -> Message:
    """Return what to do about an unknown number; `misses_some` companies could not be read."""
    if misses_some:
        return msg("first fix the errors in bedrifter/: the company may be among them")
    return suggest_number(number, numbers)
