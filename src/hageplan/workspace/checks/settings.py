"""What hageplan.toml must agree on with itself and with the catalogue of municipalities."""

from __future__ import annotations

from collections.abc import Iterator

from hageplan.errors import Problem
from hageplan.messages import msg
from hageplan.records.kommune import Kommuner
from hageplan.records.naeringshage import Oppsett
from hageplan.workspace.located import Located, Reading
from hageplan.workspace.lookup import not_one


def check_settings(reading: Reading, kommuner: Kommuner) -> Iterator[Problem]:
    """Find faults of hageplan.toml: its municipalities, its office, and its people."""
    if reading.oppsett is not None:
        yield from _region(reading.oppsett, kommuner)
        yield from _medarbeidere(reading.oppsett)
        yield from _leder(reading.oppsett)


def _region(at: Located[Oppsett], kommuner: Kommuner) -> Iterator[Problem]:
    hage = at.record.naeringshage
    for key, names in (("dekker", hage.dekker), ("vurderer", hage.vurderer)):
        for index, name in enumerate(names):
            matches = kommuner.matching(name)
            if len(matches) != 1:
                what, todo = not_one(name, matches, kommuner)
                expected = msg("a municipality's name or number")
                path = ("naeringshage", key, index)
                value = f'"{name}"'
                yield at.problem(
                    "kommune", path, value=value, what=what, expected=expected, todo=todo
                )
    if hage.kontor is None and at.is_whole:
        yield at.problem(
            "no-office",
            ("naeringshage",),
            severity="warning",
            what=msg("no office is given"),
            expected=msg("kontor = {{ navn = …, lat = …, lon = … }} under [naeringshage]"),
            todo=msg(
                "add an office; until then days begin and end at the centre of the "
                "first municipality"
            ),
        )
    if not at.record.medarbeider and at.is_whole:
        yield at.problem(
            "no-medarbeider",
            (),
            severity="warning",
            what=msg("no medarbeider is given"),
            expected=msg("a [[medarbeider]] for each person who makes visits"),
            todo=msg("add a medarbeider; until then plans are for one person with ordinary hours"),
        )


def _medarbeidere(at: Located[Oppsett]) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, person in enumerate(at.record.medarbeider):
        path = ("medarbeider", index)
        if person.id in seen:
            what = msg("two medarbeidere have the ID {id}", id=person.id)
            expected = msg("a separate ID for each")
            key = (*path, "id")
            yield at.problem(
                "duplicate-id", key, value=f'"{person.id}"', what=what, expected=expected
            )
        seen.add(person.id)
        if person.hjem is None and "hjem" in (person.start, person.slutt):
            yield at.problem(
                "no-home",
                path,
                what=msg("{id} starts or ends at home, but no home is given", id=person.id),
                expected=msg("hjem = {{ navn = …, lat = …, lon = … }}"),
                todo=msg('add a home, or write "kontor" for start and slutt'),
            )


def _leder(at: Located[Oppsett]) -> Iterator[Problem]:
    people = [person.id for person in at.record.medarbeider]
    leder = at.record.oppfolging.leder
    if people and leder not in ("", *people):
        what = msg("no medarbeider has the ID {id}", id=leder)
        expected = msg("one of: {words}", words=", ".join(people))
        key = ("oppfolging", "leder")
        yield at.problem(
            "unknown-medarbeider", key, value=f'"{leder}"', what=what, expected=expected
        )
