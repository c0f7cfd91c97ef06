"""Answers from the car that were brought in, for the terminal."""

from __future__ import annotations

from collections.abc import Callable

from rich.console import Console

from hageplan.i18n import _, say, short_moment, shown
from hageplan.imports.answers.result import AnswersImport, WaitingAnswer
from hageplan.imports.terminal import print_forgotten, print_some
from hageplan.messages import msg
from hageplan.records.logg import Henvendelse
from hageplan.ui.console import text
from hageplan.ui.entry_text import contact_words


def print_answers(found: AnswersImport, name_of: Callable[[str], str], out: Console) -> None:
    """Print what goes into the log, what waits and why, and counts that add up."""

    def line(one: Henvendelse) -> str:
        what = ", ".join((name_of(one.organisasjonsnummer), *contact_words(one)))
        return f"  {short_moment(one.tid)} {what}"

    contacts = (one for one in found.new if isinstance(one, Henvendelse))
    print_some(map(line, contacts), out, text(_("To be logged"), "bold"))
    print_some(
        (f"  {name_of(number)}" for number in found.opted_out),
        out,
        text(_("Do not contact again"), "bold"),
    )
    print_some(map(_waiting_line, found.waiting), out, text(_("Waiting"), "bold"))
    counts = msg(
        "{rows} answers: {new} new, {same} unchanged, {rejected} waiting",
        **found.counts.model_dump(),
    )
    out.print(text(shown(counts), "bold"))
    print_forgotten(found.forgotten, out)
    if any(one.sender and not one.text for one in found.waiting):
        told = say(
            "To import answers from an unknown address: --accept ADDRESS. Add your own "
            "addresses as epost under [[medarbeider]] in hageplan.toml."
        )
        out.print(text(told))
    if found.dry_run:
        out.print(_("Dry run: nothing was written."))


def _waiting_line(one: WaitingAnswer) -> str:
    who = ", ".join(filter(None, (one.navn or one.stop, one.sender)))
    why = "; ".join(map(shown, one.why))
    return f"  {one.origin}: {who}: {why}" if who else f"  {one.origin}: {why}"
