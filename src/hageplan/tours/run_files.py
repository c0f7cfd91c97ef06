"""What `plan`, `show` and `export` write: the files that people take with them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import nullcontext
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

import tomli_w

from hageplan.command.call import Call
from hageplan.command.results import Writers
from hageplan.records.naeringshage import SOMEBODY
from hageplan.records.plan import Plan
from hageplan.records.workspace import Workspace
from hageplan.tours.files.calendar_events import events_of
from hageplan.tours.files.geojson import plan_geojson
from hageplan.tours.files.itinerary import Itinerary, ask_for_ways, itinerary_of
from hageplan.tours.files.markdown import plan_md
from hageplan.tours.files.table import plan_rows
from hageplan.tours.files.visit_texts import calendar_name
from hageplan.tours.request import dates_of
from hageplan.workspace.find import KALENDER_FILE
from hageplan.workspace.plans import plan_file
from hageplan.workspace.read import read_hendelser

OF_THE_PLAN: Final = frozenset({".csv", ".json"})
"""Files in which nothing stands but the plan."""
TOLD: Final = frozenset({".ics", ".xlsx", ".html", ".md"})
"""Files that tell whom to ask about at each stop."""
DRAWN: Final = frozenset({".gpx", ".html", ".geojson"})
"""Files in which the way is drawn."""


def write_plan(
    call: Call,
    plan: Plan,
    records: Callable[[], Workspace],
    *,
    only: Sequence[str] = (),
    save: bool = False,
) -> Collection[Path]:
    """Write the plan into all files that are wanted, or into none, and return them.

    `only` are ids of people; to `save` it is one of the files. The `records` are asked for where a
    file tells of them. Calendar events are told against those that the workspace remembers, and
    remembered.
    """
    own, endings = plan.of_people(only), call.results.endings
    told: tuple[Itinerary, Workspace] | None = None
    if not endings <= OF_THE_PLAN:
        known, introduce = records(), bool(endings & TOLD)
        itinerary = itinerary_of(plan, known, today=call.today, only=only, introduce=introduce)
        if endings & DRAWN:
            ask_for_ways(itinerary)
        told = itinerary, known
    changes_workspace = save or (".ics" in endings and call.own is not None)
    with call.writing() if changes_workspace else nullcontext() as folder:
        beside = plan_file(folder, plan, call.today) if folder is not None and save else {}
        if told is None:
            written = call.write(own, lambda: plan_rows(own), beside=beside)
            return (*beside, *written)
        writers = _writers(*told, call.today)
        memory: Mapping[Path, str] = {}
        if ".ics" in endings:
            calendar, memory = published(folder, *told, call.today)
            writers = {**writers, ".ics": lambda: calendar}
        written = call.write(own, lambda: plan_rows(own), writers, beside={**beside, **memory})
        return (*beside, *written)


def published(
    folder: Path | None, itinerary: Itinerary, records: Workspace, today: date
) -> tuple[bytes, Mapping[Path, str]]:
    """Return a plan's calendar, told against what the workspace remembers, and its new memory.

    Only who holds the workspace's lock may write the memory, or give the calendar to anybody. The
    example region, without a `folder`, remembers nothing.
    """
    # The library for calendars takes longer to load than all other files take to write.
    from hageplan.tours.files.ics import Organizer, plan_ics

    asked, oppsett = itinerary.plan.request, records.oppsett
    people = [person for person in oppsett.medarbeider if person.id in asked.medarbeidere]
    found = events_of(
        itinerary,
        read_hendelser(folder) if folder is not None else (),
        settings=oppsett.kalender,
        names={number: one.navn for number, one in records.bedrift_by_number.items()},
        last=dates_of(asked, people or [SOMEBODY])[-1],
        today=today,
    )
    calendar = plan_ics(
        found.events,
        calendar_name(itinerary),
        Organizer(
            navn=oppsett.naeringshage.navn,
            epost=oppsett.epost.avsender if oppsett.epost else "",
        ),
        oppsett.kalender.varsel_minutter,
        example=itinerary.plan.example_data,
    )
    if folder is None:
        return calendar, {}
    tables = [one.model_dump(exclude_none=True) for one in found.remembered]
    return calendar, {folder / KALENDER_FILE: tomli_w.dumps({"hendelse": tables})}


def _writers(itinerary: Itinerary, records: Workspace, today: date) -> Writers:
    """Return what writes the files that depend on nothing but the plan and the records.

    The libraries for workbooks, navigators' routes and pages are loaded where those are wanted:
    each takes about a tenth of a second.
    """
    return {
        ".xlsx": partial(_xlsx, itinerary, today),
        ".gpx": partial(_gpx, itinerary),
        ".html": partial(_html, itinerary, records, today),
        ".geojson": partial(plan_geojson, itinerary),
        ".md": partial(plan_md, itinerary),
        ".vcf": partial(_vcf, itinerary, records),
    }


def _xlsx(itinerary: Itinerary, today: date) -> bytes:
    from hageplan.tours.files.workbook import plan_xlsx

    return plan_xlsx(itinerary, today)


def _vcf(itinerary: Itinerary, records: Workspace) -> bytes:
    from hageplan.ui.vcard import vcards

    stops = (visit.stop.organisasjonsnummer for day in itinerary.days for visit in day.visits)
    known = records.bedrift_by_number
    return vcards(known[number] for number in dict.fromkeys(stops) if number in known)


def _gpx(itinerary: Itinerary) -> str:
    from hageplan.tours.files.gpx import plan_gpx

    return plan_gpx(itinerary)


def _html(itinerary: Itinerary, records: Workspace, today: date) -> str:
    from hageplan.interest.score import score
    from hageplan.tours.files.page import plan_html

    found = score(records, today=today, kommuner=itinerary.plan.request.kommuner)
    return plan_html(itinerary, found, today)
