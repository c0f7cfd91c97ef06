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
    "reservasjon": msg("opt-out (a fingerprint takes its place)"),
    "medarbeider": msg("medarbeider"),
    "bedrift.kontakt": msg("contact person"),
    "maalgruppe": msg("exception of the target group"),
    "mention": msg("mention in a text"),
    "plan": msg("saved plan"),
    "kopi": msg("backup"),
    "brev": msg("e-mail, or the copy of one"),
}
_LEFT: Final[Mapping[LeftWhy, Message]] = {
    "damaged": msg("cannot be read: mend it, then run this again"),
    "inline": msg("writes a list of tables in another way than block by block: change it by hand"),
    "line": msg("may still speak of them: look at this line, change it by hand"),
    "name": msg("its name speaks of them: rename it"),
    "file": msg("speaks of them: change or remove this file yourself"),
    "backup": msg("a backup that holds them: delete it, and make a new one (hageplan backup)"),
    "shared": msg("another company is called so too, so texts keep it: look for it yourself"),
    "git": msg("git keeps what files held before: rewrite its history (git filter-repo)"),
}


def print_holdings(held: Holdings, out: Console) -> None:
    """Print what is stored, why, since when and until when."""
    if held.example_data:
        example_notice(out)
    rows = table(out)
    rows.add_column(_("What and why"), overflow="fold")
    rows.add_column(_("Count"), justify="right", no_wrap=True)
    rows.add_column(_("Since"), no_wrap=True)
    rows.add_column(_("Oldest until"), no_wrap=True)
    rows.add_column(_("Kept"), overflow="fold")
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
        "Counted from the last contact, the day of a note, a plan's last day; members are kept. "
        "Settings: [personvern] in hageplan.toml. hageplan privacy purge removes what is older."
    )
    out.print(text(told))


def print_erasure(found: ErasurePlan, out: Console, who: str = "") -> None:
    """Print what goes, of whom and where, and what is left to people."""
    if who:
        heading(who, out)
    if found.is_empty:
        out.print(_("Nothing is held that is to go."))
    for (place, what), count in Counter((one.place, one.what) for one in found.places).items():
        times = f" ×{count}" if count > 1 else ""
        word = shown(_WHAT[what]) if what in _WHAT else what
        out.print(text(f"{place}: {word}{times}"), soft_wrap=True)
    if found.left:
        heading(_("Left to you"), out)
    for one in found.left:
        out.print(Padding(text(f"{one.place}: {shown(_LEFT[one.why])}"), (0, 0, 0, 2)))


def print_personal_data(found: PersonalData, out: Console) -> None:
    """Print all that is stored, as it is in the files."""
    if not found.tables:
        out.print(_("Nothing is held."))
    for one in found.tables:
        heading(f"{one.place} {one.table}".strip(), out)
        for line in tomli_w.dumps(dict(one.data)).splitlines():
            out.print(Padding(text(line), (0, 0, 0, 2)))


def print_opt_out(found: OptOut, who: str, out: Console) -> None:
    """Print whether a company was put on the list now."""
    if found.added:
        told = msg("Opted out: {who}, from now on", who=who)
    else:
        told = msg("{who} had opted out already: nothing changed", who=who)
    out.print(text(shown(told)), soft_wrap=True)
