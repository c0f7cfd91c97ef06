"""Read a whole workspace: every record that is right, and every fault that is not."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from hageplan.errors import Problem, RecordsError
from hageplan.messages import msg
from hageplan.records.base import RecordT
from hageplan.records.bedrift import Bedrift, Ressurs
from hageplan.records.entries import counting
from hageplan.records.hendelser import Hendelse
from hageplan.records.kommune import Kommune, Kommuner, Virksomhetstall
from hageplan.records.logg import LOG_TABLES, Avtale, Henvendelse, Kobling, Oppfolging
from hageplan.records.memory import Kalenderhendelse, Kilde, Oppsummert
from hageplan.records.naeringshage import Oppsett
from hageplan.records.personvern import Anonym, Reservasjon
from hageplan.records.settings.veier import Veier
from hageplan.records.workspace import Workspace
from hageplan.workspace.checks import crosscheck
from hageplan.workspace.checks.duplicates import duplicates
from hageplan.workspace.checks.group import check_group, leaves_nobody
from hageplan.workspace.checks.log import resources_twice
from hageplan.workspace.faults import problem_from
from hageplan.workspace.files import REPAIR, Loc, TomlFile, read_toml
from hageplan.workspace.find import (
    ANONYME_FILE,
    BEDRIFTER,
    HENDELSER,
    KALENDER_FILE,
    KOMMUNER_FILE,
    LOGG,
    OPPSUMMERT_FILE,
    RESSURSER_FILE,
    SETTINGS_FILE,
    VIRKSOMHETER_FILE,
    example_dir,
)
from hageplan.workspace.kilder import read_kilder
from hageplan.workspace.located import Located, Reading
from hageplan.workspace.lookup import nearest, unambiguous
from hageplan.workspace.partial import read_kommuner, read_ressurser
from hageplan.workspace.privacy_files import RESERVERT_FILE, with_reservations
from hageplan.workspace.sound import concerns_all, without_faulty

VEIER_FILE: Final = "veier.toml"


def load(folder: Path | None = None, *, today: date | None = None) -> Workspace:
    """Return the workspace in `folder`, by default the example region.

    With `today`, an answer of a later day is an error. Raises RecordsError with all faults if
    there is an error; warnings pass.
    """
    folder = folder or example_dir()
    found, problems = _read(folder, today)
    if errors := _errors(problems):
        raise _faulty(folder, errors)
    return _workspace(found)


def load_sound(
    folder: Path, *, today: date | None = None, of_group: bool = False
) -> tuple[Workspace, tuple[Problem, ...]]:
    """Return the workspace without the records that have errors, and those errors.

    A fault of one company, or of one entry of the log, must not hide all others. Raises
    RecordsError, with all faults, where one concerns more than that (see `workspace.sound`); where
    somebody of the target group is needed, so is a group that leaves nobody.
    """
    found, problems = _read(folder, today)
    if of_group:
        problems += leaves_nobody(found.reading, _workspace(found))
    errors = _errors(problems)
    if not errors:
        return _workspace(found), ()
    if any(map(concerns_all, errors)):
        raise _faulty(folder, errors)
    sound = without_faulty(found.reading, errors)
    workspace = _workspace(replace(found, reading=sound.reading))
    return replace(workspace, unread=sound.unread), tuple(sorted(sound.faults, key=importance))


def _errors(problems: Iterable[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.severity == "error"]


def _faulty(folder: Path, errors: list[Problem]) -> RecordsError:
    return RecordsError(msg("there are errors in the files in {folder}", folder=folder), errors)


def read_workspace(
    folder: Path, today: date | None = None
) -> tuple[Workspace, tuple[Problem, ...]]:
    """Return what is right in `folder`, and all faults: errors first, then by file and line."""
    found, problems = _read(folder, today)
    problems += duplicates(found.reading.bedrifter)
    workspace = _workspace(found)
    problems += check_group(found.reading, workspace)
    return workspace, tuple(sorted(problems, key=importance))


@dataclass(frozen=True, kw_only=True)
class _Found:
    """What the files hold, with the municipalities as the workspace has them."""

    reading: Reading
    kommuner: Kommuner
    kilder: tuple[Kilde, ...]


def _read(folder: Path, today: date | None) -> tuple[_Found, list[Problem]]:
    """Return what is right in `folder`, all errors and most warnings."""
    reading, problems = read_files(folder)
    kilder, faults = read_kilder(folder)
    problems += faults
    kommuner = read_kommuner().replaced(k.record for k in reading.kommuner)
    problems += crosscheck(reading, kommuner, today)
    return _Found(reading=reading, kommuner=kommuner, kilder=kilder), problems


def _workspace(found: _Found) -> Workspace:
    reading = found.reading
    oppsett = reading.oppsett.record if reading.oppsett else Oppsett()
    hage = oppsett.naeringshage
    contacts = tuple(h.record for h in reading.henvendelser)
    counted = counting(contacts)
    kept = {id(contact) for contact in counted}
    reservasjoner = tuple(r.record for r in reading.reservasjoner)
    return Workspace(
        oppsett=oppsett,
        kommuner=found.kommuner,
        dekker=unambiguous(hage.dekker, found.kommuner),
        vurderer=unambiguous(hage.vurderer, found.kommuner),
        bedrifter=with_reservations((b.record for b in reading.bedrifter), reservasjoner),
        henvendelser=counted,
        avtaler=tuple(a.record for a in reading.avtaler),
        oppfolginger=tuple(o.record for o in reading.oppfolginger),
        veier=reading.veier.record if reading.veier else Veier(),
        rettet=tuple(contact for contact in contacts if id(contact) not in kept),
        reservasjoner=reservasjoner,
        anonyme=tuple(a.record for a in reading.anonyme),
        koblinger=counting(k.record for k in reading.koblinger),
        hendelser=tuple(h.record for h in reading.hendelser),
        ressurser=tuple(r.record for r in reading.ressurser) or read_ressurser(),
        kilder=found.kilder,
        virksomheter=reading.virksomheter.record if reading.virksomheter else None,
    )


def importance(problem: Problem) -> tuple[bool, bool, str, int]:
    """Return what faults are sorted by: errors first, whole files before lines, then by place."""
    whole_file = problem.code in ("unreadable", "not-utf8", "toml-syntax")
    return problem.severity == "warning", not whole_file, problem.file, problem.line or 0


@contextmanager
def _kept() -> Iterator[None]:
    """Look for no garbage meanwhile.

    All that is read is kept, and to look through it again and again takes longer than to read it.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        # What was read goes to those objects that are looked at least.
        gc.freeze()
        gc.unfreeze()
        if was:
            gc.enable()


@_kept()
def read_files(folder: Path) -> tuple[Reading, list[Problem]]:
    """Read and validate every file by itself; what records say of each other comes later."""
    problems: list[Problem] = []
    oppsett = _whole_file(folder, SETTINGS_FILE, Oppsett, problems)
    kommuner = _tables_in(folder, KOMMUNER_FILE, Kommune, problems)
    before = len(problems)
    company_files = _files_in(folder, f"{BEDRIFTER}/*.toml", {"bedrift"}, problems)
    bedrifter = _tables_of(company_files, Bedrift, problems)
    incomplete = len(problems) > before
    damaged: list[Problem] = []
    log_files = _files_in(folder, f"{LOGG}/*.toml", set(LOG_TABLES), damaged)
    happening_files = _files_in(folder, f"{HENDELSER}/*.toml", {Hendelse.TABLE}, damaged)
    problems += [replace(p, todo=REPAIR) if p.code == "toml-syntax" else p for p in damaged]
    reading = Reading(
        oppsett=oppsett,
        kommuner=kommuner,
        bedrifter=bedrifter,
        henvendelser=_tables_of(log_files, Henvendelse, problems),
        avtaler=_tables_of(log_files, Avtale, problems),
        oppfolginger=_tables_of(log_files, Oppfolging, problems),
        koblinger=_tables_of(log_files, Kobling, problems),
        hendelser=_tables_of(happening_files, Hendelse, problems),
        veier=_whole_file(folder, VEIER_FILE, Veier, problems),
        reservasjoner=_tables_in(folder, RESERVERT_FILE, Reservasjon, problems),
        anonyme=_tables_in(folder, ANONYME_FILE, Anonym, problems),
        ressurser=_tables_in(folder, RESSURSER_FILE, Ressurs, problems),
        virksomheter=_whole_file(folder, VIRKSOMHETER_FILE, Virksomhetstall, problems),
        files={file.name: file for file in (*company_files, *log_files, *happening_files)},
        misses_bedrifter=incomplete,
    )
    return reading, problems


def read_resources(path: Path) -> tuple[Ressurs, ...]:
    """Return the resources of another file than the workspace's; raises RecordsError."""
    problems: list[Problem] = []
    files = _read_files([(path, str(path))], {"ressurs"}, problems)
    found = _tables_of(files, Ressurs, problems)
    problems += resources_twice(found)
    if problems:
        raise RecordsError(msg("{name} has errors", name=path.name), problems)
    return tuple(one.record for one in found)


def read_hendelser(folder: Path) -> tuple[Kalenderhendelse, ...]:
    """Return what calendars were given before; raises RecordsError."""
    problems: list[Problem] = []
    found = _tables_in(folder, KALENDER_FILE, Kalenderhendelse, problems)
    if problems:
        raise RecordsError(msg("{name} has errors", name=KALENDER_FILE), problems)
    return tuple(one.record for one in found)


def read_oppsummert(folder: Path) -> Oppsummert | None:
    """Return what the weekly summary has reported, None if it has reported nothing yet.

    Raises RecordsError.
    """
    problems: list[Problem] = []
    found = _whole_file(folder, OPPSUMMERT_FILE, Oppsummert, problems)
    if problems:
        todo = msg(
            "restore it from a backup, or delete it; the last whole week is then summarised again"
        )
        what = msg("{name} (a list of what has been summarised) has errors", name=OPPSUMMERT_FILE)
        raise RecordsError(what, [replace(problem, todo=todo) for problem in problems])
    return found.record if found else None


def _files_in(
    folder: Path, pattern: str, tables: set[str], problems: list[Problem]
) -> list[TomlFile]:
    """Return the readable files that match, by name; `tables` are what they may hold."""
    paths = sorted(folder.glob(pattern))
    names = (path.relative_to(folder).as_posix() for path in paths)
    return _read_files(zip(paths, names, strict=True), tables, problems)


def _read_files(
    paths: Iterable[tuple[Path, str]], tables: set[str], problems: list[Problem]
) -> list[TomlFile]:
    files = []
    for path, name in paths:
        file, faults = read_toml(path, name)
        problems += faults
        if file is not None:
            problems += _unknown_tables(file, tables)
            files.append(file)
    return files


def _whole_file(
    folder: Path, name: str, model: type[RecordT], problems: list[Problem]
) -> Located[RecordT] | None:
    keys = set(model.model_fields)
    for file in _files_in(folder, name, keys, problems):
        known = {key: value for key, value in file.data.items() if key in keys}
        return _validated(file, (), known, model, problems)
    return None


def _tables_in(
    folder: Path, name: str, model: type[RecordT], problems: list[Problem]
) -> tuple[Located[RecordT], ...]:
    """Return the right tables of a file that has no others."""
    files = _files_in(folder, name, {model.TABLE}, problems)
    return _tables_of(files, model, problems)


def _tables_of(
    files: Iterable[TomlFile], model: type[RecordT], problems: list[Problem]
) -> tuple[Located[RecordT], ...]:
    """Return the right tables of all files: those called as their record is."""
    key = model.TABLE
    found: list[Located[RecordT] | None] = []
    for file in files:
        tables = file.data.get(key, [])
        if isinstance(tables, list):
            found += [_validated(file, (key, n), t, model, problems) for n, t in enumerate(tables)]
        else:
            problems.append(_single_table(file, key))
    return tuple(located for located in found if located is not None)


def _unknown_tables(file: TomlFile, known: set[str]) -> Iterator[Problem]:
    for key in file.data.keys() - known:
        near = nearest(key, sorted(known))
        yield Problem(
            severity="error",
            code="unknown-table",
            file=file.name,
            line=file.line((key,)) or file.line((key, 0)),
            key=key,
            what=msg("unknown key"),
            expected=msg("one of: {keys}", keys=", ".join(sorted(known))),
            todo=msg("did you mean {key}?", key=near or min(known)),
        )


def _single_table(file: TomlFile, key: str) -> Problem:
    return Problem(
        severity="error",
        code="single-table",
        file=file.name,
        line=file.line((key,)),
        key=key,
        what=msg("{key} is written as a single table", key=key),
        expected=msg("[[{key}]] with two brackets, before each", key=key),
    )


def _validated(
    file: TomlFile, loc: Loc, table: object, model: type[RecordT], problems: list[Problem]
) -> Located[RecordT] | None:
    """Return the record; one with faults keeps what is right, so that later checks see it too."""
    try:
        return Located(model.model_validate(table), file, loc)
    except ValidationError as fault:
        errors = _first_causes(fault.errors(include_url=False))
    problems += [problem_from(error, file, loc, model) for error in errors]
    try:
        sound = _without(table, [error["loc"] for error in errors])
        return Located(model.model_validate(sound), file, loc, is_whole=False)
    except ValidationError:
        return None


def _first_causes(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """Leave out that a list is too short if its entries are faulty: those count as none."""
    above = {error["loc"][:-1] for error in errors}
    return [e for e in errors if e["type"] != "too_short" or e["loc"] not in above]


def _without(table: object, faulty: Iterable[Loc]) -> object:
    """Return a table without its faulty keys; of an array of tables only the faulty ones go."""
    if not isinstance(table, dict):
        return table
    sound = dict(table)
    items = {loc[:2] for loc in faulty if len(loc) > 1 and isinstance(loc[1], int)}
    for key in {loc[0] for loc in faulty if loc and loc[:2] not in items}:
        sound.pop(key, None)
    for key in {key for key, _ in items} & sound.keys():
        sound[key] = [item for n, item in enumerate(sound[key]) if (key, n) not in items]
    return sound
