"""A workspace as the plain values of its tables, and the files that they make.

What walks through a plan from outside reads these values, and nothing hageplan has made of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import tomli_w

Table = dict[str, Any]
Span = tuple[datetime, datetime]
WEEKDAYS = ("man", "tir", "ons", "tor", "fre", "lor", "son")


@dataclass
class World:
    """The tables of a workspace, and the words of one `plan`."""

    today: date
    settings: Table
    bedrifter: list[Table]
    avtaler: list[Table] = field(default_factory=list)
    henvendelser: list[Table] = field(default_factory=list)
    busy: dict[str, list[Span]] = field(default_factory=dict)
    veier: Table = field(default_factory=dict)
    words: list[str] = field(default_factory=list)

    @property
    def rules(self) -> Table:
        """What `[planlegging]` says."""
        rules: Table = self.settings["planlegging"]
        return rules

    @property
    def people(self) -> list[Table]:
        """What stands in for nobody, else the medarbeidere."""
        return self.settings.get("medarbeider") or [{"id": "medarbeider"}]

    def files(self) -> Mapping[str, str]:
        """Return the texts of the workspace, by name."""
        logg: dict[int, Table] = {}
        for kind, entries in (("avtale", self.avtaler), ("henvendelse", self.henvendelser)):
            for entry in entries:
                logg.setdefault(entry["tid"].year, {}).setdefault(kind, []).append(entry)
        return {
            "hageplan.toml": tomli_w.dumps(self.settings),
            "bedrifter/alle.toml": tomli_w.dumps({"bedrift": self.bedrifter}),
            **({"veier.toml": tomli_w.dumps(self.veier)} if self.veier else {}),
            **{f"logg/{year}.toml": tomli_w.dumps(tables) for year, tables in logg.items()},
            **{f"{who}.ics": calendar(spans) for who, spans in self.busy.items()},
        }

    def write(self, folder: Path) -> None:
        """Write the workspace into `folder`."""
        for name, text in self.files().items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


def calendar(spans: list[Span]) -> str:
    """Return a calendar file that blocks these times; whole days are written as such."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//prove//NO"]
    for number, (start, end) in enumerate(spans):
        is_whole = start.time() == end.time() == time()
        form, kind = ("%Y%m%d", ";VALUE=DATE") if is_whole else ("%Y%m%dT%H%M%S", "")
        lines += ["BEGIN:VEVENT", f"UID:{number}@prove.example", "DTSTAMP:20260101T000000Z"]
        lines += [f"DTSTART{kind}:{start:{form}}", f"DTEND{kind}:{end:{form}}", "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])
