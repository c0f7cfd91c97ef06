"""Plan what an erasure removes from a workspace, and apply it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Literal

from hageplan.mail.mentions import letter_days, letters_about
from hageplan.privacy.erase import erase_from_files
from hageplan.privacy.leftovers import mentions_left
from hageplan.privacy.result import ErasurePlan, Leftover, Removal
from hageplan.privacy.retention import Expired, expired
from hageplan.privacy.stored import backup_days, plan_days
from hageplan.privacy.target import ErasureTarget, company_target, left_anonymous
from hageplan.records.personvern import (
    Kvittering,
    company_traces,
    fingerprint,
    note_trace,
    traces_of,
)
from hageplan.records.workspace import Workspace
from hageplan.workspace.journal import change_files
from hageplan.workspace.kilder import kept_files
from hageplan.workspace.privacy_files import (
    anonymous_file,
    read_forgotten,
    read_salt,
    receipt_files,
)


def plan_forget(
    folder: Path, workspace: Workspace, target: ErasureTarget, today: date, new_salt: str
) -> ErasurePlan:
    """Return what forgetting `target` removes; writes nothing.

    `new_salt` is that of a workspace that has none yet.
    """
    kind: Literal["bedrift", "person"] = "bedrift" if target.numbers else "person"
    return _plan(folder, workspace, target, kind, today=today, new_salt=new_salt)


def plan_purge(folder: Path, workspace: Workspace, today: date, new_salt: str) -> ErasurePlan:
    """Return what goes because it was kept as long as the settings say; writes nothing."""
    old = expired(workspace, today)
    target = company_target(old.sole_traders, workspace, old)
    return _plan(folder, workspace, target, "frist", today=today, new_salt=new_salt)


def apply(folder: Path, plan: ErasurePlan) -> Path:
    """Write all files and the receipt, and remove those that go as a whole, in one change.

    What imports keep for themselves goes too: it holds companies as they were.

    Returns the receipt's file. Raises RequestError where one cannot be written.
    """
    receipt = receipt_files(folder, plan.receipt, plan.salt)
    gone = dict.fromkeys((*plan.deleted, *kept_files(folder)))
    change_files(folder, {**plan.contents, **receipt, **gone})
    return list(receipt)[-1]


def _plan(
    folder: Path,
    workspace: Workspace,
    target: ErasureTarget,
    kind: Literal["bedrift", "person", "frist"],
    *,
    today: date,
    new_salt: str,
) -> ErasurePlan:
    erased = erase_from_files(folder, target)
    letters, unclear = _letters_of(folder, target)
    whole = [("brev", path) for path in letters]
    if target.expired is not None:
        whole += _expired_files(folder, target.expired, letters)
    names = {path: path.relative_to(folder).as_posix() for _, path in whole}
    places = (*erased.places, *(Removal(place=names[path], what=code) for code, path in whole))
    removed = dict(sorted(Counter(one.what for one in places).items()))
    left = (*erased.left, *mentions_left(folder, target.anywhere, erased))
    known = {one.place for one in left}
    doubtful = [path.relative_to(folder).as_posix() for path in unclear]
    left += tuple(Leftover(place=name, why="file") for name in doubtful if name not in known)
    left += tuple(Leftover(place=name, why="shared") for name in target.shared)
    left = tuple(one for one in left if one.place not in names.values())
    salt = read_salt(folder) or new_salt
    counts = anonymous_file(folder, left_anonymous(target.numbers, workspace))
    contents: dict[Path, str | bytes] = {**erased.contents, **counts}
    return ErasurePlan(
        removed=removed,
        places=places,
        left=left,
        receipt=Kvittering(
            dato=today,
            hva=kind,
            avtrykk=tuple(
                sorted(fingerprint(one, salt) for one in _traces(folder, target, workspace))
            ),
            fjernet=removed,
            gjenstaar=len(left),
        ),
        salt=salt,
        contents={path: content for path, content in contents.items() if path not in names},
        deleted=tuple(names),
    )


def _traces(folder: Path, target: ErasureTarget, workspace: Workspace) -> frozenset[str]:
    """Return what companies, contact persons and notes are known by again: none comes back.

    A company is known by the numbers too that it had before.
    """
    earlier, by_number = read_forgotten(folder).earlier, workspace.bedrift_by_number
    old = target.expired
    found: set[str] = set()
    for number in target.numbers:
        bedrift = by_number[number]
        for one in (number, *earlier.get(number, ())):
            found |= company_traces(one, bedrift.navn, bedrift.kommunenummer)
    for number in target.contacts | (old.contacts if old else frozenset()):
        found |= traces_of(by_number[number].kontakt, number)
    noted = (by_number[number] for number in (old.noted if old else ()) if number in by_number)
    found |= {note_trace(one.notat, one.organisasjonsnummer) for one in noted if one.notat}
    return frozenset(found)


def _letters_of(folder: Path, target: ErasureTarget) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Return the letters that mention `target`, and those that may, for people to check."""
    if target.in_tables is None or target.anywhere is None:
        return (), ()
    surely = letters_about(folder, target.in_tables)
    return surely, tuple(p for p in letters_about(folder, target.anywhere) if p not in surely)


def _expired_files(
    folder: Path, old: Expired, letters: tuple[Path, ...]
) -> Iterator[tuple[str, Path]]:
    """Give the files that were kept long enough, by kind; `letters` go already."""
    for path, day in plan_days(folder).items():
        if day < old.plans_before:
            yield "plan", path
    for path, day in backup_days(folder).items():
        if day < old.backups_before:
            yield "kopi", path
    for path, day in letter_days(folder).items():
        if day < old.letters_before and path not in letters:
            yield "brev", path
