"""Interest and suggested visits as rows and as sheets: one a municipality, one a visit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from hageplan.i18n import _, say, shown
from hageplan.interest.next_result import NextVisit, NextVisits
from hageplan.interest.result import (
    Estimated,
    Interval,
    KommuneScore,
    Score,
)
from hageplan.interest.revisit_result import DueVisit, DueVisits
from hageplan.interest.revisit_terminal import CLASSES
from hageplan.interest.score_terminal import KNOWLEDGE
from hageplan.ui.entry_text import GRADES
from hageplan.ui.numbers import percent
from hageplan.ui.rows import Rows, Value, flat, keys, rounded
from hageplan.ui.sheets.sheet import (
    Column,
    Sheet,
    columns,
    do_not_phone,
    interval_columns,
    mark_of_phone,
)
from hageplan.ui.sheets.sheet import Value as CellValue
from hageplan.ui.texts import remark

SCORE_COLUMNS: Final = (
    "kommunenummer",
    "navn",
    "covered",
    "rank",
    "best_probability",
    "best_considered",
    "companies",
    "members",
    "answered",
    "inbound",
    "missed",
    "interested_answers",
    "age_years",
    "raw_share",
    "share",
    *("share_low80", "share_high80", "share_low90", "share_high90"),
    "above_threshold",
    "threshold",
    "interested",
    *("interested_low90", "interested_high90"),
    "new_members",
    *("new_members_low80", "new_members_high80"),
    "knowledge",
    "today",
    "example_data",
)
DUE_COLUMNS: Final = ("number", *keys(DueVisit), "today", "example_data")
NEXT_COLUMNS: Final = (
    "number",
    *keys(NextVisit, "odds", "occasions"),
    "occasions",
    "today",
    "example_data",
)


def score_rows(score: Score) -> Rows:
    """Return the municipalities; shares in [0, 1], counts of companies."""
    same: dict[str, Value] = {
        "threshold": score.threshold,
        "today": score.today.isoformat(),
        "example_data": score.example_data,
    }
    rows = ({**_score_row(row), **same} for row in score.kommuner)
    return Rows.of(SCORE_COLUMNS, rows, _score_sheet(score))


def _score_row(row: KommuneScore) -> Mapping[str, Value]:
    best = row.rank_probabilities[0] if row.rank_probabilities else None
    estimated = row.estimated
    return {
        **flat(row),
        **flat(row.asked),
        **flat(estimated),
        "interested_answers": row.asked.interested,
        "best_probability": rounded(best),
        **_ends("share", "80", estimated.share80),
        **_ends("share", "90", estimated.share90),
        **_ends("interested", "90", estimated.interested90),
        **_ends("new_members", "80", estimated.new_members80),
    }


def _ends(name: str, level: str, interval: Interval | None) -> dict[str, Value]:
    low, high = interval.ends if interval else (None, None)
    return {f"{name}_low{level}": rounded(low), f"{name}_high{level}": rounded(high)}


def next_rows(visits: NextVisits) -> Rows:
    """Return the visits in their order; chances in [0, 1], prizes in mean prizes."""
    rows = [
        {**flat(visit, "odds", "occasions"), "occasions": "; ".join(visit.occasions)}
        for visit in visits.visits
    ]
    return _numbered(NEXT_COLUMNS, visits, rows, _next_sheet(visits))


def due_rows(visits: DueVisits) -> Rows:
    """Return the visits that are due in their order; `elapsed` in intervals."""
    rows = [flat(visit) for visit in visits.visits]
    return _numbered(DUE_COLUMNS, visits, rows, _due_sheet(visits))


def _numbered(
    names: Sequence[str],
    of: NextVisits | DueVisits,
    visits: Iterable[Mapping[str, Value]],
    sheet: Sheet,
) -> Rows:
    same: dict[str, Value] = {"today": of.today.isoformat(), "example_data": of.example_data}
    rows = ({"number": number, **visit, **same} for number, visit in enumerate(visits, start=1))
    return Rows.of(names, rows, sheet)


def _score_sheet(score: Score) -> Sheet:
    above = say("Chance of {threshold} or more", threshold=percent(score.threshold))
    heads = (
        *columns(_("Municipality"), _("Covered")),
        *columns(
            _("Companies"), _("Members"), _("Answers"), _("Of these, interested"), kind="count"
        ),
        *columns(_("Share interested, estimate"), kind="share"),
        *interval_columns(_("Share"), "share"),
        *columns(above, _("Chance of the largest share"), kind="chance"),
        *columns(
            _("Chance of the largest share among municipalities under consideration"), kind="chance"
        ),
        *columns(_("Interested, estimate"), kind="number"),
        *interval_columns(_("Interested"), "number"),
        *columns(_("New members, estimate"), kind="number"),
        *interval_columns(_("New members"), "number"),
        *columns(_("Age of answers, years"), kind="number"),
        *columns(_("Knowledge")),
    )
    asked, total = score.total_asked, score.total
    counted = (asked.companies, asked.members, asked.answered, asked.interested)
    estimated = (*_shares(total), None, None, *_expected(total), None, None)
    together = (_("Total"), None, *counted, *estimated)
    return Sheet(
        title=_("Interest per municipality"),
        today=score.today,
        columns=heads,
        rows=[_score_cells(row) for row in score.kommuner],
        total=together,
        notes=[*map(remark, score.assumptions)],
        example_data=score.example_data,
    )


def _score_cells(row: KommuneScore) -> Sequence[CellValue]:
    asked, of = row.asked, row.estimated
    counted = (asked.companies, asked.members, asked.answered, asked.interested)
    best = row.rank_probabilities[0] if row.rank_probabilities else None
    known = (asked.age_years, shown(KNOWLEDGE[row.knowledge]))
    chances = (best, row.best_considered)
    return (row.navn, row.covered, *counted, *_shares(of), *chances, *_expected(of), *known)


def _shares(of: Estimated) -> Sequence[CellValue]:
    """Return the expected share, its interval, and the chance to reach the threshold."""
    low, high = of.share80.ends if of.share80 else (None, None)
    return of.share, low, high, of.above_threshold


def _expected(of: Estimated) -> Sequence[CellValue]:
    """Return the numbers expected to be interested and to become members, with intervals."""
    return (
        of.interested,
        *of.interested80.ends,
        of.new_members,
        *of.new_members80.ends,
    )


def _next_sheet(visits: NextVisits) -> Sheet:
    heads = (
        *columns(_("No."), kind="count"),
        *columns(_("Company"), _("Municipality")),
        do_not_phone(),
        *columns(_("Employees"), kind="count"),
        *columns(_("Last answer"), _("Answered on")),
        *columns(_("Chance of interest"), _("Chance of a new member"), kind="chance"),
        *columns(_("Chance of a new member without a visit"), kind="chance"),
        *columns(_("Value as a member"), kind="number"),
        *columns(_("Worth"), _("Member"), _("Learning"), kind="hundredths"),
        *columns(_("Picked at random"), _("What has happened there of late")),
    )
    rows = (
        (
            *(number, visit.navn, visit.kommune, mark_of_phone(visit.ring_ikke)),
            visit.antall_ansatte,
            shown(GRADES[visit.interesse]) if visit.interesse else _("never asked"),
            *(visit.answered, visit.interest, visit.membership),
            *(visit.unvisited, visit.value),
            *(visit.prize, visit.member_part, visit.information_gain),
            _("yes") if visit.randomised else None,
            ", ".join(map(remark, visit.occasions)) or None,
        )
        for number, visit in enumerate(visits.visits, start=1)
    )
    return _sheet_of(visits, _("Companies to visit next"), heads, rows)


def _due_sheet(visits: DueVisits) -> Sheet:
    heads = (
        *columns(_("No."), kind="count"),
        *columns(_("Company"), _("Municipality")),
        do_not_phone(),
        *columns(_("Visit interval for"), _("Last visit"), _("Due since")),
        *columns(_("Intervals since last visit"), kind="times"),
    )
    rows = (
        (
            *(number, visit.navn, visit.kommune, mark_of_phone(visit.ring_ikke)),
            shown(CLASSES[visit.klasse]) if visit.klasse else None,
            visit.visited or _("never"),
            visit.due or _("now"),
            visit.elapsed,
        )
        for number, visit in enumerate(visits.visits, start=1)
    )
    return _sheet_of(visits, _("Visits due"), heads, rows)


def _sheet_of(
    visits: NextVisits | DueVisits,
    title: str,
    heads: Sequence[Column],
    rows: Iterable[Sequence[CellValue]],
) -> Sheet:
    """Return the sheet of a list of visits, of which number and name stay in sight."""
    return Sheet(
        title=title,
        today=visits.today,
        columns=heads,
        rows=[*rows],
        frozen=2,
        notes=[*map(remark, visits.assumptions)],
        example_data=visits.example_data,
    )
