"""The municipalities that are looked at."""

from __future__ import annotations

from collections.abc import Sequence

from hageplan.errors import RequestError
from hageplan.messages import msg
from hageplan.records.workspace import Workspace


def region_of(workspace: Workspace, more: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the municipalities that are covered or considered, and `more`, each once."""
    return tuple(dict.fromkeys((*workspace.dekker, *workspace.vurderer, *more)))


def checked_region(workspace: Workspace, kommuner: Sequence[str]) -> tuple[str, ...]:
    """Return the municipalities whose answers count.

    Raises RequestError where there is none, and for a number that no municipality has.
    """
    unknown = [number for number in kommuner if number not in workspace.kommuner]
    if unknown:
        raise RequestError(msg("no municipality has the number {number}", number=unknown[0]))
    region = region_of(workspace, kommuner)
    if not region:
        raise RequestError(
            msg("no municipality is chosen"),
            msg("choose one with --kommune, or fill in dekker and vurderer in hageplan.toml"),
        )
    return region
