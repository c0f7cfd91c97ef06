"""A plan as one page for the telephone in the car: it needs no network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from hageplan.i18n import _, language, say
from hageplan.imports.answers.form import ASKED, GRADE, OUTCOME, PLANS
from hageplan.interest.result import KommuneScore, Score
from hageplan.tours.files.answer_texts import answer_script, sample_letter
from hageplan.tours.files.day_page import DayPage, day_page
from hageplan.tours.files.itinerary import Itinerary
from hageplan.tours.files.visit_texts import conflict_text, heading, title
from hageplan.ui.clean import printable
from hageplan.ui.numbers import counts, percent, percents
from hageplan.ui.page import page
from hageplan.ui.texts import remark


def plan_html(itinerary: Itinerary, score: Score, today: date) -> str:
    """Return the page; `score` is the interest of the plan's municipalities."""
    days = [day_page(day, itinerary, today) for day in itinerary.days]
    return page(
        "hageplan.tours.files",
        "plan.html.j2",
        title=printable(title(itinerary)),
        heading=heading(itinerary),
        example=itinerary.plan.example_data,
        today=today,
        conflicts=[*_conflicts(itinerary)],
        people=_by_person(days),
        answers=answer_script(itinerary),
        sample=sample_letter(),
        fields=ASKED,
        ticks=[[*one.choices.values()] for one in (OUTCOME, GRADE, PLANS)],
        tags={
            "behov": [(tag, tag) for tag in map(printable, itinerary.needs)],
            "tilbyr": [(tag, tag) for tag in map(printable, itinerary.offers)],
        },
        asks={"utfall": _("How did it go?"), "interesse": _("How interested are they?")},
        hints={"planer": _("tick all that apply")},
        svar_til=itinerary.svar_til,
        interest=[*_interest(score)],
        threshold=percent(score.threshold),
        assumptions=[remark(one) for one in itinerary.plan.travel.assumptions],
        language=language(),
    )


def _by_person(days: Sequence[DayPage]) -> Sequence[tuple[str, Sequence[DayPage]]]:
    """Return everybody's days, each person's together, in the order of the plan."""
    names = dict.fromkeys(day.who for day in days)
    return [(name, [day for day in days if day.who == name]) for name in names]


def _conflicts(itinerary: Itinerary) -> Iterator[str]:
    """Give the appointments against the rules that stand in no day of the page."""
    shown = {(day.tour.date, day.tour.medarbeider) for day in itinerary.days}
    for one in itinerary.plan.conflicts:
        if (one.date, one.medarbeider) not in shown:
            yield conflict_text(one, itinerary.people)


def _interest(score: Score) -> Iterator[Sequence[str]]:
    """Give the rows of the table of interest."""
    for row in score.kommuner:
        if row.estimated.share is not None:
            yield _kommune(row)


def _kommune(row: KommuneScore) -> Sequence[str]:
    estimated = row.estimated
    share, inner = estimated.share, estimated.share80
    if share is None or inner is None:
        raise ValueError(row.kommunenummer)
    answered, companies = row.asked.answered, row.asked.companies
    return (
        printable(row.navn),
        percent(share),
        percents(inner.low, inner.high),
        say("{count} of {all}", count=answered, all=companies),
        counts(estimated.new_members80.low, estimated.new_members80.high),
    )
