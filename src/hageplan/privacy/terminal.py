"""What is held of people, and what was forgotten, for the terminal and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

import tomli_w
from rich.console import Console
from rich.padding import Padding

from hageplan.i18n import _, shown
from hageplan.messages import Message, msg
from hageplan.privacy.erase import Forgetting
from hageplan.privacy.holdings import WHY, Holding
from hageplan.privacy.tables import Table
from hageplan.records.workspace import Workspace
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
    "mention": msg("mention in a text"),
    "plan": msg("saved plan"),
    "kopi": msg("backup"),
    "brev": msg("e-mail, or the copy of one"),
}
_LEFT: Final[Mapping[str, Message]] = {
    "damaged": msg("cannot be read: mend it, then run this again"),
    "inline": msg("writes a list of tables in another way than block by block: change it by hand"),
    "line": msg("may still speak of them: look at this line, change it by hand"),
    "name": msg("its name speaks of them: rename it"),
    "file": msg("speaks of them: change or remove this file yourself"),
    "backup": msg("a backup that holds them: delete it, and make a new one (hageplan backup)"),
    "shared": msg("another company is called so too, so texts keep it: look for it yourself"),
    "git": msg("git keeps what files held before: rewrite its history (git filter-repo)"),
}


def holdings_json(held: Sequence[Holding], workspace: Workspace) -> dict[str, Any]:
    """Return what is held."""
    rows = [
        {
            **asdict(one),
            "why": str(WHY[one.kind]),
            "since": _iso(one.since),
            "latest": _iso(one.latest),
            "until": _iso(one.until),
        }
        for one in held
    ]
    return {
        "schema": "hageplan/privacy/1",
        "example_data": workspace.example_data,
        "holdings": rows,
    }


def print_holdings(held: Sequence[Holding], workspace: Workspace, out: Console) -> None:
    """Print what is held, why, since when and until when."""
    if workspace.example_data:
        example_notice(out)
    rows = table(out)
    rows.add_column(_("What and why"), ratio=3, overflow="fold")
    rows.add_column(_("Count"), justify="right", no_wrap=True)
    rows.add_column(_("Since"), no_wrap=True)
    rows.add_column(_("Oldest until"), no_wrap=True)
    rows.add_column(_("Kept"), ratio=1, overflow="fold")
    for one in held:
        kept = _("{months} months").format(months=one.months) if one.months else _("while employed")
        rows.add_row(
            text(shown(WHY[one.kind])),
            f"{one.count}",
            *(_iso(d) or "–" for d in (one.since, one.until)),
            kept,
        )
    out.print(rows)
    told = _(
        "Counted from the last contact, the day of a note, a plan's last day; members are kept. "
        "Settings: [personvern] in hageplan.toml. hageplan privacy purge removes what is older."
    )
    out.print(text(told))


def forgetting_json(found: Forgetting, *, applied: bool) -> dict[str, Any]:
    """Return what is to go, or went."""
    return {
        "schema": "hageplan/forget/1",
        "applied": applied,
        "removed": dict(found.receipt.fjernet),
        "places": [{"place": place, "what": what} for place, what in found.swept.places],
        "left": [{"place": one.place, "why": one.why} for one in found.swept.left],
    }


def print_forgetting(found: Forgetting, out: Console) -> None:
    """Print what goes and where, and what is left to people."""
    if found.is_empty:
        out.print(_("Nothing is held that is to go."))
    for (place, what), count in Counter(found.swept.places).items():
        times = f" ×{count}" if count > 1 else ""
        word = shown(_WHAT[what]) if what in _WHAT else what
        out.print(text(f"{place}: {word}{times}"), soft_wrap=True)
    if found.swept.left:
        heading(_("Left to you"), out)
    for one in found.swept.left:
        out.print(Padding(text(f"{one.place}: {shown(_LEFT[one.why])}"), (0, 0, 0, 2)))


def export_json(tables: Sequence[Table]) -> dict[str, Any]:
    """Return all that is held, each table with its place."""
    rows = [{"place": t.place, "table": t.name, "data": _plain(t.data)} for t in tables]
    return {"schema": "hageplan/privacy-export/1", "tables": rows}


def print_export(tables: Sequence[Table], out: Console) -> None:
    """Print all that is held, as it stands in the files."""
    if not tables:
        out.print(_("Nothing is held."))
    for one in tables:
        heading(f"{one.place} {one.name}".strip(), out)
        for line in tomli_w.dumps(dict(one.data)).splitlines():
            out.print(Padding(text(line), (0, 0, 0, 2)))


def _plain(value: Any) -> Any:  # noqa: ANN401  (what TOML holds)
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value if isinstance(value, (str, int, float, bool)) else f"{value}"


def _iso(value: object) -> str | None:
    return None if value is None else f"{value}"
