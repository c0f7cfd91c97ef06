"""Lists of companies from elsewhere: their rows, and under which name a list is remembered."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

from hageplan.imports.sources.companies import Lookup, Place, place_of, read_companies
from hageplan.imports.sources.headings import map_columns, register_of
from hageplan.imports.sources.identity import Names, kommune_finder
from hageplan.imports.sources.rows import CompanyRows
from hageplan.imports.sources.table import SourceTable
from hageplan.records.bedrift import Bedrift
from hageplan.records.memory import BRREG, KARTVERKET, REGNSKAP, Fields, Kilde
from hageplan.records.spelling import ascii_key
from hageplan.records.workspace import Workspace
from hageplan.workspace.lookup import kommuner_of

_DATE: Final = re.compile(r"\d{4}([-_. ]?\d{1,2}){0,2}|\d{1,2}[-_.]\d{1,2}[-_.]\d{2,4}|\(\d+\)")
"""The part of a file's name that differs from month to month or between downloads."""
_MONTH: Final = re.compile(
    r"(?<![a-zæøå])(?:januar|februar|mars|april|mai|juni|juli|august|september|oktober|november"
    r"|desember|january|february|march|may|june|july|october|december)(?![a-zæøå])",
    re.IGNORECASE,
)
_REJECTED: Final = re.compile(r"-(avvist|rejected)(-\d+)?$")
"""How the names of files with rejected rows end."""
_NOT_IN_NAMES: Final = re.compile(r"[^a-z0-9]+")
_KIND_DIGITS: Final = 16


def region_or(kommuner: Sequence[str], workspace: Workspace) -> tuple[str, ...]:
    """Return the numbers of municipalities (names or numbers), the region's where none is named.

    Raises RequestError.
    """
    return kommuner_of(kommuner, workspace) or (*workspace.dekker, *workspace.vurderer)


def read_list(
    workspace: Workspace,
    table: SourceTable,
    columns: Mapping[str, str],
    *,
    kommuner: Sequence[str] = (),
    by_name: bool = False,
    statuses: Mapping[str, str] = MappingProxyType({}),
    snapshot: Mapping[str, Fields] = MappingProxyType({}),
    added: Iterable[Bedrift] = (),
) -> CompanyRows:
    """Return the companies of a table's rows; they can be read once.

    `columns` (field to heading) wins over the headings that are recognised. With `kommuner` (names
    or numbers) rows of others are passed over, and of the register's tables those outside the
    region; a table without a column for it is all of the one that is named. A row without a number
    is of the company that has its name in its municipality, or had it in the `snapshot` of this
    list; with `by_name` of one whose name is like it; or of one that is to be `added`. `statuses`
    are words for a status beside those of the workspace. Raises RequestError.
    """
    is_register = register_of(table.header) is not None
    asked = region_or(kommuner, workspace) if kommuner or is_register else ()
    only = asked[0] if kommuner and len(asked) == 1 else None
    mapping = map_columns(table.header, columns, by_name=by_name, in_one_kommune=only is not None)
    return read_companies(
        table,
        mapping,
        Lookup(
            find_kommune=kommune_finder(workspace),
            identify=Names(workspace.bedrifter).find if by_name else None,
            known=workspace.bedrift_by_number,
            statuses={**statuses, **workspace.oppsett.innlesing.status},
            places=_places(workspace, snapshot),
            added={place_of(b.navn, b.kommunenummer): b.organisasjonsnummer for b in added},
        ),
        wanted=frozenset(asked) if asked else None,
        kommune=None if "kommune" in mapping else only,
        is_register=is_register,
    )


def _places(
    workspace: Workspace, snapshot: Mapping[str, Fields]
) -> dict[Place, tuple[Bedrift, ...]]:
    """Return the companies by name and municipality, as they are and as a list has called them."""
    found: dict[Place, tuple[Bedrift, ...]] = {}
    for number, bedrift in workspace.bedrift_by_number.items():
        said = snapshot.get(number, {})
        before = f"{said.get('navn', '')}", f"{said.get('kommunenummer', '')}"
        for place in {place_of(bedrift.navn, bedrift.kommunenummer), place_of(*before)}:
            found[place] = (*found.get(place, ()), bedrift)
    return found


def kind_of(header: Sequence[str]) -> str:
    """Return what tells lists of one kind from others: a digest of their headings, in any order."""
    plain = {_NOT_IN_NAMES.sub("", ascii_key(heading)) for heading in header} - {""}
    return hashlib.sha256("\n".join(sorted(plain)).encode()).hexdigest()[:_KIND_DIGITS]


def same_kind(form: str, name: str, kilder: Sequence[Kilde]) -> Kilde | None:
    """Return the source of earlier lists of a kind: of several that of this name, or the latest."""
    alike = [kilde for kilde in kilder if form and kilde.form == form]
    named = (kilde for kilde in kilder if kilde.navn == name)
    latest = max(alike, key=lambda kilde: kilde.hentet, default=None)
    return next((kilde for kilde in alike if kilde.navn == name), latest or next(named, None))


def source_name(file: Path, source: str) -> str:
    """Return the name under which a list is remembered: `source`, else its file's without a date.

    Rows that were rejected and corrected are remembered with those of the file they came from.
    """
    usual = _MONTH.sub(" ", _DATE.sub(" ", stem_without_rejected(file.name.partition(".")[0])))
    words = _NOT_IN_NAMES.sub(" ", ascii_key(source or usual)).split()
    name = "-".join(words) or "liste"
    return f"{name}-liste" if name in (BRREG, KARTVERKET, REGNSKAP) else name


def stem_without_rejected(stem: str) -> str:
    """Return the stem of the file that rejected rows came from."""
    return _REJECTED.sub("", stem)
