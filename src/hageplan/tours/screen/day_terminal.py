"""The days of a plan for the terminal: a table each that fits a screen, what repeats told once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Final

from rich.console import Console
from rich.text import Text

from hageplan.i18n import _, nsay, say, shown
from hageplan.messages import decode, encode, msg
from hageplan.records.names import Handles, People
from hageplan.records.plan import Plan, Stop, Tour
from hageplan.tours.calendar import A_WEEK
from hageplan.tours.files.visit_texts import introduction, pause_name
from hageplan.ui.console import companies, company, figures, line, table, text, words
from hageplan.ui.numbers import day_name, decimal, duration, percent, percent_figure, time_span
from hageplan.ui.texts import remark

NARROW: Final = 100
"""Below so many columns a drive is told in minutes, and of the reasons the weightiest."""
NARROWEST: Final = 76
"""Below so many columns the chance of a member is left to `--json`: words would break."""
LONGEST: Final = 40
"""Letters of the reasons, where it is narrow: three lines."""
LONGEST_PLACE: Final = 20
LONGEST_WORD: Final = 12
"""Letters of a place, and of a word in it: longer ones leave no room for the reasons."""


def days_told(plan: Plan) -> Sequence[Tour]:
    """Return the tours of a plan's first week; the later ones are seen at a glance."""
    dates = sorted({tour.date for tour in plan.tours})[:A_WEEK]
    return [tour for tour in plan.tours if tour.date in dates]


def print_tour(tour: Tour, handles: Handles, people: People, out: Console) -> None:
    """Print a day of one of us."""
    heading = Text(f"{day_name(tour.date)}  ", style="bold")
    heading.append_text(text(people[tour.medarbeider], "bold"))
    out.print(heading)
    is_narrow = out.width < NARROW
    names = companies(((stop.navn, stop.organisasjonsnummer) for stop in tour.stops), handles, out)
    columns = (line(_("Time")), names, words(_("Place")))
    has_chances = out.width >= NARROWEST
    numbers = figures(_("Driving"), *([_("Member")] if has_chances else []))
    rows = table(out, *columns, *numbers, words(_("Why")))
    leaves = text(_place(tour.start.place))
    rows.add_row(_clock(tour.start.time), text(_("Departure"), "dim"), leaves)
    for event in tour.events:
        if isinstance(event, Stop):
            name = _name(event, handles, out, width=names.width or out.width)
            *cells, member, why = _stop_cells(event, name, people, is_narrow=is_narrow)
            rows.add_row(*cells, *([member] if has_chances else []), why)
        else:
            span = time_span(event.start, event.end)
            rows.add_row(span, text(pause_name(event), "dim"))
    back = _driving(tour.return_minutes, tour.return_km, is_narrow=is_narrow)
    place = text(_place(tour.end.place))
    road = text(", ".join(map(remark, tour.return_road)))
    gap = [""] if has_chances else []
    rows.add_row(_clock(tour.end.time), text(_("Return"), "dim"), place, back, *gap, road)
    out.print(rows)
    out.print(_day_totals(tour), style="dim")
    if tour.home_in_time is not None:
        chance = msg(
            "{percent}% chance of being back in time", percent=percent_figure(tour.home_in_time)
        )
        out.print(shown(chance), style="dim")
    out.print()


def print_legend(tours: Iterable[Tour], out: Console) -> None:
    """Say what the figures at the stops mean, once."""
    codes = {decode(code)[0] for tour in tours for stop in tour.stops for code in stop.reasons}
    told = [
        _("Member: the chance that the visit leads to one.") if "member-chance" in codes else "",
        _("Learning ×2: the answer gives twice as much learning as an average visit.")
        if "teaches" in codes
        else "",
    ]
    if any(told):
        out.print(text(" ".join(filter(None, told)), "dim"))
        out.print()


def _name(stop: Stop, handles: Handles, out: Console, *, width: int) -> Text:
    """Return a company's name in two lines, and below it what means it, in one.

    Where its handle is longer than that, its number does as well.
    """
    number = stop.organisasjonsnummer
    name = _in_two_lines([line.plain.rstrip() for line in text(stop.navn).wrap(out, width)], width)
    typed = handles.get(number, "")
    return company(name, number, handles if len(typed) <= width else {number: number})


def _in_two_lines(lines: Sequence[str], width: int) -> str:
    """Return a name of so many lines, with a sign where it has more than two."""
    if len(lines) <= 2:
        return " ".join(lines)
    return f"{lines[0]} {lines[1][: width - 1]}…"


def _stop_cells(
    stop: Stop, name: Text, people: People, *, is_narrow: bool
) -> tuple[Text | str, ...]:
    reasons = [*_first_of_all(stop, people), *_telling(stop.reasons)]
    if is_narrow:
        lengths = accumulate(len(one) + 2 for one in reasons)
        reasons = [one for one, n in zip(reasons, lengths, strict=True) if n <= LONGEST] or reasons[
            :1
        ]
    if stop.introduce is not None:
        reasons.append(introduction(stop.introduce))
    reasons[:0] = map(remark, stop.road)
    place = f"{_place(stop.place)}{'*' if stop.position == 'kommune' else ''}"
    return (
        time_span(stop.start, stop.end),
        name,
        text(place),
        _driving(stop.drive_minutes, stop.drive_km, is_narrow=is_narrow),
        text(_chance(stop)),
        text(", ".join(reasons)),
    )


def _place(name: str) -> str:
    """Return a place, its longest words cut."""
    parts = name[:LONGEST_PLACE].split(" ")
    return " ".join(
        one if len(one) <= LONGEST_WORD else f"{one[: LONGEST_WORD - 1]}…" for one in parts
    )


def _first_of_all(stop: Stop, people: People) -> Iterator[str]:
    """Give what a stop's plan says of it, which goes before why it is worth a visit."""
    if stop.on_time is not None:
        yield say("{percent}% on time", percent=percent_figure(stop.on_time))
    if stop.avtale is not None:
        yield _("booked")
    if stop.together_with is not None:
        yield say("together with {name}", name=people[stop.together_with])


def _chance(stop: Stop) -> str:
    """Return the chance of a member."""
    values = (values for code, values in map(decode, stop.reasons) if code == "member-chance")
    return next((percent(int(found["percent"]) / 100) for found in values), "")


def _telling(reasons: Sequence[str]) -> Iterator[str]:
    """Give the reasons that have no column of their own.

    The last contact is left out where its date stands beside the answer given then.
    """
    codes = [decode(reason) for reason in reasons]
    answered = {values.get("date") for code, values in codes if code == "interest"}
    for reason, (code, values) in zip(reasons, codes, strict=True):
        if code == "teaches":
            yield remark(encode("teaches-briefly", times=values.get("times", "")))
        elif code == "last-contact" and values.get("date") in answered:
            continue
        elif code != "member-chance":
            yield remark(reason)


def _driving(minutes: int, km: float, *, is_narrow: bool) -> str:
    if is_narrow:
        return f"{minutes} min"
    return f"{minutes} min {decimal(km, 0 if km >= 10 else 1):>3} km"


def _clock(value: object) -> str:
    return f"{value:%H:%M}"


def _day_totals(tour: Tour) -> str:
    return nsay(
        "1 visit: meetings {meetings}, driving {driving} ({km} km), waiting {waiting}",
        "{count} visits: meetings {meetings}, driving {driving} ({km} km), waiting {waiting}",
        count=len(tour.stops),
        meetings=duration(tour.visit_minutes),
        driving=duration(tour.drive_minutes),
        km=decimal(tour.drive_km, 0),
        waiting=duration(tour.wait_minutes),
    )
