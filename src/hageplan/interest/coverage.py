"""How much of each municipality the list of companies has, beside what statistics count there.

What is estimated is of the companies on the list; this tells how many others there are. The two
are not counted alike: statistics count places of business on the first day of a year, and a list
may have owners that have none.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from hageplan.interest.model.classes import Industry, industry_of
from hageplan.records.base import Many, Record
from hageplan.records.bedrift import Bedrift
from hageplan.records.kommune import SIZES, Kommunetall, Virksomhetstall
from hageplan.records.workspace import Workspace

_FROM: Final = tuple(int(size.split("-")[0]) for size in SIZES)


class CoveredPart(Record):
    """A class of companies: how many the list has, and how many there are, None if not known."""

    name: str
    ours: int
    all: int | None


class Coverage(Record):
    """What the list has of a municipality, beside what there is.

    Attributes:
        ours: Companies on the list that have not closed down, and `all` places of business.
        ours_with_employees: Those of them that are known to have employees.
        all_with_employees: Places that have; None where that is not known.
        unknown: Companies on the list whose number of employees is not known.
        table: The number of the statistics' table, and `day` the day that it counts.
        sizes: By employees.
        industries: By industry, as the model of interest groups them.
    """

    kommunenummer: str
    navn: str
    ours: int
    all: int
    ours_with_employees: int
    all_with_employees: int | None
    unknown: int
    table: str
    day: date
    sizes: Many[CoveredPart]
    industries: Many[CoveredPart]


def coverage_of(workspace: Workspace, kommuner: Collection[str] = ()) -> tuple[Coverage, ...]:
    """Return the coverage of `kommuner` (numbers), the region's where none is named.

    Those that the statistics in the workspace do not have are left out.
    """
    counts = workspace.virksomheter
    if counts is None:
        return ()
    wanted = kommuner or (*workspace.dekker, *workspace.vurderer)
    by_number = {one.kommunenummer: one for one in counts.kommunetall}
    there: dict[str, list[Bedrift]] = {number: [] for number in wanted if number in by_number}
    for bedrift in workspace.bedrifter:
        if bedrift.status != "nedlagt" and bedrift.kommunenummer in there:
            there[bedrift.kommunenummer].append(bedrift)
    return tuple(
        _coverage(workspace.kommuner[number].navn, ours, by_number[number], counts)
        for number, ours in there.items()
    )


def _coverage(
    navn: str, ours: list[Bedrift], counted: Kommunetall, source: Virksomhetstall
) -> Coverage:
    without = counted.etter_ansatte.get(SIZES[0])
    known = [one.antall_ansatte for one in ours if one.antall_ansatte is not None]
    divisions: Counter[str] = Counter()
    for division, count in counted.etter_naering.items():
        divisions[industry_of(division).name] += count
    return Coverage(
        kommunenummer=counted.kommunenummer,
        navn=navn,
        ours=len(ours),
        all=counted.alle,
        ours_with_employees=sum(count > 0 for count in known),
        all_with_employees=None if without is None else counted.alle - without,
        unknown=len(ours) - len(known),
        table=source.tabell,
        day=date(source.aar, 1, 1),
        sizes=tuple(_parts(SIZES, map(_size, known), counted.etter_ansatte)),
        industries=tuple(
            _parts(
                [one.name for one in Industry if one is not Industry.UNKNOWN],
                (industry_of(one.naeringskode).name for one in ours),
                divisions,
            )
        ),
    )


def _size(employees: int) -> str:
    return SIZES[bisect_right(_FROM, employees) - 1]


def _parts(
    names: Iterable[str], ours: Iterable[str], counted: Mapping[str, int]
) -> Iterator[CoveredPart]:
    there = Counter(ours)
    for name in names:
        yield CoveredPart(name=name, ours=there[name], all=counted.get(name))


def together(rows: Collection[Coverage], count: Callable[[Coverage], int | None]) -> int | None:
    """Return the sum of a figure over municipalities, None where one of them is not known."""
    figures = [count(row) for row in rows]
    known = [figure for figure in figures if figure is not None]
    return sum(known) if len(known) == len(figures) else None
