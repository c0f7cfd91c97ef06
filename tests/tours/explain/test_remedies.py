"""What would help does: each remedy is applied to the records, as people would, and planned again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

import pytest

from hageplan.errors import RequestError
from hageplan.messages import decode
from hageplan.records.base import UKEDAGER
from hageplan.records.bedrift import Besokstid
from hageplan.records.naeringshage import Dagstid, Medarbeider
from hageplan.records.plan import LeftOut, Plan, PlanRequest, StopRule
from hageplan.records.settings.planlegging import Planlegging
from hageplan.records.workspace import Workspace
from hageplan.tours.days import day_of, working_hours
from hageplan.tours.explain.remedies import may_grow
from hageplan.tours.plan import plan
from tests.tours.lives import EXAMPLE, MONDAY, random_week

APPLIED = ("longer-day", "longer-dear-day", "more-driving", "other-hours", "instead", "other-day")


def later(clock: time, by: int) -> time:
    return (datetime.combine(MONDAY, clock) + timedelta(minutes=by)).time()


def of_person(workspace: Workspace, who: str, change: Callable[[Medarbeider], Any]) -> Workspace:
    """Return the records with other keys of one medarbeider."""
    people = tuple(
        person.model_copy(update=change(person)) if person.id == who else person
        for person in workspace.oppsett.medarbeider
    )
    return replace(workspace, oppsett=workspace.oppsett.model_copy(update={"medarbeider": people}))


def applied(workspace: Workspace, left: LeftOut, coded: str) -> Workspace:
    """Return the records as somebody changes them who reads a remedy."""
    code, said = decode(coded)
    rules = workspace.oppsett.planlegging

    def longer(person: Medarbeider) -> dict[str, Any]:
        day = date.fromisoformat(said["date"])
        opens, closes = working_hours(person, day, rules)
        hours = Dagstid(
            fra=time(opens // 60, opens % 60),
            til=later(time(closes // 60, closes % 60), int(said["minutes"])),
            ukedager=(UKEDAGER[day.weekday()],),
        )
        return {"arbeidstider": (hours, *person.arbeidstider)}

    def further(person: Medarbeider) -> dict[str, Any]:
        limit = person.maks_kjoring_minutter or rules.maks_kjoring_minutter or 0
        return {"maks_kjoring_minutter": limit + int(said["minutes"])}

    if code in ("longer-day", "longer-dear-day"):
        return of_person(workspace, said["who"], longer)
    if code == "more-driving":
        return of_person(workspace, said["who"], further)
    if code != "other-hours":
        return workspace
    begins = time.fromisoformat(said["time"])
    bedrift = workspace.bedrift_by_number[left.organisasjonsnummer]
    length = bedrift.besok_minutter or rules.besok_minutter
    opening = Besokstid(fra=begins, til=later(begins, length), ukedager=UKEDAGER)
    opened = bedrift.model_copy(update={"besokstider": (opening,)})
    others = (opened if one is bedrift else one for one in workspace.bedrifter)
    return replace(workspace, bedrifter=tuple(others))


def comes_in(workspace: Workspace, made: Plan, left: LeftOut, coded: str, *, must: bool) -> bool:
    """Tell whether a company is visited once a remedy is applied, and all is planned again."""
    asked = PlanRequest.model_validate(
        {key: getattr(made.request, key) for key in PlanRequest.model_fields}
    )
    number = left.organisasjonsnummer
    asked = asked.model_copy(update={"must": (*asked.must, number) if must else asked.must})
    again = plan(applied(workspace, left, coded), asked, today=MONDAY)
    return any(stop.organisasjonsnummer == number for tour in again.tours for stop in tour.stops)


def tried(
    workspace: Workspace, request: PlanRequest, draw: Random, count: int, *, must: bool = True
) -> Counter[tuple[str, bool]]:
    """Return how many remedies of each kind come true, of some of each kind."""
    try:
        made = plan(workspace, request, today=MONDAY)
    except RequestError:
        return Counter()
    found = [(left, coded) for left in made.left_out for coded in left.remedies]
    counts: Counter[tuple[str, bool]] = Counter()
    for kind in APPLIED:
        mine = [(left, coded) for left, coded in found if decode(coded)[0] == kind]
        for left, coded in draw.sample(mine, min(count, len(mine))):
            counts[kind, comes_in(workspace, made, left, coded, must=must)] += 1
    return counts


def test_each_remedy_of_the_example_comes_true(is_long: bool) -> None:
    request = PlanRequest(stop_rule=StopRule(iterations=3000))
    counts = tried(EXAMPLE, request, Random(1), 40 if is_long else 3)
    assert [kind for (kind, comes_true) in counts if not comes_true] == []
    assert {kind for kind, _ in counts} >= {"longer-day", "other-hours", "instead", "other-day"}


@pytest.mark.slow
def test_remedies_of_random_weeks_come_true(
    is_long: bool, figures: Callable[[object], None]
) -> None:
    """Half days, dusk and calendars end some of those days: longer hours would not help there."""
    counts: Counter[tuple[str, bool]] = Counter()
    for seed in range(200 if is_long else 8):
        workspace, request = random_week(Random(seed))
        brief = request.model_copy(update={"stop_rule": StopRule(iterations=500)})
        counts += tried(workspace, brief, Random(seed), 2)
    figures(f"remedies that came true: {dict(sorted(counts.items()))}")
    assert [kind for (kind, comes_true) in counts if not comes_true] == []


EVE = date(2026, 12, 24)


@pytest.mark.parametrize(
    ("keys", "rules", "on", "minutes_more"),
    [
        ({}, {}, MONDAY, 240),
        ({"arbeidstid": {"fra": "08:00", "til": "22:00"}}, {}, MONDAY, 119),
        # In Røros dusk comes at 16:07, and a month later before the hours end.
        ({"kun_dagslys": True}, {}, MONDAY, 7),
        ({"kun_dagslys": True}, {}, date(2026, 12, 15), 0),
        ({}, {}, EVE, 0),
        # Lunch would be due in longer hours, and take more than they give.
        ({"arbeidstid": {"fra": "08:00", "til": "11:45"}}, {}, MONDAY, 0),
        ({"arbeidstid": {"fra": "08:00", "til": "11:45"}}, {"lunsj_minutter": 0}, MONDAY, 240),
    ],
)
def test_longer_hours_do_not_lengthen_every_day(
    keys: dict[str, Any], rules: dict[str, Any], on: date, minutes_more: int
) -> None:
    person = Medarbeider.model_validate({"id": "kari", **keys})
    oppsett = EXAMPLE.oppsett.model_copy(update={"planlegging": Planlegging.model_validate(rules)})
    kontor = oppsett.naeringshage.kontor
    assert kontor is not None
    day = day_of(replace(EXAMPLE, oppsett=oppsett), person, on, kontor=kontor)
    assert day is not None
    assert may_grow(day, oppsett.planlegging) == minutes_more
