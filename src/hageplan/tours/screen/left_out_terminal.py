"""The best companies that a plan leaves out, and why: each reason once, above who shares it."""

from __future__ import annotations

from typing import Final

from rich.console import Console
from rich.text import Text

from hageplan.i18n import _, shown
from hageplan.messages import msg
from hageplan.records.kommune import Kommuner
from hageplan.records.names import Handles
from hageplan.records.plan import LeftOut, Plan
from hageplan.ui.console import company, figures, table, text, words
from hageplan.ui.numbers import either
from hageplan.ui.texts import reason, remark

LEFT_OUT_SHOWN: Final = 8


def print_left_out(plan: Plan, kommuner: Kommuner, handles: Handles, out: Console) -> None:
    """Print the best of those that are left out."""
    if not plan.left_out:
        return
    out.print()
    out.print(_("Left out, most worth first"), style="bold")
    best = plan.left_out[:LEFT_OUT_SHOWN]
    columns = [
        words(_("Company")),
        words(_("Municipality")),
        *figures(_("Worth")),
        words(_("Why not")),
    ]
    is_helped = any(left.remedies for left in best)
    if is_helped:
        columns.append(words(_("What would help (with --must)")))
    rows = table(out, *columns)
    whys = [reason(left.reason, left.detail) for left in best]
    in_order = [pair for why in dict.fromkeys(whys) for pair in zip(whys, best, strict=True)
                if pair[0] == why]  # fmt: skip
    told = ""
    for why, left in in_order:
        helps = [text(either([*map(remark, left.remedies)]))] if is_helped else []
        cells = _cells(left, kommuner, handles)
        rows.add_row(*cells, text(why if why != told else ""), *helps)
        told = why
    out.print(rows)
    if (rest := len(plan.left_out) - LEFT_OUT_SHOWN) > 0:
        more = msg("and {count} more; --json shows all with reasons", count=rest)
        out.print(shown(more), style="dim")


def _cells(left: LeftOut, kommuner: Kommuner, handles: Handles) -> tuple[Text | str, ...]:
    number = left.kommunenummer
    return (
        company(left.navn, left.organisasjonsnummer, handles, style=""),
        text(kommuner[number].navn if number in kommuner else number),
        f"{left.prize_minutes} min" if left.prize_minutes else "",
    )
