"""What is stored of people, what is erased and who has opted out, for the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

import tomli_w
from rich.console import Console
from rich.padding import Padding

from hageplan.i18n import _, short_date, shown
from hageplan.messages import Message, msg
from hageplan.privacy.result import ErasurePlan, Holdings, LeftWhy, OptOut, PersonalData
from hageplan.ui.console import example_notice, heading, table, text

_WHAT: Final[Mapping[str, Message]] = {
    "bedrift": msg("company"),
    "henvendelse": msg("contact in the log"),
    "avtale": msg("appointment"),
    "oppfolging": msg("task"),
    "kobling": msg("introduction"),
    "reservasjon": msg("opt-out (replaced by a fingerprint)"),
    "medarbeider": msg("medarbeider"),
    "bedrift.kontakt": msg("contact person"),
    "maalgruppe": msg("exception of the target group"),
    "mention": msg("mention in a text"),
    "plan": msg("saved plan"),
    "kopi": msg("backup"),
    "brev": msg("e-mail, or a copy of one"),
    "hendelse": msg("what a register told"),
    "hendelse.fra": msg("name of a former leader"),
    "hendelse.til": msg("name of a leader"),
}
_LEFT: Final[Mapping[LeftWhy, Message]] = {
    "damaged": msg("cannot be read: fix it and run this again"),
    "inline": msg("the list is not written as one table per entry: change it by hand"),
    "line": msg("may still mention them: check this line and change it by hand"),
    "name": msg("the file name mentions them: rename the file"),
    "file": msg("mentions them: change or delete this file yourself"),
    "backup": msg("a backup with this information: delete it and make a new one (hageplan backup)"),
    "shared": msg(
        "another company has the same name, so it was left in texts: search for it yourself"
    ),
    "git": msg("git keeps earlier versions of files: rewrite the history (git filter-repo)"),
}


def print_holdings(held: Holdings, out: Console) -> None:
    """Print what is stored, why, since when and until when."""
    if held.example_data:
        example_notice(out)
    rows = table(out)
    rows.add_column(_("Stored, and why"), overflow="fold")
    rows.add_column(_("Count"), justify="right", no_wrap=True)
    rows.add_column(_("Oldest from"), no_wrap=True)
    rows.add_column(_("Erased after"), no_wrap=True)
    rows.add_column(_("Stored for"), overflow="fold")
    for one in held.holdings:
        kept = _("{months} months").format(months=one.months) if one.months else _("while employed")
        rows.add_row(
            text(shown(one.why)),
            f"{one.count}",
            *(short_date(day) if day else "–" for day in (one.since, one.until)),
            kept,
        )
    out.print(rows)
    told = _(
        "Counted from the last contact, the date of a note or the last day of a plan. "
        "Members are not erased. Change it under [personvern] in hageplan.toml. Erase "
        "what is older: hageplan privacy purge"
    )
    out.print(text(told))


def print_erasure(found: ErasurePlan, out: Console, who: str = "") -> None:
    """Print what goes, of whom and where, and what is left to people."""
    if who:
        heading(who, out)
    if found.is_empty:
        out.print(_("Nothing is stored.") if who else _("Nothing is due for erasure."))
    for (place, what), count in Counter((one.place, one.what) for one in found.places).items():
        times = f" ×{count}" if count > 1 else ""
        word = shown(_WHAT[what]) if what in _WHAT else what
        out.print(text(f"{place}: {word}{times}"), soft_wrap=True)
    if found.left:
        heading(_("Check by hand"), out)
    for one in found.left:
        out.print(Padding(text(f"{one.place}: {shown(_LEFT[one.why])}"), (0, 0, 0, 2)))


def print_personal_data(found: PersonalData, out: Console) -> None:
    """Print all that is stored, as it is in the files."""
    if not found.tables:
        out.print(_("Nothing is stored."))
    for one in found.tables:
        heading(f"{one.place} {one.table}".strip(), out)
        for line in tomli_w.dumps(dict(one.data)).splitlines():
            out.print(Padding(text(line), (0, 0, 0, 2)))


def print_opt_out(found: OptOut, who: str, out: Console) -> None:
    """Print whether a company was put on the list now."""
    if found.added:
        told = msg("Opted out from now on: {who}", who=who)
    else:
        told = msg("{who} had already opted out; nothing was changed", who=who)
    out.print(text(shown(told)), soft_wrap=True)
