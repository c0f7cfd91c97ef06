"""What hageplan.toml must agree on with itself and with the catalogue of municipalities."""

from __future__ import annotations

from collections.abc import Iterator

from hageplan.errors import Problem
from hageplan.messages import msg
from hageplan.records.kommune import Kommuner
from hageplan.workspace.located import Reading
from hageplan.workspace.lookup import ambiguous, choose_one, suggest, unknown


def check_settings(reading: Reading, kommuner: Kommuner) -> Iterator[Problem]:
    """Find faults of hageplan.toml: its municipalities, its office, and its people."""
    yield from _region(reading, kommuner)
    yield from _medarbeidere(reading)
    yield from _leder(reading)


def _region(reading: Reading, kommuner: Kommuner) -> Iterator[Problem]:
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
                yield at.problem(
                    "error",
                    "kommune",
                    path,
                    value=f'"{name}"',
                    what=what,
                    expected=expected,
                    todo=todo,
                )
    if hage.kontor is None and at.is_whole:
        yield at.problem(
            "warning",
            "no-office",
            ("naeringshage",),
            what=msg("no office is given"),
            expected=msg("kontor = {{ navn = …, lat = …, lon = … }} under [naeringshage]"),
            todo=msg("until then days begin and end at the centre of the first municipality"),
        )
    if not at.record.medarbeider and at.is_whole:
        yield at.problem(
            "warning",
            "no-medarbeider",
            (),
            what=msg("no medarbeider is given"),
            expected=msg("a [[medarbeider]] for each who drives out"),
            todo=msg("until then plans are made for one person with ordinary hours"),
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
            yield at.problem(
                "error",
                "duplicate-id",
                (*path, "id"),
                value=f'"{person.id}"',
                what=what,
                expected=expected,
            )
        seen.add(person.id)
        if person.hjem is None and "hjem" in (person.start, person.slutt):
            yield at.problem(
                "error",
                "no-home",
                path,
                what=msg("{id} starts or ends at home, and no home is given", id=person.id),
                expected=msg("hjem = {{ navn = …, lat = …, lon = … }}"),
                todo=msg('add it, or write "kontor" for start and slutt'),
            )


def _leder(reading: Reading) -> Iterator[Problem]:
    at = reading.oppsett
    people = [person.id for person in at.record.medarbeider] if at else []
    if at is not None and people and (leder := at.record.oppfolging.leder) not in ("", *people):
        what = msg("no medarbeider has the id {id}", id=leder)
        expected = msg("one of: {words}", words=", ".join(people))
        key = ("oppfolging", "leder")
        yield at.problem(
            "error", "unknown-medarbeider", key, value=f'"{leder}"', what=what, expected=expected
        )
