"""Write a plan into the files that people take with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from hageplan.command.running import (
    Place,
    check_excel,
    check_targets,
    tell_written,
    write_files,
    writing,
)
from hageplan.i18n import _

if TYPE_CHECKING:
    from hageplan.records.plan import Plan
    from hageplan.records.workspace import Workspace
    from hageplan.tours.files.calendar_events import CalendarUpdate
    from hageplan.tours.files.itinerary import Itinerary


@dataclass(frozen=True)
class Exports:
    """Which files are wanted; `excel` is of the CSV, `tiles` of the HTML."""

    ics: Path | None = None
    csv: Path | None = None
    xlsx: Path | None = None
    geojson: Path | None = None
    gpx: Path | None = None
    html: Path | None = None
    md: Path | None = None
    excel: bool = False
    tiles: bool = False

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files, in the order of the options."""
        every = (self.ics, self.csv, self.xlsx, self.geojson, self.gpx, self.html, self.md)
        return tuple(path for path in every if path is not None)

    def check(self) -> None:
        """Refuse what does not go together, before anything is planned or written."""
        check_excel(self.csv, excel=self.excel)
        if self.tiles and self.html is None:
            raise typer.BadParameter(_("--tiles goes with --html FILE"))
        if len(set(self.paths)) < len(self.paths):
            raise typer.BadParameter(_("two results cannot be written into one file"))
        check_targets(self.paths)


def write_exports(
    wanted: Exports,
    plan: Plan,
    records: Workspace,
    place: Place,
    today: date,
    *,
    only: Sequence[str] = (),
    quiet: bool,
) -> None:
    """Write the plan into all files that are wanted, or into none; `only` are ids of people.

    Calendar events are told against those that the workspace remembers, and remembered.
    """
    if not wanted.paths:
        return
    from hageplan import api

    told = (wanted.ics, wanted.xlsx, wanted.html, wanted.md)
    introduce = any(path is not None for path in told)
    itinerary = api.itinerary(records, plan, today=today, only=only, introduce=introduce)
    contents = dict(_contents(wanted, itinerary, records, today))
    if wanted.ics is None:
        write_files(contents, quiet=quiet)
        return
    if place.own is None:
        events = api.events(records, itinerary, (), today=today)
        write_files({wanted.ics: _calendar(events, itinerary, records), **contents}, quiet=quiet)
        return
    from hageplan.workspace.write import replace_files

    with writing(place.own, quiet=quiet):
        calendar, remembered = published(place.own, itinerary, records, today)
        contents = {wanted.ics: calendar, **contents}
        replace_files({**remembered, **contents})
    tell_written(contents, quiet=quiet)


def published(
    folder: Path, itinerary: Itinerary, records: Workspace, today: date
) -> tuple[bytes, Mapping[Path, str]]:
    """Return a plan's calendar, told against what the workspace remembers, and its new memory.

    Only who holds the workspace's lock may write the memory, or give the calendar to anybody.
    """
    from hageplan import api
    from hageplan.tours.files.calendar_memory import calendar_files
    from hageplan.workspace.read import read_hendelser

    events = api.events(records, itinerary, read_hendelser(folder), today=today)
    return _calendar(events, itinerary, records), calendar_files(folder, events.remembered)


def _contents(
    wanted: Exports, itinerary: Itinerary, records: Workspace, today: date
) -> Iterator[tuple[Path, str | bytes]]:
    """Give the files that depend on nothing but the plan; each renderer is loaded where wanted."""
    if wanted.csv is not None:
        from hageplan.tours.files.table import plan_csv

        yield wanted.csv, plan_csv(itinerary.own_plan, excel=wanted.excel)
    if wanted.xlsx is not None:
        from hageplan.tours.files.workbook import plan_xlsx

        yield wanted.xlsx, plan_xlsx(itinerary, today)
    if wanted.geojson is not None:
        from hageplan.tours.files.geojson import plan_geojson

        yield wanted.geojson, plan_geojson(itinerary)
    if wanted.gpx is not None:
        from hageplan.tours.files.gpx import plan_gpx

        yield wanted.gpx, plan_gpx(itinerary)
    if wanted.html is not None:
        from hageplan.interest.score import score as score_kommuner
        from hageplan.tours.files.page import plan_html

        score = score_kommuner(records, today=today, kommuner=itinerary.plan.request.kommuner)
        yield wanted.html, plan_html(itinerary, score, today, tiles=wanted.tiles)
    if wanted.md is not None:
        from hageplan.tours.files.markdown import plan_md

        yield wanted.md, plan_md(itinerary)


def _calendar(events: CalendarUpdate, itinerary: Itinerary, records: Workspace) -> bytes:
    from hageplan.tours.files.ics import plan_ics
    from hageplan.tours.files.visit_texts import calendar_name

    alarm = records.oppsett.kalender.varsel_minutter
    example = itinerary.plan.example_data
    return plan_ics(events.events, calendar_name(itinerary), alarm, example=example)
