"""Positions for the terminal, and places to live: the answer, its chances, what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from rich.console import Console
from rich.table import Table

from hageplan.i18n import _, say, short_date, shown
from hageplan.messages import Message, msg
from hageplan.staff.result import Enough, Given, Homes, Hours, Quantiles, Staffing
from hageplan.ui.console import figures, line, remarks, table, text, title, words
from hageplan.ui.numbers import decimal, fixed, percent
from hageplan.ui.texts import outside_group

INPUTS: Final[Mapping[str, Message]] = {
    "hours_per_member": msg("Development work, hours a member and year"),
    "hours_spread": msg("How unsure that is (lognormal)"),
    "visits_per_member": msg("Visits a member and year"),
    "visits_per_target": msg("Visits a target company and year"),
    "prospect_visit_share": msg("Share of other companies visited in a year"),
    "desk_minutes_per_visit": msg("Before and after a visit, minutes"),
    "followups_per_visit": msg("Follow-ups a visit, most likely"),
    "followups_low": msg("Follow-ups a visit, at least"),
    "followups_high": msg("Follow-ups a visit, at most"),
    "hours_per_followup": msg("Hours a follow-up"),
    "events_per_kommune": msg("Events a municipality and year"),
    "hours_per_event": msg("Hours an event"),
    "drive_spread": msg("How unsure driving is (lognormal)"),
    "support_share": msg("Share of all time for administration"),
    "hours_per_kommune": msg("Work with each municipality, hours a year"),
    "hours_per_week": msg("Hours a week"),
    "holiday_days": msg("Days of holiday"),
    "sick_days": msg("Days of sickness"),
    "course_days": msg("Days of courses"),
    "positions_today": msg("Positions today"),
    "cost_per_position": msg("Cost of a position, kr a year"),
    "cost_per_km": msg("Cost of a kilometre, kr"),
    "membership_fee": msg("Membership fee, kr a year"),
    "grants": msg("Grants, kr a year"),
    "conversion.ikke": msg("Members of those who answered ikke"),
    "conversion.noytral": msg("Members of those who answered nøytral"),
    "conversion.interessert": msg("Members of those who answered interessert"),
    "conversion.forpliktet": msg("Members of those who answered forpliktet"),
}
PUBLISHED: Final = msg("published: Richmond, Dayton, Erie")
OURS: Final = msg("assumption, replace it")
SOURCES: Final[Mapping[str, Message]] = {
    "hours_per_member": msg("assumption: medlemstimer"),
    **dict.fromkeys(
        ("visits_per_member", "visits_per_target"), msg("assumption: besoksintervall_dager")
    ),
    "followups_per_visit": PUBLISHED,
    "followups_low": PUBLISHED,
    "followups_high": PUBLISHED,
    "hours_per_week": msg("collective agreements"),
    "holiday_days": msg("ferieloven, agreements"),
}
"""Sources of usual values; of all others it is `OURS`."""
GIVEN: Final[Mapping[Given, Message]] = {
    "settings": msg("hageplan.toml"),
    "scenario": msg("scenario"),
    "set": Message("--set"),
}
DRIVERS: Final[Mapping[str, Message]] = {
    "interest": msg("Who is interested"),
    "conversion": msg("Which share of them joins"),
    "who_joins": msg("Who of them happens to join"),
    "hours_per_member": msg("Hours a member"),
    "followups_per_visit": msg("Follow-ups a visit"),
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
THOUSAND: Final = 1000


def print_staffing(staffing: Staffing, out: Console, *, explain: bool) -> None:
    """Print `staffing` on `out`."""
    names = ", ".join(row.navn for row in staffing.kommuner)
    name = say("Positions in {year}: {names}", year=staffing.year, names=names)
    title(name, out, is_example=staffing.example_data)
    for told in _answer(staffing):
        out.print(text(told))
    for rows in (_distribution, _enough, _hours):
        out.print()
        out.print(rows(staffing, out))
    out.print(text(_("Hours a year. Positions: median, and 5 to 95 of 100."), "dim"))
    out.print()
    for told in (*_wisn(staffing), *_money(staffing), _driving(staffing)):
        out.print(text(told))
    if staffing.outside:
        out.print(text(outside_group(staffing.outside)))
    for rows in (_drivers, _inputs) if explain else ():
        out.print()
        out.print(rows(staffing, out))
    out.print()
    remarks(staffing.remarks, out, explain=explain)


def _answer(staffing: Staffing) -> Iterator[str]:
    yield say(
        "{positions} are needed; {needed} suffice with a chance of at least 80 %.",
        positions=_between(staffing.fte),
        needed=decimal(staffing.needed),
    )
    yield say(
        "Scenario {scenario}; {members} new members expected, as known on {date}.",
        scenario=staffing.scenario,
        members=decimal(staffing.new_members, 0),
        date=short_date(staffing.today),
    )
    if staffing.before is not None:
        yield say("Without --set: {positions}.", positions=_between(staffing.before))


def _between(of: Quantiles, digits: int = 1) -> str:
    return f"{fixed(of.q50, digits)} ({fixed(of.q05, digits)}–{fixed(of.q95, digits)})"


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


def _enough(staffing: Staffing, out: Console) -> Table:
    around = _around(staffing)
    positions = figures(*(fixed(one.positions, 1) for one in around))
    rows = table(out, line(_("So many positions")), *positions)
    rows.add_row(_("suffice with a chance of"), *(percent(one.probability) for one in around))
    return rows


def _around(staffing: Staffing) -> list[Enough]:
    """Return the positions worth telling, thinned out where they are many."""
    told = [one for one in staffing.enough if one.probability >= LEAST_CHANCE]
    step = -(-len(told) // COLUMNS_AT_MOST)
    return [
        one
        for number, one in enumerate(told)
        if number % step == 0 or one.positions == staffing.needed
    ]


def _hours(staffing: Staffing, out: Console) -> Table:
    names = (_("New"), _("Visits"), _("Drive"), _("Dev."), _("Events"), _("Foll."), _("Admin."))
    chosen = names if out.width >= NARROW else names[:1]
    rows = table(out, line(_("Municipality")), *figures(*chosen, _("Positions")))
    for row in staffing.kommuner:
        name = f"{row.navn}*" if row.covered else row.navn
        rows.add_row(text(name), *_cells(row.new_members, row.hours, row.fte, out))
    if len(staffing.kommuner) > 1:
        rows.add_section()
        cells = _cells(staffing.new_members, staffing.hours, staffing.fte, out)
        rows.add_row(text(_("Together"), "bold"), *cells)
    return rows


def _cells(new_members: float, hours: Hours, fte: Quantiles, out: Console) -> Iterator[str]:
    yield decimal(new_members, 0)
    for value in vars(hours).values() if out.width >= NARROW else ():
        yield decimal(value, 0)
    yield _between(fte, 2 if fte.q95 < MANY else 1)


def _wisn(staffing: Staffing) -> Iterator[str]:
    wisn = staffing.wisn
    yield say(
        "Today {existing} positions, where {needed} are needed for today's members: WISN "
        "ratio {ratio}.",
        existing=fixed(wisn.existing, 1),
        needed=_between(wisn.required_today),
        ratio=_ratio(wisn.ratio_today),
    )
    yield say(
        "With the expansion {needed} are needed: ratio {ratio} if nobody is hired.",
        needed=_between(wisn.required_after),
        ratio=_ratio(wisn.ratio_after),
    )


def _ratio(of: Quantiles | None) -> str:
    return "–" if of is None else _between(of)


def _money(staffing: Staffing) -> Iterator[str]:
    money = staffing.money
    if money is None:
        return
    yield say(
        "1000 kr a year: cost {cost}, income {income}, left {net}.",
        cost=_kroner(money.cost),
        income=_kroner(money.income),
        net=_kroner(money.net),
    )


def _kroner(of: Quantiles) -> str:
    middle, low, high = (decimal(value / THOUSAND, 0) for value in (of.q50, of.q05, of.q95))
    return say("{middle} ({low} to {high})", middle=middle, low=low, high=high)


def _driving(staffing: Staffing) -> str:
    planned = staffing.driving
    return say(
        "The planned year: {visits} visits on {days} days from {place}, {hours} hours and {km} km "
        "of driving; {unplanned} of the visits fit into no day and count there and back.",
        visits=planned.visits,
        days=planned.days,
        place=planned.place,
        hours=decimal(planned.hours, 0),
        km=decimal(planned.km, 0),
        unplanned=planned.unplanned,
    )


def _drivers(staffing: Staffing, out: Console) -> Table:
    what = words(_("What the uncertainty hangs on"))
    rows = table(out, what, *figures(_("Share")), line(""))
    widest = max(0, min(BAR_AT_MOST, out.width - BESIDE_DRIVERS))
    for driver in staffing.drivers:
        bar = BAR * round(widest * driver.share)
        rows.add_row(shown(DRIVERS[driver.input]), percent(driver.share), text(bar, "cyan"))
    return rows


def _inputs(staffing: Staffing, out: Console) -> Table:
    rows = table(out, words(_("Input")), *figures(_("Value")), words(_("From")))
    rows.add_row(
        say("Working time of a position in {year}, hours", year=staffing.year),
        decimal(staffing.available_hours),
        say("{days} working days in the calendar", days=decimal(staffing.working_days)),
    )
    for one in staffing.assumptions:
        source = SOURCES.get(one.input, OURS) if one.given == "default" else GIVEN[one.given]
        rows.add_row(shown(INPUTS[one.input]), decimal(one.value, 2), shown(source))
    return rows


def print_homes(homes: Homes, out: Console, *, explain: bool) -> None:
    """Print `homes` on `out`, the least driving first."""
    name = say("Where to live: driving in {year}", year=homes.year)
    title(name, out, is_example=homes.example_data)
    names = ", ".join(homes.kommuner)
    out.print(text(say("{visits} visits a year in {names}.", visits=homes.visits, names=names)))
    if homes.outside:
        out.print(text(outside_group(homes.outside)))
    out.print()
    columns = figures(_("Hours"), _("km"), _("Days out"), _("Hours saved"), _("Positions"))
    rows = table(out, line(_("Days begin and end in")), *columns)
    for home in homes.homes:
        driven = (decimal(home.hours, 0), decimal(home.km, 0), str(home.days))
        saved = (decimal(home.saved_hours, 0), fixed(home.saved_positions, 2))
        place = text(f"{home.place}*" if home.kind == "office" else home.place)
        rows.add_row(place, *driven, *saved)
    out.print(rows)
    out.print(
        text(_("Saved: against the office (*). Hours at the wheel, parking included."), "dim")
    )
    out.print()
    remarks(homes.remarks, out, explain=explain)
