"""The months of many næringshager for the terminal: the answer, policies, who has too few."""

from __future__ import annotations

from typing import Final

from rich.console import Console
from rich.table import Table

from hageplan.forecast.many.result import Counts, ForecastOfMany, Hage, HageMonth
from hageplan.forecast.policy_texts import month_name, policy_name, positions, short_month
from hageplan.i18n import _, say
from hageplan.messages import encode
from hageplan.ui.console import figures, remarks, table, text, title, words
from hageplan.ui.numbers import chance, decimal, fixed
from hageplan.ui.texts import remark

SHOWN: Final = 12
"""Næringshager on the screen, unless all are asked for."""


def print_many(found: ForecastOfMany, out: Console, *, explain: bool) -> None:
    """Print `found` on `out`; with `explain` all næringshager, and what it rests on."""
    keep = found.together.policies[0]
    name = say(
        "Forecast to {month} for {count} næringshager",
        count=len(found.hager),
        month=month_name(keep.months[-1].month),
    )
    title(name, out, is_example=found.example_data)
    out.print(text(_answer(found, keep.months[-1])))
    out.print()
    out.print(_policies(found, out))
    out.print()
    order = sorted(found.hager, key=lambda hage: (-_end(hage).lacking, hage.navn))
    shown = order if explain else order[:SHOWN]
    out.print(_hager(shown, out))
    if len(shown) < len(order):
        more = say("and {count} more: --explain, or -o FILE", count=len(order) - len(shown))
        out.print(text(more, "dim"))
    if found.withheld:
        withheld = _("“–”: withheld (fewer than 5 members, or possible to work out).")
        out.print(text(withheld, "dim"))
    if found.unread:
        out.print(text(remark(encode("unread", count=found.unread))))
    remarks(found.remarks, out, explain=explain)


def _end(hage: Hage) -> HageMonth:
    """Return the last month where today's staff is kept."""
    return hage.policies[0].months[-1]


def _answer(found: ForecastOfMany, end: HageMonth) -> str:
    return say(
        "With today's staff: {members} members today, {later} then. {short} of {count} "
        "næringshager have too few people; {lacking} full-time positions are missing.",
        members=_told(found.together.members),
        later=_counted(end.members),
        short=fixed(end.short, 1),
        count=len(found.hager),
        lacking=fixed(end.lacking, 1),
    )


def _policies(found: ForecastOfMany, out: Console) -> Table:
    end = found.together.policies[0].months[-1].month
    heads = (_("Members"), _("Needed"), _("Employed"), _("Missing"), _("Too few"))
    rows = table(out, words(say("All, {month}", month=short_month(end))), *figures(*heads))
    for policy in found.together.policies:
        last = policy.months[-1]
        rows.add_row(
            text(policy_name(policy)),
            _counted(last.members),
            positions(last.need),
            *(fixed(number, 1) for number in (last.staff, last.lacking, last.short)),
        )
    return rows


def _hager(shown: list[Hage], out: Console) -> Table:
    month = short_month(_end(shown[0]).month)
    heads = (_("Members"), month, _("Needed"), _("Employed"), _("Too few"))
    rows = table(out, words(_("Where most people are missing")), *figures(*heads))
    for hage in shown:
        end = _end(hage)
        members = _told(hage.members), _counted(end.members)
        staff = positions(end.need), fixed(end.staff, 1), chance(end.short)
        rows.add_row(text(hage.navn), *members, *staff)
    return rows


def _told(count: int | float | None) -> str:
    return "–" if count is None else decimal(count, 0)


def _counted(of: Counts) -> str:
    """Return a count with what holds 9 of 10, as far as it is told."""
    if of.q50 is None:
        return "–"
    low = _("under 5") if of.q05 is None else decimal(of.q05, 0)
    return f"{decimal(of.q50, 0)} ({low}–{_told(of.q95)})"
