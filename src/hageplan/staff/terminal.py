"""Positions for the terminal, and places to live: the answer, its chances, what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from rich.console import Console
from rich.table import Table

from hageplan.i18n import _, nsay, say, shown
from hageplan.messages import Message, msg
from hageplan.staff.result import Driver, Enough, Given, Homes, Hours, Quantiles, Staffing
from hageplan.staff.terminal_texts import (
    answer,
    driving,
    hours_a_member,
    money,
    wisn,
    with_interval,
)
from hageplan.ui.console import figures, heading, line, remarks, table, text, title, words
from hageplan.ui.numbers import chance, decimal, fixed, percent, rough
from hageplan.ui.texts import outside_group

INPUTS: Final[Mapping[str, Message]] = {
    "hours_per_member": msg("Development work, hours per member and year"),
    "hours_spread": msg("Uncertainty in that (lognormal)"),
    "own_hours_spread": msg("Uncertainty in what today's positions are used for (lognormal)"),
    "visits_per_member": msg("Visits per member and year"),
    "visits_per_target": msg("Visits per target company and year"),
    "prospect_visit_share": msg("Share of other companies visited per year"),
    "desk_minutes_per_visit": msg("Preparation and write-up per visit, minutes"),
    "followups_per_visit": msg("Follow-ups per visit, most likely"),
    "followups_low": msg("Follow-ups per visit, low estimate"),
    "followups_high": msg("Follow-ups per visit, high estimate"),
    "hours_per_followup": msg("Hours per follow-up"),
    "events_per_kommune": msg("Events per municipality and year"),
    "hours_per_event": msg("Hours per event"),
    "drive_spread": msg("Uncertainty in driving (lognormal)"),
    "support_share": msg("Share of all time for administration"),
    "hours_per_kommune": msg("Work with each municipality, hours per year"),
    "hours_per_week": msg("Hours per week"),
    "holiday_days": msg("Holidays, days"),
    "sick_days": msg("Sick days"),
    "course_days": msg("Course days"),
    "positions_today": msg("Positions today"),
    "cost_per_position": msg("Cost per full-time position, NOK a year"),
    "cost_per_km": msg("Cost per kilometre, NOK"),
    "membership_fee": msg("Membership fee, NOK a year"),
    "grants": msg("Grants, NOK a year"),
    "conversion.ikke": msg("Share that joins of those who answered “not interested”"),
    "conversion.noytral": msg("Share that joins of those who answered “neutral”"),
    "conversion.interessert": msg("Share that joins of those who answered “interested”"),
    "conversion.forpliktet": msg("Share that joins of those who answered “committed”"),
}
PUBLISHED: Final = msg("published: Richmond, Dayton, Erie")
OURS: Final = msg("assumption: use your own figure")
SOURCES: Final[Mapping[str, Message]] = {
    "hours_per_member": msg("assumption: medlemstimer"),
    **dict.fromkeys(
        ("visits_per_member", "visits_per_target"), msg("assumption: besoksintervall_dager")
    ),
    "followups_per_visit": PUBLISHED,
    "followups_low": PUBLISHED,
    "followups_high": PUBLISHED,
    "hours_per_week": msg("collective agreements"),
    "holiday_days": msg("Holidays Act, agreements"),
}
"""Sources of usual values; of all others it is `OURS`."""
GIVEN: Final[Mapping[Given, Message]] = {
    "calibrated": msg("assumption combined with your own figure"),
    "settings": msg("hageplan.toml"),
    "scenario": msg("scenario"),
    "set": Message("--set"),
}
DRIVERS: Final[Mapping[str, Message]] = {
    "interest": msg("Who is interested"),
    "conversion": msg("What share of them joins"),
    "who_joins": msg("Which of them happen to join"),
    "hours_per_member": msg("Hours per member"),
    "followups_per_visit": msg("Follow-ups per visit"),
    "driving": msg("Driving"),
}


BAR: Final = "█"
BAR_AT_MOST: Final = 40
"""Characters of the longest bar."""
BESIDE_BAR: Final = 22
"""Columns that the rest of the chart takes."""
BESIDE_DRIVERS: Final = 50
NARROW: Final = 76
"""Below so many columns the activities are left to `--csv`."""
LEAST_CHANCE: Final = 0.005
"""Less is shown as 0 %."""
COLUMNS_AT_MOST: Final = 6
MANY: Final = 10
"""Positions from which on a table needs no hundredths."""


def print_staffing(staffing: Staffing, out: Console, *, explain: bool) -> None:
    """Print `staffing` on `out`."""
    names = ", ".join(row.navn for row in staffing.kommuner)
    name = say("Full-time positions in {year}: {names}", year=staffing.year, names=names)
    title(name, out, is_example=staffing.example_data)
    for told in answer(staffing):
        out.print(text(told))
    out.print()
    out.print(
        _enough(staffing.wisn.hire_enough, staffing.wisn.hire_needed, _("New positions"), out)
    )
    out.print()
    heading(_("Hours a year by activity, and full-time positions"), out)
    out.print(_hours(staffing, out))
    out.print(text(_("New: new members. Hours are rounded. In brackets: 90% intervals."), "dim"))
    out.print()
    for told in (hours_a_member(staffing.calibration), *money(staffing), driving(staffing)):
        out.print(text(told))
    if staffing.outside:
        out.print(text(outside_group(staffing.outside)))
    for rows in (_distribution, _gross, _drivers, _inputs) if explain else ():
        out.print()
        out.print(rows(staffing, out))
    if explain:
        for told in wisn(staffing):
            out.print(text(told))
    out.print()
    remarks(staffing.remarks, out, explain=explain)


def _distribution(staffing: Staffing, out: Console) -> Table:
    """Return a bar for each bin from the first to the last that holds a draw worth showing."""
    shares, width = staffing.distribution, staffing.bin_width
    held = [number for number, share in enumerate(shares) if round(100 * share)]
    longest = max(shares)
    digits = 2 if width < 1 and round(10 * width) != 10 * width else 1
    rows = table(out, *figures(_("Positions"), _("Chance")), line(""))
    widest = max(1, min(BAR_AT_MOST, out.width - BESIDE_BAR))
    for number in range(held[0], held[-1] + 1):
        low, high = fixed(number * width, digits), fixed((number + 1) * width, digits)
        bar = BAR * max(1, round(widest * shares[number] / longest))
        rows.add_row(f"{low}–{high}", percent(shares[number]), text(bar, "cyan"))
    return rows


def _gross(staffing: Staffing, out: Console) -> Table:
    return _enough(staffing.enough, staffing.needed, _("Positions"), out)


def _enough(enough: Sequence[Enough], needed: float, name: str, out: Console) -> Table:
    """Return the chances worth telling, thinned out where they are many."""
    told = [one for one in enough if one.probability >= LEAST_CHANCE]
    step = -(-len(told) // COLUMNS_AT_MOST)
    around = [
        one for number, one in enumerate(told) if number % step == 0 or one.positions == needed
    ]
    rows = table(out, line(name), *figures(*(decimal(one.positions) for one in around)))
    rows.add_row(_("Chance that this is enough"), *(chance(one.probability) for one in around))
    return rows


def _hours(staffing: Staffing, out: Console) -> Table:
    names = (_("New"), _("Visits"), _("Driving"), _("Dev."), _("Events"), _("Foll."), _("Admin."))
    chosen = names if out.width >= NARROW else names[:1]
    rows = table(out, line(_("Municipality")), *figures(*chosen, _("Positions")))
    for row in staffing.kommuner:
        name = f"{row.navn}*" if row.covered else row.navn
        rows.add_row(text(name), *_cells(row.new_members, row.hours, row.fte, out))
    if len(staffing.kommuner) > 1:
        rows.add_section()
        cells = _cells(staffing.new_members, staffing.hours, staffing.fte, out)
        rows.add_row(text(_("Total"), "bold"), *cells)
    return rows


def _cells(new_members: float, hours: Hours, fte: Quantiles, out: Console) -> Iterator[str]:
    yield decimal(new_members, 0)
    for value in vars(hours).values() if out.width >= NARROW else ():
        yield rough(value)
    yield with_interval(fte, 2 if fte.q95 < MANY else 1)


def _drivers(staffing: Staffing, out: Console) -> Table:
    return drivers_table(staffing.drivers, DRIVERS, out)


def drivers_table(drivers: Sequence[Driver], names: Mapping[str, Message], out: Console) -> Table:
    """Return what the uncertainty hangs on, with what people read for each input."""
    what = words(_("Where the uncertainty comes from"))
    rows = table(out, what, *figures(_("Share")), line(""))
    widest = max(0, min(BAR_AT_MOST, out.width - BESIDE_DRIVERS))
    for driver in drivers:
        bar = BAR * round(widest * driver.share)
        rows.add_row(shown(names[driver.input]), percent(driver.share), text(bar, "cyan"))
    return rows


def _inputs(staffing: Staffing, out: Console) -> Table:
    rows = table(out, words(_("Assumption")), *figures(_("Value")), words(_("Source")))
    rows.add_row(
        say("Working time of a full-time position in {year}, hours", year=staffing.year),
        decimal(staffing.available_hours),
        say("{days} working days in the calendar", days=decimal(staffing.working_days)),
    )
    for one in staffing.assumptions:
        source = SOURCES.get(one.input, OURS) if one.given == "default" else GIVEN[one.given]
        rows.add_row(shown(INPUTS[one.input]), decimal(one.value, 2), shown(source))
    return rows


def print_homes(homes: Homes, out: Console, *, explain: bool) -> None:
    """Print `homes` on `out`, the least driving first."""
    name = say("Places to live for the next employee: driving in {year}", year=homes.year)
    title(name, out, is_example=homes.example_data)
    names = ", ".join(homes.kommuner)
    out.print(
        text(
            nsay(
                "1 visit per year in {names}.",
                "{count} visits per year in {names}.",
                count=homes.visits,
                names=names,
            )
        )
    )
    if homes.outside:
        out.print(text(outside_group(homes.outside)))
    out.print()
    columns = figures(_("Hours"), _("km"), _("Days out"), _("Hours saved"), _("Positions"))
    rows = table(out, line(_("Home")), *columns)
    for home in homes.homes:
        driven = (rough(home.hours), rough(home.km), str(home.days))
        saved = (rough(home.saved_hours), fixed(home.saved_positions, 2))
        place = text(f"{home.place}*" if home.kind == "office" else home.place)
        rows.add_row(place, *driven, *saved)
    out.print(rows)
    out.print(
        text(_("Hours saved: compared with the office (*). Driving includes parking."), "dim")
    )
    out.print()
    remarks(homes.remarks, out, explain=explain)
