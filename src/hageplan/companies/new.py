"""A company that is new to the workspace."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hageplan.companies.edit import PlannedChange, checked, outside_of, shown_values
from hageplan.companies.renumber import free_number
from hageplan.companies.result import CompanyChange, FieldEdit
from hageplan.companies.status import Values
from hageplan.errors import RequestError
from hageplan.messages import msg
from hageplan.records.bedrift import Bedrift
from hageplan.records.spelling import compact, control_digit, name_key
from hageplan.records.workspace import Workspace
from hageplan.workspace.append import addition, bedrift_tables, content_of
from hageplan.workspace.lookup import find_kommune, same_or_alike
from hageplan.workspace.privacy_files import read_forgotten

_NUMBERS = 10_000_000
"""Runs of seven digits: what stands between the 0 and the check digit."""


@dataclass(frozen=True, kw_only=True)
class NewCompany:
    """What is said of a new company: its name, its municipality by name or number, and the rest.

    `orgnr` is "" for a company that has none yet; `values` are fields by their keys.
    """

    navn: str
    kommune: str
    orgnr: str
    values: Values


def new_company(folder: Path, workspace: Workspace, said: NewCompany) -> Bedrift:
    """Return the company that is said, with a number; raises RequestError where it cannot be."""
    region = (*workspace.dekker, *workspace.vurderer)
    kommune = find_kommune(said.kommune, workspace.kommuner, region).kommunenummer
    if read_forgotten(folder).has_company(compact(said.orgnr), said.navn, kommune):
        raise RequestError(
            msg("{company} has been erased and cannot be added again", company=said.navn)
        )
    number = (
        free_number(folder, workspace, said.orgnr, "")
        if said.orgnr
        else free_provisional(folder, workspace, said.navn, kommune)
    )
    if number in workspace.bedrift_by_number or number in _opted_out(workspace):
        raise RequestError(msg("{number} has opted out or been erased", number=number))
    head = {"organisasjonsnummer": number, "navn": said.navn, "kommunenummer": kommune}
    return checked(head, {k: v for k, v in said.values.items() if v is not None})


def free_provisional(folder: Path, workspace: Workspace, navn: str, kommunenummer: str) -> str:
    """Return a provisional number that nobody has, or had who was forgotten."""
    forgotten = read_forgotten(folder)
    taken = {*workspace.bedrift_by_number, *_opted_out(workspace)}
    return provisional_number(navn, kommunenummer, lambda one: one in taken or forgotten.has(one))


def plan_new(
    folder: Path, workspace: Workspace, bedrift: Bedrift, *, dry_run: bool
) -> PlannedChange:
    """Return what adding a company writes; raises RequestError or RecordsError."""
    ((path, tables),) = bedrift_tables(folder, [bedrift], workspace.kommuner).items()
    before = content_of(path)
    after = before + addition(path, before, tables)
    name = path.relative_to(folder).as_posix()
    place = f"{name}:{_last_table(after)}"
    edits = (
        FieldEdit(field=key, before=None, after=value, place=place)
        for key, value in shown_values(bedrift)
    )
    change = CompanyChange(
        action="ny",
        organisasjonsnummer=bedrift.organisasjonsnummer,
        navn=bedrift.navn,
        edits=tuple(edits),
        alike=tuple(one.navn for one in same_or_alike(bedrift.navn, workspace.bedrifter)),
        outside=outside_of(workspace, bedrift),
        dry_run=dry_run,
    )
    return PlannedChange(change=change, contents={path: after})


def _opted_out(workspace: Workspace) -> set[str]:
    return {one.organisasjonsnummer for one in workspace.reservasjoner}


def _last_table(text: bytes) -> int:
    """Return the line of the last company's heading."""
    return text[: text.rindex(b"[[bedrift]]")].count(b"\n") + 1


def provisional_number(navn: str, kommunenummer: str, is_taken: Callable[[str], bool]) -> str:
    """Return an organisasjonsnummer that no register gives, for a company that has none.

    It begins with 0. The same company gets the same one in every copy of a workspace, as long as it
    is not taken: who adds it twice is told so.
    """
    told = f"{kommunenummer} {name_key(navn)}"
    first = int(hashlib.sha256(told.encode()).hexdigest(), 16)
    for step in range(_NUMBERS):
        digits = f"0{(first + step) % _NUMBERS:07}"
        check = control_digit(digits)
        if check is not None and not is_taken(f"{digits}{check}"):
            return f"{digits}{check}"
    raise OverflowError("every provisional number is taken")
