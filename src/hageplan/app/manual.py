"""The manual page, made from the commands, in the language in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from hageplan.app.examples import EXAMPLES
from hageplan.i18n import _, shown
from hageplan.messages import Message, msg

_SIGNS: Final = str.maketrans(
    {
        "\\": r"\e",
        "-": r"\-",
        "'": r"\(aq",
        "`": r"\(ga",
        "^": r"\(ha",
        "~": r"\(ti",
        '"': r"\(dq",
        "…": "...",
    }
)
"""Signs that roff would act on, or print as another one."""
_OF_ALL: Final = ("--help", "--lang")
"""Options of every command, told once."""
TERMS: Final[Mapping[str, Mapping[str, Message]]] = {
    "options": {
        "--help": msg("Show what a command does, its options and examples."),
        "--lang nb|en": msg("The language of the texts, for every command."),
        "--version": msg("Print the version."),
        "--install-completion": msg("Let the shell complete commands, options and values."),
        "--show-completion": msg("Print the completion script."),
    },
    "exit_codes": {
        "0": msg("Done."),
        "1": msg("Errors in the files or in the request, or reading or writing failed."),
        "2": msg("Wrong usage."),
        "3": msg("An outside service failed."),
        "70": msg("Internal error; --debug shows where."),
        "130": msg("Interrupted. What was reported as saved is saved; nothing else was written."),
    },
    "environment": {
        "HAGEPLAN_WORKSPACE": msg("The workspace when --workspace is not given."),
        "HAGEPLAN_LANG": msg("The language when --lang is not given: nb or en."),
        "HAGEPLAN_WAIT": msg("Seconds to wait when someone else is writing in the workspace."),
        "NO_COLOR": msg("Print without colours, whatever the value."),
    },
    "files": {
        "hageplan.toml": msg("The næringshage, its municipalities, medarbeidere and settings."),
        "bedrifter/*.toml": msg("The companies."),
        "logg/YYYY.toml": msg("What was said and agreed. Commands only add to it."),
        "planer/*.toml": msg("Saved plans."),
        "svar/*.txt": msg("Answers from the road that must be corrected before they are imported."),
        "kommuner.toml": msg("Municipalities that differ from those that come with hageplan."),
        "ressurser.toml": msg("Support schemes to refer companies to."),
        "veier.toml": msg("Known driving times, winter conditions, closed roads and ferries."),
        "reservert.toml": msg("Companies that must not be contacted."),
        "sikkerhetskopier/*.zip": msg("Backups."),
    },
}
"""What the page explains one by one."""


@dataclass(frozen=True)
class ManualCommand:
    """A command as people type it; `options` are its arguments and options with their help."""

    words: str
    usage: str
    told: str
    options: tuple[tuple[str, str], ...]


def commands(app: typer.Typer) -> Iterator[ManualCommand]:
    """Give the commands and their subcommands, in the order of `--help`."""
    group = get_command(app)
    if isinstance(group, TyperGroup):
        yield from _below(group, typer.Context(group, info_name="hageplan"), "")


def _below(group: TyperGroup, context: typer.Context, words: str) -> Iterator[ManualCommand]:
    """Give what is below a group; a command that may go unsaid stands for the group."""
    usual = getattr(group, "usual", None)
    for name, command in group.commands.items():
        is_usual = name == usual
        path = words if is_usual else f"{words} {name}".strip()
        inner = typer.Context(command, parent=context, info_name=name)
        if isinstance(command, TyperGroup):
            if getattr(command, "usual", None) is None:
                yield _described(command, inner, path)
            yield from _below(command, inner, path)
        elif isinstance(command, TyperCommand):
            yield _described(command, inner, path)


def _described(
    command: TyperCommand | TyperGroup, context: typer.Context, words: str
) -> ManualCommand:
    records = [parameter.get_help_record(context) for parameter in command.get_params(context)]
    told = [one for one in filter(None, records) if not one[0].startswith(_OF_ALL)]
    usage = " ".join(["hageplan", words, *command.collect_usage_pieces(context)])
    return ManualCommand(words, usage, command.help or "", tuple(told))


def page(version: str) -> str:
    """Return the manual page hageplan(1) as roff."""
    from hageplan.app.commands import app_for

    listed = tuple(commands(app_for(None)))
    see_also = _(
        "hageplan COMMAND --help; the pages in docs/nb and docs/en of the source "
        "describe JSON, CSV and what the files may hold."
    )
    parts = (
        _head(version),
        _section(_("NAME"), roff("hageplan - " + _("planner for a næringshage"))),
        _section(_("SYNOPSIS"), r"\fBhageplan\fR \fI" + _inline(_("COMMAND")) + r"\fR [...]"),
        _section(_("DESCRIPTION"), *map(_paragraph, _description())),
        _section(_("OPTIONS"), *_terms("options")),
        _section(_("COMMANDS"), *map(_command, listed)),
        _section(_("EXIT STATUS"), *_terms("exit_codes")),
        _section(_("ENVIRONMENT"), *_terms("environment")),
        _section(_("FILES"), *_terms("files")),
        _section(_("EXAMPLES"), *(_shown(told, lines) for told, lines in _tour())),
        _section(_("SEE ALSO"), roff(see_also)),
    )
    return "\n".join(parts) + "\n"


def _description() -> tuple[str, ...]:
    return (
        _(
            "hageplan reads text files about companies and contacts, estimates how many "
            "companies want to join, and how certain that is. It plans visits: whom to "
            "visit, when, in which order, how far to drive, and why."
        ),
        _(
            "The data is a folder of TOML files, called a workspace; hageplan init "
            "creates one. Without a workspace the commands use an example region with "
            "invented companies, and say so."
        ),
        _("Results go to standard output, everything else to standard error."),
    )


def _tour() -> tuple[tuple[str, Sequence[str]], ...]:
    return (
        (
            _("Create a workspace, fill it from a register extract, and check it:"),
            (
                "hageplan init min-hage --kommune Tynset",
                "cd min-hage",
                "hageplan import csv uttrekk.csv",
                "hageplan check",
            ),
        ),
        (
            _("Plan a week of visits, save the plan, and log a visit:"),
            (
                "hageplan plan --kommune Tynset --save",
                'hageplan log "Fjellbakeriet" --interesse interessert',
            ),
        ),
        (
            _("Before a board meeting:"),
            ("hageplan score --explain", "hageplan staffing"),
        ),
    )


def _head(version: str) -> str:
    title = f'.TH HAGEPLAN 1 "" "hageplan {_inline(version)}" "{_inline(_("Commands"))}"'
    # Neither hyphenated nor spread out: what is to be typed is to be found and copied.
    return "\n".join([r"'\" -*- coding: utf-8 -*-", title, ".nh", ".ad l"])


def _section(title: str, *blocks: str) -> str:
    return "\n".join([f".SH {_inline(title)}", *blocks])


def _command(command: ManualCommand) -> str:
    lines = [
        f".SS {_inline(f'hageplan {command.words}')}",
        r"\fB" + _inline(command.usage) + r"\fR",
    ]
    lines += [_paragraph(command.told), *map(_item, command.options)]
    examples = EXAMPLES.get(command.words, ())
    return "\n".join([*lines, *([_shown(_("Examples:"), examples)] if examples else [])])


def _paragraph(text: str) -> str:
    return f".PP\n{roff(text)}"


def _item(item: tuple[str, str]) -> str:
    name, told = item
    return "\n".join([".TP", r"\fB" + _inline(name) + r"\fR", *([roff(told)] if told else [])])


def _terms(name: str) -> Iterator[str]:
    return (_item((term, shown(told))) for term, told in TERMS[name].items())


def _shown(told: str, lines: Sequence[str]) -> str:
    """Return lines that are shown as they are, indented, below what is told of them."""
    return "\n".join([_paragraph(told), ".PP", ".RS 4", ".nf", *map(roff, lines), ".fi", ".RE"])


def roff(text: str) -> str:
    """Return text as one line of a page that shows it as it is."""
    escaped = _inline(" ".join(text.split()))
    return rf"\&{escaped}" if escaped.startswith(".") else escaped


def _inline(text: str) -> str:
    return text.translate(_SIGNS)
