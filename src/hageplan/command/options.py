"""The options that commands share."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import typer

from hageplan.command import completion
from hageplan.command.dates import day_option
from hageplan.i18n import _, shown
from hageplan.messages import msg
from hageplan.ui.clean import printable

WorkspaceOption = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        "-w",
        metavar=_("FOLDER"),
        envvar="HAGEPLAN_WORKSPACE",
        help=_(
            "The folder with hageplan.toml. Default: the nearest folder above, or the "
            "example region."
        ),
    ),
]
WorkspacesOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--workspace",
        "-w",
        metavar=_("FOLDER"),
        envvar="HAGEPLAN_WORKSPACE",
        help=_("The folder with hageplan.toml. Several: each by itself, and all together."),
    ),
]
LangOption = Annotated[
    Literal["nb", "en"] | None,
    typer.Option("--lang", envvar="HAGEPLAN_LANG", help=_("Language of the texts.")),
]
JsonOption = Annotated[bool, typer.Option("--json", help=_("Print only JSON on standard output."))]
QuietOption = Annotated[
    bool, typer.Option("--quiet", "-q", help=_("Show no progress and no notes."))
]
DryRunOption = Annotated[
    bool, typer.Option("--dry-run", help=_("Show what would change, without writing."))
]
YesOption = Annotated[bool, typer.Option("--yes", help=_("Do it without asking."))]
DebugOption = Annotated[
    bool,
    typer.Option("--debug", help=_("Show where in the program an error occurred."), hidden=True),
]
TodayOption = Annotated[
    date | None, day_option("--today", told=_("Run as if today were this day."), is_eager=True)
]
KommuneOption = Annotated[
    list[str] | None,
    typer.Option(
        "--kommune",
        "-k",
        metavar=_("NAME"),
        autocompletion=completion.kommuner,
        help=_("Municipality, by name or number. Can be repeated."),
    ),
]
PeriodOption = Annotated[
    str | None,
    typer.Option(
        "--period",
        metavar=_("PERIOD"),
        help=_("2026, november, week 48, last month, 1.10.-31.12. Default: this year."),
    ),
]
CsvOption = Annotated[
    Path | None, typer.Option("--csv", help=_("Write the result to this file as CSV."))
]
ExcelOption = Annotated[
    bool,
    typer.Option(
        "--excel", help=_("Write CSV for Norwegian Excel, with semicolons and decimal commas.")
    ),
]
SeedOption = Annotated[
    int,
    typer.Option(
        min=0,
        max=2**31 - 1,
        help=_("Seed for random choices. The same seed gives the same result."),
    ),
]
EveryoneOption = Annotated[
    bool,
    typer.Option("--alle", help=_("Include all companies, also those outside [maalgruppe].")),
]
FallbackOption = Annotated[
    bool,
    typer.Option(
        "--fallback",
        help=_("Estimate driving times where the road service does not answer; they are marked."),
    ),
]
ExplainOption = Annotated[
    bool, typer.Option("--explain", help=_("Show the assumptions and how the result was found."))
]
MedarbeiderOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="ID",
        autocompletion=completion.medarbeidere,
        help=_("Who drives (ID). Can be repeated."),
    ),
]
FromOption = Annotated[date | None, day_option("--from", told=_("First day. Default: tomorrow."))]
DaysOption = Annotated[
    int | None, typer.Option(min=1, max=60, help=_("Working days. Default: as set, otherwise 5."))
]
CompanyArgument = Annotated[
    str,
    typer.Argument(
        metavar=_("COMPANY"),
        autocompletion=completion.bedrifter,
        help=_("The company: its name or the beginning of it, or its number."),
    ),
]
TYPER_WORDS = (
    msg("Options"),
    msg("Arguments"),
    msg("Commands"),
    msg("required"),
    msg("default: {default}"),
    msg("env var: {var}"),
    msg("Missing command."),
)
"""Typer's own words, so that the catalogue has them."""


def count_option(told: str, most: int | None = None) -> object:
    """Return an option of how many are wanted, at least one."""
    return typer.Option("-n", "--count", min=1, max=most, help=told)


def word_option(*names: str, words: Mapping[str, str], told: str) -> object:
    """Return an option that takes one of a few words as people spell them: `målbedrift`, `møte`.

    `words` are the values by what is understood for each, spelt as by `ascii_key`.
    """
    values = [*dict.fromkeys(words.values())]

    def understood(text: str | None) -> str | None:
        from hageplan.records.spelling import ascii_key

        if text is None or (value := words.get(ascii_key(text))):
            return text and value
        known = msg(
            "«{text}» cannot be used; write one of: {words}", text=text, words=", ".join(values)
        )
        raise typer.BadParameter(printable(shown(known)))

    return typer.Option(
        *names,
        parser=str,
        metavar=f"[{'|'.join(values)}]",
        autocompletion=completion.among(values),
        callback=understood,
        help=told,
    )


def out_option(endings: Collection[str]) -> object:
    """Return the option of the files that a result is written into."""
    told = _("Write the result to this file; the extension decides the format. Can be repeated.")
    help_text = f"{told} {' '.join(endings)}"
    return Annotated[list[Path] | None, typer.Option("-o", metavar=_("FILE"), help=help_text)]
