"""Open tasks as rows and as a sheet: one a task, the most urgent first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from hageplan.followup.result import Oppfolgingsliste, Oppgave
from hageplan.followup.terminal import FLAGS
from hageplan.i18n import _, shown
from hageplan.records.names import People
from hageplan.ui.rows import Rows, Value
from hageplan.ui.sheets.sheet import Column, Sheet, columns, do_not_phone, mark_of_phone
from hageplan.ui.sheets.sheet import Value as CellValue
from hageplan.ui.texts import task_words

COLUMNS: Final = (*Oppgave.model_fields, "today", "example_data")


def followup_rows(found: Oppfolgingsliste, people: People) -> Rows:
    """Return a row for each task; days are ISO."""
    same: dict[str, Value] = {"today": found.today.isoformat(), "example_data": found.example_data}
    rows = ({**task.model_dump(mode="json"), **same} for task in found.oppgaver)
    return Rows.of(COLUMNS, rows, _sheet(found, people))


def _sheet(found: Oppfolgingsliste, people: People) -> Sheet:
    red, amber = (shown(FLAGS[flag][0]) for flag in ("rod", "gul"))
    heads = (
        *columns(_("Due")),
        *columns(_("Days overdue"), kind="count"),
        Column(heading=_("Flag"), tones={red: "red", amber: "amber"}),
        *columns(_("Company")),
        Column(heading=_("What"), kind="note"),
        *columns(_("Who"), _("Goes to")),
        do_not_phone(),
        *columns(_("ID")),
    )
    return Sheet(
        title=_("Tasks"),
        today=found.today,
        columns=heads,
        rows=[_cells(task, people) for task in found.oppgaver],
        frozen=4,
        example_data=found.example_data,
    )


def _cells(task: Oppgave, people: People) -> Sequence[CellValue]:
    return (
        task.frist,
        task.overdue_days or None,
        shown(FLAGS[task.flagg][0]) if task.flagg else None,
        *(task.navn, task_words(task.tekst), people[task.ansvarlig]),
        people[task.escalated_to] if task.escalated_to else None,
        mark_of_phone(task.ring_ikke),
        task.id,
    )
