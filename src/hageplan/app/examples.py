"""Examples of every command, as its `--help` and the manual page show them.

They stand on the example region (`hageplan init --demo`), and a test runs each one there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import typer

from hageplan.i18n import _

EXAMPLES: Final[Mapping[str, Sequence[str]]] = {
    "score": (
        "hageplan score",
        "hageplan score --kommune Tynset --kommune Os --explain",
        "hageplan score --csv interesse.csv --excel",
    ),
    "roads": ("hageplan roads", "hageplan roads --json"),
    "roads build": ("hageplan roads build norway-latest.osm.pbf --around-km 80",),
    "roads compare": ("hageplan roads compare", "hageplan roads compare --kommune Rendalen"),
    "roads remove": ("hageplan roads remove norway-latest",),
    "next": ("hageplan next -n 5", "hageplan next --kommune Tynset --value jobs --explain"),
    "plan": (
        "hageplan plan --kommune Tynset --days 3",
        "hageplan plan --kommune Tynset --kommune Os --medarbeider sigrid --save",
        "hageplan plan --from-plan latest --without isglefse-bakeri --absent ola:2026-12-01",
    ),
    "show": ("hageplan show", "hageplan show 2026-11-23-1 --csv plan.csv --excel"),
    "compare": ("hageplan compare 2026-11-23-1", "hageplan compare 2026-11-23-1 2026-11-23-2"),
    "export": (
        "hageplan export -o tur.html -o tur.ics",
        "hageplan export 2026-11-23-1 --medarbeider sigrid -o sigrid.ics",
        "hageplan export -o tur.xlsx -o tur.gpx --csv tur.csv --excel",
        "hageplan export companies -o liste.xlsx",
        "hageplan export --xlsform -o svar.xlsx",
    ),
    "invite": ("hageplan invite", "hageplan invite 2026-11-23-1 -n 1 --folder utkast"),
    "uke": (
        "hageplan uke",
        'hageplan uke --week "neste uke" --medarbeider Sigrid',
        "hageplan uke -o uke.html -o uke.md",
    ),
    "summary": (
        "hageplan summary",
        "hageplan summary --since-last --if-new",
        "hageplan summary --week 2026-W47 -o uke47.md",
    ),
    "report": (
        "hageplan report siva --period 2026-H2",
        "hageplan report styre --period november -o styre.html -o styre.xlsx",
        "hageplan report kommune --kommune Tynset -o tynset.md",
    ),
    "outbox": ("hageplan outbox", "hageplan outbox --json"),
    "staffing": (
        "hageplan staffing",
        "hageplan staffing --scenario high --set hours_per_member=30",
        "hageplan staffing --where",
    ),
    "forecast": (
        "hageplan forecast",
        "hageplan forecast --policy hire-now --policy when-short -o prognose.html",
        "hageplan forecast --months 24 --explain",
    ),
    "slots": (
        "hageplan slots isglefse-bakeri",
        "hageplan slots isglefse-bakeri --count 3 --medarbeider ola",
    ),
    "book": (
        'hageplan book isglefse-bakeri --at "2026-12-01 10:00" --medarbeider sigrid',
        'hageplan book "isglefse teknologi" --at "2026-12-02 12:30" --medarbeider ola',
    ),
    "move": (
        'hageplan move isglefse-bakeri --at "2026-12-02 12:30"',
        'hageplan move isglefse-bakeri --at "2026-12-03 10:00" --medarbeider ola',
    ),
    "cancel": ("hageplan cancel isglefse-bakeri",),
    "match": (
        "hageplan match --kommune Tolga",
        'hageplan match "Isglefse Bakeri"',
        "hageplan match introduce isglefse-bakeri isglefse-teknologi --medarbeider sigrid",
    ),
    "match introduce": (
        "hageplan match introduce isglefse-bakeri isglefse-teknologi --medarbeider sigrid",
        'hageplan match introduce "Isglefse Bakeri" enova --medarbeider ola --frist 2027-01-10',
    ),
    "log": (
        'hageplan log "Isglefse Bakeri" --interesse interessert --notat "Ring i mars"',
        'hageplan log isglefse-bakeri --kind telefon --utvider "ny hall" --behov kapital,lokaler',
        'hageplan log isglefse-bakeri --oppfolging "2026-12-05 ring om søknaden" --ansvarlig ola',
        "hageplan log show -n 5",
        "hageplan log fix h-20261120-1030-301877250 --interesse ikke",
    ),
    "log show": ("hageplan log show -n 5", 'hageplan log show "Isglefse Bakeri" --corrected'),
    "followup": (
        "hageplan followup --overdue",
        "hageplan followup --medarbeider sigrid --csv oppgaver.csv",
    ),
    "jobs": ("hageplan jobs", "hageplan jobs --period 2026-H2 --kommune Tynset --explain"),
    "done": (
        'hageplan done isglefse-bakeri --interesse interessert --notat "Ring i mars" --minutter 50',
        'hageplan done o-20261205-332961888 --notat "Ringte; søknaden er sendt"',
    ),
    "bedrift": ('hageplan bedrift "Isglefse Bakeri"', "hageplan bedrift 301877250 --json"),
    "bedrift ny": (
        'hageplan bedrift ny --navn "Elve Data AS" --kommune Tynset --telefon "900 00 001" --yes',
    ),
    "bedrift endre": (
        'hageplan bedrift endre "Elve Data" --kontakt "Kari Eksempel" --ansatte 4 --yes',
        'hageplan bedrift endre "Elve Data" --orgnr 310000000 --yes',
    ),
    "bedrift medlem": ('hageplan bedrift medlem "Elve Data" --dato 2026-11-01 --yes',),
    "bedrift avslag": (
        'hageplan bedrift avslag "Isglefse Bakeri" --grunn "ikke nå" --kind telefon --yes',
    ),
    "bedrift sluttet": ('hageplan bedrift sluttet "Elve Data" --yes',),
    "bedrift ring-ikke": ('hageplan bedrift ring-ikke "Isglefse Bakeri" --yes',),
    "avtaler": ("hageplan avtaler", "hageplan avtaler --json"),
    "backup": ("hageplan backup", "hageplan backup --folder ../kopier"),
    "restore": ("hageplan restore latest --dry-run", "hageplan restore latest --yes"),
    "check": ("hageplan check", "hageplan check --repair --yes"),
    "init": ("hageplan init min-hage --kommune Tynset --kommune Os", "hageplan init lek --demo"),
    "geocode": ("hageplan geocode --kommune Folldal --dry-run",),
    "import": ("hageplan import csv uttrekk.csv --dry-run",),
    "import csv": (
        "hageplan import csv uttrekk.csv --dry-run",
        'hageplan import csv uttrekk.csv --map "organisasjonsnummer=Org. nr."',
    ),
    "import excel": (
        "hageplan import excel liste.xlsx --sheet Bedrifter",
        "hageplan import excel regnskap.xlsx --accounts --dry-run",
    ),
    "import brreg": (
        "hageplan import brreg --kommune Tynset --file underenheter.csv",
        "hageplan import brreg --changes",
    ),
    "import regnskap": (
        "hageplan import regnskap",
        "hageplan import regnskap isglefse-bakeri --try",
    ),
    "import ssb": ("hageplan import ssb", "hageplan import ssb --kommune Tynset --try"),
    "import visits": ("hageplan import visits svar.json --dry-run",),
    "import survey": ("hageplan import survey svar.csv --dry-run",),
    "import calendar": ("hageplan import calendar kalender.ics --medarbeider sigrid --dry-run",),
    "import undo": ("hageplan import undo",),
    "privacy": ("hageplan privacy", "hageplan privacy export sigrid"),
    "privacy reserve": ('hageplan privacy reserve isglefse-bakeri --grunn "ring aldri"',),
    "privacy email": ("hageplan privacy email isglefse-bakeri post@bedrift.example",),
    "privacy forget": (
        "hageplan privacy forget isglefse-bakeri --dry-run",
        'hageplan privacy forget "Nils Eksempel" --yes',
    ),
    "privacy purge": ("hageplan privacy purge --dry-run",),
    "privacy export": (
        "hageplan privacy export sigrid",
        "hageplan privacy export 301877250 --json",
    ),
}
"""Lines to type, by the words of the command, in an order in which they can be run."""


def epilog(command: str) -> str | None:
    """Return what stands below the options of a command; None where it has no examples."""
    lines = EXAMPLES.get(command)
    # The sign before the lines keeps them from being wrapped.
    return "\n".join(["\b", _("Examples:"), *(f"  {line}" for line in lines)]) if lines else None


def put_examples(app: typer.Typer, name: str) -> None:
    """Give the commands below `name` their examples; the one that may go unsaid has the group's."""
    usual = getattr(app.info.cls, "usual", None)
    for command in app.registered_commands:
        words = name if command.name == usual else f"{name} {command.name}"
        command.epilog = epilog(words)
