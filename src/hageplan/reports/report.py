"""What reports are made of: what was done, and the figures that would tell of too few."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from hageplan.jobs.periode import Periode
from hageplan.messages import Message, encode
from hageplan.records.workspace import Workspace
from hageplan.reports.report_result import Cell, Part, Report, Section


def report_of(
    part: Part,
    title: Message,
    period: Periode,
    sections: Iterable[Section],
    remarks: Iterable[str],
    *,
    today: date,
    workspace: Workspace,
    outside: int | None = 0,
) -> Report:
    """Return a report; its last remarks say where the records came from, when, on which terms.

    So many companies stand `outside` the target group, None where that may not be told.
    """
    left = (encode("outside", count=outside),) if outside else ()
    sources = (
        encode("data-source", title=one.tittel, licence=one.lisens or "–", date=one.hentet)
        for one in workspace.kilder
    )
    return Report(
        report=part,
        title=title,
        naeringshage=workspace.oppsett.naeringshage.navn,
        period=period.name,
        first=period.first,
        last=period.last,
        today=today,
        example_data=workspace.example_data,
        outside=outside,
        sections=tuple(sections),
        remarks=tuple(dict.fromkeys((*workspace.remarks(), *left, *remarks, *sources))),
    )


MISSING = Cell(kind="missing")
WITHHELD = Cell(kind="withheld")


def text(value: Message | str) -> Cell:
    """Return a cell of words."""
    return Cell(kind="text", text=value)


def count(value: int, basis: int | None = None) -> Cell:
    """Return a cell of a count; what it counts is what it rests on, unless `basis` says."""
    return Cell(kind="count", value=float(value), basis=value if basis is None else basis)


def withhold(
    cells: Sequence[Cell], least: int, *, has_total: bool, also: Collection[int] = ()
) -> tuple[Cell, ...]:
    """Return figures without those that rest on fewer than `least` companies, but on some.

    With `has_total` the last one is the total of the others: then what is withheld must not follow
    from it, so that the smallest others go too until those that went rest on `least` or more
    together and are two or more; where there are none left, the total goes. The parts numbered in
    `also` go in any case.
    """
    parts, total = (cells[:-1], cells[-1:]) if has_total else (cells, ())
    hidden = {n for n, cell in enumerate(parts) if n in also or _is_small(cell, least)}
    is_total_hidden = any(_is_small(cell, least) for cell in total)
    if total and hidden and not is_total_hidden:
        others = [n for n, cell in enumerate(parts) if n not in hidden and cell.basis]
        for number in sorted(others, key=lambda n: parts[n].basis or 0):
            if _is_safe(parts, hidden, least):
                break
            hidden.add(number)
        is_total_hidden = not _is_safe(parts, hidden, least)
    kept = [WITHHELD if n in hidden else cell for n, cell in enumerate(parts)]
    return (*kept, *(WITHHELD if is_total_hidden else cell for cell in total))


def _is_safe(parts: Sequence[Cell], hidden: Iterable[int], least: int) -> bool:
    chosen = [parts[n].basis or 0 for n in hidden]
    return len(chosen) > 1 and sum(chosen) >= least


def _is_small(cell: Cell, least: int) -> bool:
    return cell.basis is not None and 0 < cell.basis < least


def published(section: Section, least: int, *, has_total: bool) -> Section:
    """Return a section whose rows, each figure of which tells of companies, may be published."""
    rows = tuple((row[0], *withhold(row[1:], least, has_total=has_total)) for row in section.rows)
    return section.model_copy(update={"rows": rows})


def is_withheld(number: int, cells: Sequence[Cell], least: int) -> bool:
    """Tell whether a part would have to go where the sum of all the parts is published too."""
    basis = sum(cell.basis or 0 for cell in cells)
    shown = withhold([*cells, count(basis)], least, has_total=True)
    return shown[number].kind == "withheld"


@dataclass(frozen=True)
class Activity:
    """Counts of a period; each beside the companies that it tells of.

    Attributes:
        visits: Visits made, and `visited` the companies.
        answers: Companies that said how interested they are.
        interested: Of these, whose last answer is at least `interessert`.
        new_members: Companies that became members (`medlem_siden`).
        introduced: Companies that were introduced to somebody.
        needs: Companies that told a need, by need, the commonest first.
    """

    visits: int
    visited: int
    answers: int
    interested: int
    new_members: int
    introduced: int
    needs: tuple[tuple[str, int], ...]


def activity(workspace: Workspace, period: Periode, kommuner: Collection[str]) -> Activity:
    """Return what was done in the period in `kommuner`."""
    ours = {b.organisasjonsnummer: b for b in workspace.bedrifter if b.kommunenummer in kommuner}

    def within(day: date | None) -> bool:
        return day is not None and period.first <= day <= period.last

    contacts = [
        c
        for c in sorted(workspace.henvendelser, key=lambda c: c.tid)
        if c.organisasjonsnummer in ours and within(c.tid.date())
    ]
    visits = [c.organisasjonsnummer for c in contacts if c.kanal == "besok" and c.talked]
    latest = {c.organisasjonsnummer: c.interesse for c in contacts if c.interesse}
    told = {(c.organisasjonsnummer, need) for c in contacts for need in c.behov}
    needs = Counter(need for _number, need in told)
    introduced = {
        end
        for kobling in workspace.koblinger
        if within(kobling.tid.date())
        for end in (kobling.organisasjonsnummer, kobling.til)
        if end in ours
    }
    return Activity(
        visits=len(visits),
        visited=len(set(visits)),
        answers=len(latest),
        interested=sum(grade in ("interessert", "forpliktet") for grade in latest.values()),
        new_members=sum(within(b.medlem_siden) for b in ours.values()),
        introduced=len(introduced),
        needs=tuple(sorted(needs.items(), key=lambda item: (-item[1], item[0]))),
    )
