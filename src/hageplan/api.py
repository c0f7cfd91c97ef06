"""The library's front door: each function joins records, providers and domain.

What a function needs is imported in it: asking for a score must not wait for the solver.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hageplan.imports.compare import ImportPlan, SourceRead
    from hageplan.imports.sources.addresses import Geocoded
    from hageplan.imports.sources.brreg import Service
    from hageplan.imports.sources.survey import Answers
    from hageplan.imports.sources.table import Table
    from hageplan.imports.sources.visits import Visits
    from hageplan.matching.introduce import Introduced
    from hageplan.matching.match import MatchRequest
    from hageplan.matching.result import Koblingsliste
    from hageplan.records.logg import Entry
    from hageplan.records.memory import SourceSnapshot
    from hageplan.records.workspace import Workspace
    from hageplan.tours.solve.solver import Progress


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


def read_rows(
    workspace: Workspace,
    table: Table,
    file: str,
    columns: Mapping[str, str],
    *,
    kommuner: Sequence[str] = (),
    by_name: bool = False,
) -> SourceRead:
    """Return the companies of a table's rows; they can be read once.

    `columns` (field to heading) wins over the headings that are recognised. With `kommuner` (names
    or numbers) rows of others are passed over, and of the register's tables those outside the
    region; a table without a column for it is all of the one that is named. With `by_name` a row
    without a number is looked for by name and place. Raises RequestError.
    """
    from hageplan.imports.compare import SourceRead
    from hageplan.imports.sources.companies import read_companies
    from hageplan.imports.sources.headings import map_columns, register_of
    from hageplan.imports.sources.identity import Names

    is_register = register_of(table.header) is not None
    asked = kommunenumre(workspace, kommuner) if kommuner or is_register else ()
    only = asked[0] if kommuner and len(asked) == 1 else None
    mapping = map_columns(table.header, columns, by_name=by_name, in_one_kommune=only is not None)
    wanted = frozenset(asked) if asked else None
    found = read_companies(
        table.rows,
        mapping,
        _kommune_finder(workspace),
        wanted=wanted,
        kommune=None if "kommune" in mapping else only,
        is_register=is_register,
        identify=Names(workspace.bedrifter).find if by_name else None,
    )
    headings = {field: table.header[number] for field, number in mapping.items()}
    return SourceRead(file, found, table.encoding, table.delimiter, table.header, headings, wanted)


def read_answers(workspace: Workspace, table: Table, file: str, *, today: date) -> Answers:
    """Return the answers of a form's rows; see `hageplan.imports.sources.survey.read_answers`."""
    from hageplan.imports.sources.identity import Names
    from hageplan.imports.sources.survey import read_answers as read

    return read(
        table,
        file,
        workspace.oppsett.skjema,
        {bedrift.organisasjonsnummer: bedrift.navn for bedrift in workspace.bedrifter},
        Names(workspace.bedrifter).find,
        _kommune_finder(workspace),
        (one for one in (*workspace.henvendelser, *workspace.rettet) if one.kanal == "skjema"),
        today,
    )


def read_visits(workspace: Workspace, file: Path, medarbeider: str, now: datetime) -> Visits:
    """Return the visits in a calendar file; see `hageplan.imports.sources.visits.read_visits`.

    Raises RequestError, also where there is no such medarbeider.
    """
    from hageplan.errors import RequestError
    from hageplan.imports.sources.visits import read_visits as read
    from hageplan.messages import msg

    people = [person.id for person in workspace.oppsett.medarbeider]
    if not medarbeider and len(people) == 1:
        medarbeider = people[0]
    if medarbeider not in people:
        raise RequestError(
            msg("there is no medarbeider {name}", name=medarbeider)
            if medarbeider
            else msg("it is not said whose calendar it is"),
            msg("say whose calendar it is: --medarbeider {name}", name="|".join(people) or "ID"),
        )
    return read(file, workspace, medarbeider, now)


def read_register(
    workspace: Workspace, files: Sequence[Path], kommuner: Sequence[str]
) -> SourceRead:
    """Return the places in municipalities (names or numbers) of the register's own bulk files.

    They are JSON or CSV, packed or not, and read as they stream by. Raises RequestError.
    """
    from hageplan.errors import RequestError
    from hageplan.imports.compare import SourceRead
    from hageplan.imports.sources.bulk import is_json, read_json
    from hageplan.imports.sources.headings import register_of
    from hageplan.imports.sources.table import open_table
    from hageplan.imports.sources.units import joined, places_of, read_units
    from hageplan.messages import msg

    numbers = _asked_kommuner(workspace, kommuner)
    most_mb = workspace.oppsett.innlesing.maks_megabyte
    found = []
    headings: dict[str, str] = {}
    for file in files:
        if is_json(file, most_mb):
            found.append(read_units(read_json(file, most_mb), numbers))
            continue
        with open_table(file, most_mb) as table:
            if register_of(table.header) is None:
                raise RequestError(
                    msg("{path}: not a table of Enhetsregisteret", path=file),
                    msg("bring in other lists with: hageplan import csv"),
                )
            read = read_rows(workspace, table, file.name, {}, kommuner=numbers)
        found.append(read.rows)
        headings |= read.headings
    names = ", ".join(file.name for file in files)
    places = places_of(joined(found), workspace.bedrifter)
    return SourceRead(names, places, headings=headings, kommuner=frozenset(numbers))


def fetch_register(
    workspace: Workspace,
    service: Service,
    kommuner: Sequence[str],
    said: SourceSnapshot,
    *,
    today: date,
) -> SourceRead:
    """Return the places in municipalities (names or numbers) that Enhetsregisteret's service has.

    Of companies that it had there before (`said`) and has no longer it is asked one by one. Raises
    `hageplan.errors.ServiceError`.
    """
    from hageplan.imports.compare import SourceRead
    from hageplan.imports.sources.brreg import fetch_unit, fetch_units
    from hageplan.imports.sources.companies import Read
    from hageplan.imports.sources.units import joined, news_of, places_of, read_units
    from hageplan.records.memory import REGISTER

    numbers = _asked_kommuner(workspace, kommuner)
    read = read_units(fetch_units(service, numbers, today), numbers)
    there = {one.bedrift.organisasjonsnummer for one in read.candidates}
    lost = [
        bedrift
        for bedrift in workspace.bedrifter
        if bedrift.organisasjonsnummer in said.keys() - there
        and bedrift.kommunenummer in numbers
        and bedrift.status != "nedlagt"
    ]
    news = []
    for bedrift in lost:
        unit = fetch_unit(service, bedrift.organisasjonsnummer)
        if unit is not None and (candidate := news_of(bedrift, unit)):
            news.append(candidate)
    places = places_of(read, workspace.bedrifter)
    return SourceRead(
        REGISTER, joined([places, Read(tuple(news), ())]), kommuner=frozenset(numbers)
    )


def geocode(
    workspace: Workspace,
    said: SourceSnapshot,
    kommuner: Sequence[str],
    pause: Callable[[], None],
    progress: Progress = lambda _: None,
) -> Geocoded:
    """Look up where the companies without coordinates are; see `sources.addresses.look_up`.

    `kommuner` are names or numbers (none: all); `pause` is called before each request.
    """
    from hageplan.imports.sources.addresses import look_up

    numbers = kommunenumre(workspace, kommuner) if kommuner else ()
    wanted = [b for b in workspace.bedrifter if not numbers or b.kommunenummer in numbers]
    return look_up(workspace.oppsett.innlesing.adresse_url, wanted, said, pause, progress)


def kommunenumre(workspace: Workspace, kommuner: Sequence[str]) -> tuple[str, ...]:
    """Return the numbers of municipalities (names or numbers), the region's where none is named.

    Raises RequestError.
    """
    found = map(_kommune_finder(workspace), kommuner)
    return tuple(dict.fromkeys(found)) or (*workspace.dekker, *workspace.vurderer)


def _asked_kommuner(workspace: Workspace, kommuner: Sequence[str]) -> tuple[str, ...]:
    """Return what `kommunenumre` does; raises RequestError where there is none to ask for."""
    from hageplan.errors import RequestError
    from hageplan.messages import msg

    numbers = kommunenumre(workspace, kommuner)
    if not numbers:
        raise RequestError(
            msg("no municipality is named"),
            msg('name some: --kommune Tynset, or dekker = ["Tynset"] in hageplan.toml'),
        )
    return numbers


def _kommune_finder(workspace: Workspace) -> Callable[[str], str]:
    """Return what gives the number of the municipality that a text names; raises RequestError."""
    from hageplan.workspace.lookup import find_kommune

    region = (*workspace.dekker, *workspace.vurderer)
    return lambda text: find_kommune(text, workspace.kommuner, region).kommunenummer


def compare_import(
    workspace: Workspace, read: SourceRead, said: SourceSnapshot, is_kept_out: Callable[[str], bool]
) -> ImportPlan:
    """Return what bringing the companies of a source into `workspace` would do.

    `said` is what the source said last time; `is_kept_out` tells of an organisasjonsnummer that was
    forgotten.
    """
    from hageplan.imports.compare import compare

    numbers = (one.bedrift.organisasjonsnummer for one in read.rows.candidates)
    opted_out = {one.organisasjonsnummer for one in workspace.reservasjoner}
    opted_out |= {number for number in numbers if is_kept_out(number)}
    return compare(read.rows, workspace.bedrifter, said, opted_out, read.kommuner)
