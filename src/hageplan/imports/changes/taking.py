"""What units that changed come to beside the records: companies, their fields, what happened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from hageplan.imports.changes.happenings import UnitChange, of_end, of_known, of_new
from hageplan.imports.compare import compare
from hageplan.imports.register import RegisterUnits
from hageplan.imports.result import CompanyImport
from hageplan.imports.sources.cells import UnusableError
from hageplan.imports.sources.feed import Update
from hageplan.imports.sources.rows import CompanyRows
from hageplan.imports.sources.units import Unit, company_of_unit, read_units
from hageplan.records.bedrift import Bedrift
from hageplan.records.hendelser import Hendelse
from hageplan.records.memory import BRREG, NLOD, REGISTER, Kilde, SourceSnapshot
from hageplan.records.workspace import Workspace

_ONCE: Final = frozenset({"avvikling", "konkurs", "slettet"})
"""What happens to a company once: later updates that find it so tell nothing new."""


@dataclass(frozen=True, kw_only=True)
class Units:
    """Units as they are now, by number, and what told of them.

    Attributes:
        updates: Those of a page of a feed, by number; none of a list of all units.
        here: Numbers of the municipalities that are looked at.
        since: The day of the last list, of which what was registered since is new.
    """

    units: Mapping[str, Unit]
    updates: Mapping[str, Sequence[Update]] = field(default_factory=dict)
    here: frozenset[str]
    since: date | None = None
    today: date

    def change(self, number: str) -> UnitChange:
        """Return a unit with the updates that told of it."""
        updates = self.updates.get(number, ())
        return UnitChange(unit=self.units[number], updates=updates, today=self.today)


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What the units change in the records, and what happened."""

    companies: CompanyImport
    happenings: tuple[Hendelse, ...]


def take(
    found: Units,
    workspace: Workspace,
    snapshot: SourceSnapshot,
    is_kept_out: Callable[[Bedrift], bool],
    *,
    dry_run: bool,
) -> Taken:
    """Return what `found` changes in `workspace`; `snapshot` is what the register said last.

    Of units that are not in the records those of the municipalities and of the target group come
    in. `is_kept_out` is true of a company that was forgotten.
    """
    kilde = Kilde(navn=BRREG, tittel=REGISTER, lisens=NLOD, hentet=found.today)
    rows = _rows(found, workspace)
    companies = compare(
        rows, workspace, snapshot, is_kept_out, file=REGISTER, source=kilde, dry_run=dry_run
    )
    told = (*_of_records(found, workspace, snapshot), *_of_new(found, companies.new))
    return Taken(companies=companies, happenings=tuple(_news(told, workspace)))


def _rows(found: Units, workspace: Workspace) -> CompanyRows:
    """Return the places among the units: those of the records, and others that are meant."""
    ours = workspace.bedrift_by_number
    rows = read_units(enumerate(found.units.values(), start=1), found.here)
    left = {
        number: unit
        for number, unit in found.units.items()
        if number in ours and number not in rows.companies
    }
    places = RegisterUnits(rows=rows, left=left).places(workspace.bedrifter)
    meant = {
        number: one
        for number, one in places.companies.items()
        if number in ours or not _why_outside(workspace, one.bedrift)
    }
    # What a page does not name is not missing.
    return replace(places, companies=meant, rejected=[], left_out=[], kommuner=frozenset())


def _why_outside(workspace: Workspace, bedrift: Bedrift) -> str:
    return workspace.group.why_outside(bedrift) if workspace.group else ""


def _of_records(found: Units, workspace: Workspace, snapshot: SourceSnapshot) -> Iterator[Hendelse]:
    """Give what happened to the companies of the records that are meant, and to their owners."""
    owned: dict[str, list[Bedrift]] = {}
    for bedrift in workspace.bedrifter:
        if bedrift.overordnet_enhet and bedrift.may_be_visited:
            owned.setdefault(bedrift.overordnet_enhet, []).append(bedrift)
    for number, unit in found.units.items():
        change, before = found.change(number), workspace.bedrift_by_number.get(number)
        now = _company(unit)
        if before is not None and before.may_be_visited and _is_meant(workspace, before, now):
            yield from of_known(before, snapshot.get(number, {}), now, change, found.here)
        for place in owned.get(number, ()):
            if _is_meant(workspace, place, None):
                yield from of_end(place, change)


def _company(unit: Unit) -> Bedrift | None:
    try:
        return company_of_unit(unit)[0]
    except UnusableError:
        return None


def _is_meant(workspace: Workspace, before: Bedrift, now: Bedrift | None) -> bool:
    """Tell whether a company is in the target group, as it was or as it is now."""
    if before.organisasjonsnummer not in workspace.outside:
        return True
    return now is not None and not _why_outside(workspace, now)


def _of_new(found: Units, new: Iterable[Bedrift]) -> Iterator[Hendelse]:
    for bedrift in new:
        yield from of_new(bedrift, found.change(bedrift.organisasjonsnummer), found.since)


def _news(told: Iterable[Hendelse], workspace: Workspace) -> Iterator[Hendelse]:
    """Give what nobody has told before; places that are named by number get their names."""
    known = {one.key for one in workspace.hendelser}
    once = {(one.organisasjonsnummer, one.slag) for one in workspace.hendelser}
    for one in told:
        named, at_all = _with_names(one, workspace), (one.organisasjonsnummer, one.slag)
        if named.key in known or (one.slag in _ONCE and at_all in once):
            continue
        known.add(named.key)
        once.add(at_all)
        yield named


def _with_names(one: Hendelse, workspace: Workspace) -> Hendelse:
    if not one.slag.startswith("flyttet"):
        return one
    kommuner = workspace.kommuner
    names = {
        key: kommuner[number].navn
        for key, number in (("fra", one.fra), ("til", one.til))
        if number in kommuner
    }
    return one.model_copy(update=names)
