"""Which companies may be visited at all, and why the others not."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hageplan.interest.model.population import History
from hageplan.messages import encode
from hageplan.records.bedrift import Bedrift
from hageplan.records.logg import Henvendelse
from hageplan.records.workspace import Workspace

if TYPE_CHECKING:
    from hageplan.records.plan import Reason


@dataclass(frozen=True)
class Excluded:
    """A company that is not to be visited now; `detail` is a coded remark."""

    bedrift: Bedrift
    reason: Reason
    detail: str


def select(
    workspace: Workspace, kommuner: Collection[str], history: History, today: date
) -> tuple[tuple[Bedrift, ...], tuple[Excluded, ...]]:
    """Return the companies of `kommuner` that may be visited, and the others with the reason."""
    rest = timedelta(days=workspace.oppsett.planlegging.karens_dager)
    chosen: list[Bedrift] = []
    excluded: list[Excluded] = []
    for bedrift in workspace.bedrifter:
        if bedrift.kommunenummer not in kommuner:
            continue
        obstacle = _obstacle(bedrift, history.get(bedrift.organisasjonsnummer, ()), today, rest)
        if obstacle is None:
            chosen.append(bedrift)
        else:
            excluded.append(Excluded(bedrift, *obstacle))
    return tuple(chosen), tuple(excluded)


def _obstacle(
    bedrift: Bedrift, contacts: tuple[Henvendelse, ...], today: date, rest: timedelta
) -> tuple[Reason, str] | None:
    if bedrift.reservert:
        return "opted-out", ""
    if bedrift.status == "nedlagt":
        return "closed-down", ""
    if bedrift.status == "avslag":
        return "declined", ""
    met = [c.tid.date() for c in contacts if c.kanal in ("besok", "mote")]
    if met and today - met[-1] < rest:
        return "recently-contacted", encode("", date=met[-1], again=met[-1] + rest)
    return None
