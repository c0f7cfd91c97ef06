"""Where the next person may live, for the terminal."""

from __future__ import annotations

from rich.console import Console

from hageplan.i18n import _, shown
from hageplan.messages import msg
from hageplan.staff.result import Home, Homes
from hageplan.ui.console import example_notice, heading, remarks, table, text
from hageplan.ui.numbers import decimal, fixed


def print_homes(homes: Homes, out: Console) -> None:
    """Print `homes` on `out`, the least driving first."""
    if homes.example_data:
        example_notice(out)
        out.print()
    heading(shown(msg("Where to live: driving in {year}", year=homes.year)), out)
    names = ", ".join(homes.kommuner)
    served = msg("{visits} visits a year in {names}.", visits=homes.visits, names=names)
    out.print(text(shown(served)))
    out.print()
    rows = table(out)
    rows.add_column(_("Days begin and end in"), no_wrap=True)
    columns = (_("Hours"), _("km"), _("Days out"), _("Hours saved"), _("Positions"))
    for name in columns:
        rows.add_column(name, justify="right", no_wrap=True)
    for home in homes.homes:
        rows.add_row(
            text(_name(home)),
            decimal(home.hours, 0),
            decimal(home.km, 0),
            str(home.days),
            decimal(home.saved_hours, 0),
            fixed(home.saved_positions, 2),
        )
    out.print(rows)
    out.print(
        text(_("Saved: against the office (*). Hours at the wheel, parking included."), "dim")
    )
    out.print()
    remarks(homes.remarks, out)


def _name(home: Home) -> str:
    return f"{home.place}*" if home.kind == "office" else home.place
