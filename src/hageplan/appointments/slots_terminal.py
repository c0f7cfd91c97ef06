"""Times to offer, for the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from hageplan.appointments.slots_result import Offer, Slots
from hageplan.i18n import _, shown
from hageplan.messages import msg
from hageplan.ui.console import example_notice, table, text
from hageplan.ui.numbers import day_name


def print_slots(found: Slots, out: Console) -> None:
    """Print the offers, best first."""
    if found.example_data:
        example_notice(out)
        out.print()
    out.print(text(shown(msg("Times for {name}", name=found.navn)), "bold"))
    if not found.offers:
        out.print(_("It fits on none of these days, not even instead of others."))
        return
    rows = table(out)
    rows.add_column(_("When"), overflow="fold")
    rows.add_column(_("Who"), overflow="fold")
    rows.add_column(_("Adds"), justify="right", no_wrap=True)
    rows.add_column(_("Where in the day"), ratio=3, overflow="fold")
    for offer in found.offers:
        rows.add_row(*_cells(offer))
    out.print(rows)
    plan = _("the saved plan") if found.is_saved_plan else _("a plan made just now")
    out.print(text(shown(msg("Minutes of driving and waiting added to {plan}.", plan=plan)), "dim"))


def _cells(offer: Offer) -> tuple[Text, Text, Text, Text]:
    when = f"{day_name(offer.date)} {offer.start:%H:%M}-{offer.end:%H:%M}"
    return text(when), text(offer.medarbeider), text(_minutes(offer)), text(_where(offer))


def _minutes(offer: Offer) -> str:
    return f"{offer.detour_minutes} min"


def _where(offer: Offer) -> str:
    parts = []
    if offer.after:
        parts.append(shown(msg("after {name}", name=offer.after)))
    if offer.before:
        parts.append(shown(msg("before {name}", name=offer.before)))
    if not parts:
        parts.append(_("a day of its own"))
    if offer.drops:
        gone = msg(
            "instead of {names} ({minutes} min worse in all)",
            names=", ".join(offer.drops),
            minutes=offer.cost_minutes,
        )
        parts.append(shown(gone))
    return ", ".join(parts)
