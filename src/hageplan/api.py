"""The library's front door: each function joins records, providers and domain.

What a function needs is imported in it: asking for a score must not wait for the solver.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hageplan.matching.introduce import Introduced
    from hageplan.matching.match import MatchRequest
    from hageplan.matching.result import Koblingsliste
    from hageplan.records.logg import Entry
    from hageplan.records.workspace import Workspace


def match(
    workspace: Workspace, request: MatchRequest | None = None, *, today: date
) -> Koblingsliste:
    """Return who should meet whom; see `hageplan.matching.match.suggest_pairs`."""
    from hageplan.matching.match import MatchRequest, suggest_pairs

    return suggest_pairs(workspace, request or MatchRequest(), today=today)


def introduce(
    folder: Path, workspace: Workspace, organisasjonsnummer: str, said: Introduced, now: datetime
) -> tuple[Path, tuple[Entry, ...]]:
    """Write an introduction into the log, with the task that follows it up, as `log` does."""
    from hageplan.matching.introduce import introduction
    from hageplan.workspace.append import append_entries

    taken = _ids_of(folder, organisasjonsnummer)
    made, task = introduction(organisasjonsnummer, said, workspace, taken, now)
    return append_entries(folder, made.tid.year, (made, task)), (made, task)


def take_back(
    folder: Path, workspace: Workspace, organisasjonsnummer: str, til: str, now: datetime
) -> tuple[Path, tuple[Entry, ...]]:
    """Write an entry that takes back an introduction, as `introduce` does."""
    from hageplan.matching.introduce import introduction_of, taken_back
    from hageplan.workspace.append import append_entries

    made = introduction_of(organisasjonsnummer, til, workspace)
    entry = taken_back(made, _ids_of(folder, made.organisasjonsnummer), now)
    return append_entries(folder, entry.tid.year, (entry,)), (entry,)


def _ids_of(folder: Path, organisasjonsnummer: str) -> frozenset[str]:
    """Return the ids of all of a company's entries, those that no longer count included."""
    from hageplan.records.entries import id_of
    from hageplan.workspace.partial import entries_about

    return frozenset(map(id_of, entries_about(folder, organisasjonsnummer)))
