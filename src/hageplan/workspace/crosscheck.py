"""What records must agree on with each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from hageplan.errors import Problem
from hageplan.messages import NOTHING, Message, msg
from hageplan.records.bedrift import Bedrift
from hageplan.records.entries import counting
from hageplan.records.kommune import Kommuner
from hageplan.records.logg import Henvendelse, Oppfolging
from hageplan.records.spelling import fold
from hageplan.workspace.find import BEDRIFTER
from hageplan.workspace.introductions import introductions
from hageplan.workspace.lookup import (
    ambiguous,
    choose_one,
    nearest,
    suggest,
    suggest_number,
    unknown,
)
from hageplan.workspace.reading import Located, Reading, problem_at
from hageplan.workspace.replacements import replacements
from hageplan.workspace.reservations import twice


def crosscheck(reading: Reading, kommuner: Kommuner, today: date | None) -> list[Problem]:
    """Return all faults that no record shows by itself; the future begins after `today`."""
    return [
        *_settings(reading, kommuner),
        *_medarbeidere(reading),
        *_leder(reading),
        *_companies(reading, kommuner),
        *_waiting(reading),
        *_roads(reading, kommuner),
        *_log(reading),
        *replacements(reading.henvendelser, "henvendelse"),
        *replacements(reading.avtaler, "avtale"),
        *replacements(reading.oppfolginger, "oppfolging"),
        *replacements(reading.koblinger, "kobling"),
        *introductions(reading),
        *_answers(reading, today),
        *twice(reading.reservasjoner),
    ]


def numbers_of(names: Iterable[str], kommuner: Kommuner) -> tuple[str, ...]:
    """Return the numbers of those `names` that mean just one municipality, each once."""
    found = [kommuner.matching(name) for name in names]
    return tuple(dict.fromkeys(m[0].kommunenummer for m in found if len(m) == 1))


def _settings(reading: Reading, kommuner: Kommuner) -> Iterator[Problem]:
    at = reading.oppsett
    if at is None:
        return
    hage = at.record.naeringshage
    for key, names in (("dekker", hage.dekker), ("vurderer", hage.vurderer)):
        for index, name in enumerate(names):
            matches = kommuner.matching(name)
            if len(matches) != 1:
                what = ambiguous(name, matches) if matches else unknown(name)
                todo = choose_one(matches) if matches else suggest(name, kommuner)
                expected = msg("a municipality's name or number")
                path = ("naeringshage", key, index)
                yield problem_at("error", "kommune", at, path, f'"{name}"', what, expected, todo)
    if hage.kontor is None and at.is_whole:
        yield problem_at(
            "warning",
            "no-office",
            at,
            ("naeringshage",),
            "",
            msg("no office is given"),
            msg("kontor = {{ navn = …, lat = …, lon = … }} under [naeringshage]"),
            msg("until then days begin and end at the centre of the first municipality"),
        )
    if not at.record.medarbeider and at.is_whole:
        yield problem_at(
            "warning",
            "no-medarbeider",
            at,
            (),
            "",
            msg("no medarbeider is given"),
            msg("a [[medarbeider]] for each who drives out"),
            msg("until then plans are made for one person with ordinary hours"),
        )


def _medarbeidere(reading: Reading) -> Iterator[Problem]:
    at = reading.oppsett
    if at is None:
        return
    seen: set[str] = set()
    for index, person in enumerate(at.record.medarbeider):
        path = ("medarbeider", index)
        if person.id in seen:
            what = msg("two medarbeidere have the id {id}", id=person.id)
            expected = msg("an id of their own for each")
            yield problem_at(
                "error", "duplicate-id", at, (*path, "id"), f'"{person.id}"', what, expected
            )
        seen.add(person.id)
        if person.hjem is None and "hjem" in (person.start, person.slutt):
            yield problem_at(
                "error",
                "no-home",
                at,
                path,
                "",
                msg("{id} starts or ends at home, and no home is given", id=person.id),
                msg("hjem = {{ navn = …, lat = …, lon = … }}"),
                msg('add it, or write "kontor" for start and slutt'),
            )


def _leder(reading: Reading) -> Iterator[Problem]:
    at = reading.oppsett
    people = [person.id for person in at.record.medarbeider] if at else []
    if at is not None and people and (leder := at.record.oppfolging.leder) not in ("", *people):
        what = msg("no medarbeider has the id {id}", id=leder)
        expected = msg("one of: {words}", words=", ".join(people))
        key = ("oppfolging", "leder")
        yield problem_at("error", "unknown-medarbeider", at, key, f'"{leder}"', what, expected)


def _companies(reading: Reading, kommuner: Kommuner) -> Iterator[Problem]:
    if not reading.bedrifter and not reading.misses_bedrifter:
        yield Problem(
            "warning",
            "empty-folder",
            BEDRIFTER,
            None,
            "",
            "",
            msg("there are no companies yet"),
            msg("files such as bedrifter/tynset.toml with [[bedrift]] tables"),
            msg("write one, or bring them in: hageplan import csv FILE"),
        )
    first: dict[str, Located[Bedrift]] = {}
    for at in reading.bedrifter:
        number = at.record.organisasjonsnummer
        if (other := first.setdefault(number, at)) is not at:
            yield problem_at(
                "error",
                "duplicate-bedrift",
                at,
                ("organisasjonsnummer",),
                number,
                msg("{name} is there already, in {place}", name=at.record.navn, place=other.place),
                msg("each company once in all of bedrifter/"),
                msg("merge the two tables and remove one"),
            )
        if at.record.kommunenummer not in kommuner:
            yield _unknown_number(at)


def _waiting(reading: Reading) -> Iterator[Problem]:
    """Find visits that wait for an unknown company, or in the end for themselves."""
    names = {at.record.organisasjonsnummer: at.record.navn for at in reading.bedrifter}
    after = {at.record.organisasjonsnummer: at.record.etter for at in reading.bedrifter}
    for at in reading.bedrifter:
        for index, number in enumerate(at.record.etter):
            if number not in names:
                what = msg("no company in bedrifter/ has this organisasjonsnummer")
                expected = msg("a company that is to be visited before this one")
                todo = _meant(number, names, misses_some=reading.misses_bedrifter)
            elif at.record.organisasjonsnummer in _all_before(number, after):
                what = msg("the visit waits for itself, by way of {name}", name=names[number])
                expected = msg("an order in which one can be the first")
                todo = msg("take it out of one of them")
            else:
                continue
            key = ("etter", index)
            yield problem_at("error", "etter", at, key, f'"{number}"', what, expected, todo)


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


def _unknown_number(at: Located[Bedrift]) -> Problem:
    number = at.record.kommunenummer
    return problem_at(
        "error",
        "kommune",
        at,
        ("kommunenummer",),
        f'"{number}"',
        msg("no municipality has the number {number}", number=number),
        msg("a number of today's 357 municipalities"),
        msg("numbers changed in 2020 and 2024: look up the new one, or add it to kommuner.toml"),
    )


def _roads(reading: Reading, kommuner: Kommuner) -> Iterator[Problem]:
    at = reading.veier
    if at is None:
        return
    named = [place.navn for place in at.record.sted]
    known = {spelling for name in named for spelling in fold(name)}
    known |= {s for k in kommuner for name in (k.navn, k.senter) for s in fold(name)}
    for index, road in enumerate(at.record.vei):
        for key, name in (("fra", road.fra), ("til", road.til)):
            if not fold(name) & known:
                near = nearest(name, [*named, *(k.navn for k in kommuner)])
                yield problem_at(
                    "error",
                    "unknown-place",
                    at,
                    ("vei", index, key),
                    f'"{name}"',
                    msg("no place is called so"),
                    msg("a municipality, its centre, or a [[sted]] of this file"),
                    msg("did you mean {key}?", key=near) if near else NOTHING,
                )


def _log(reading: Reading) -> Iterator[Problem]:
    numbers = {at.record.organisasjonsnummer: at.record.navn for at in reading.bedrifter}
    people = {p.id for p in reading.oppsett.record.medarbeider} if reading.oppsett else set()
    entries: tuple[Located[Any], ...] = (
        *reading.henvendelser,
        *reading.avtaler,
        *reading.oppfolginger,
        *reading.koblinger,
    )
    yield from _duplicate_entries(entries)
    for at in entries:
        number = at.record.organisasjonsnummer
        if number not in numbers:
            yield problem_at(
                "error",
                "unknown-bedrift",
                at,
                ("organisasjonsnummer",),
                number,
                msg("no company in bedrifter/ has this organisasjonsnummer"),
                msg('a company that is there; one that closed stays, with status = "nedlagt"'),
                _meant(number, numbers, misses_some=reading.misses_bedrifter),
            )
    for at in entries:
        key = "ansvarlig" if isinstance(at.record, Oppfolging) else "medarbeider"
        person = getattr(at.record, key)
        if person and people and person not in people:
            yield problem_at(
                "warning",
                "unknown-medarbeider",
                at,
                (key,),
                f'"{person}"',
                msg("no medarbeider has the id {id}", id=person),
                msg("one of: {words}", words=", ".join(sorted(people))),
                msg("add who has left to hageplan.toml, with fravaer"),
            )


def _meant(number: str, numbers: Mapping[str, str], *, misses_some: bool) -> Message:
    if misses_some:
        return msg("first mend the faults in bedrifter/: the company may be among them")
    return suggest_number(number, numbers)


def _duplicate_entries(entries: Iterable[Located[Any]]) -> Iterator[Problem]:
    first: dict[str, Located[Any]] = {}
    for at in entries:
        if at.record.id and (other := first.setdefault(at.record.id, at)) is not at:
            what = msg("the id stands in {place} too", place=other.place)
            expected = msg("an id of its own for each entry")
            yield problem_at("error", "duplicate-id", at, ("id",), at.record.id, what, expected)


def _answers(reading: Reading, today: date | None) -> Iterator[Problem]:
    """Find answers that nobody can have given, or of which only one can be the last."""
    first: dict[tuple[str, datetime], Located[Henvendelse]] = {}
    counted = {id(entry) for entry in counting(at.record for at in reading.henvendelser)}
    for at in reading.henvendelser:
        answer = at.record
        when = f"{answer.tid:%Y-%m-%d %H:%M}"
        if today is not None and answer.tid.date() > today:
            yield problem_at(
                "error",
                "future",
                at,
                ("tid",),
                when,
                msg("{when} is in the future", when=when),
                msg("a contact that has been, {today} at the latest", today=today),
                msg("mend the date; what is yet to come is an [[avtale]]"),
            )
        if answer.interesse is None or id(answer) not in counted:
            continue
        other = first.setdefault((answer.organisasjonsnummer, answer.tid), at)
        if other is not at:
            yield problem_at(
                "error",
                "duplicate-answer",
                at,
                ("tid",),
                when,
                msg("the company answered at the same time in {place} too", place=other.place),
                msg("one answer of a company at a time: the latest counts"),
                msg("correct one of them (hageplan log fix ID), or mend its time"),
            )
