"""What a command says: results on standard output, all else on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from hageplan import i18n
from hageplan.messages import MEANWHILE, Message
from hageplan.ui.clean import json_text, printable

if TYPE_CHECKING:
    from hageplan.records.base import Record


def print_json(document: Mapping[str, Any] | Record) -> None:
    """Print a document on standard output."""
    typer.echo(json_document(document))


def json_document(document: Mapping[str, Any] | Record) -> str:
    """Return a document as text."""
    if not isinstance(document, Mapping):
        document = document.model_dump(mode="json", by_alias=True)
    return json_text(document)


def note(text: str, *, quiet: bool) -> None:
    """Say something on standard error, on one line."""
    if not quiet:
        typer.echo(printable(text), err=True)


def tell_written(paths: Iterable[Path | str], *, quiet: bool) -> None:
    """Say which files were written."""
    for path in paths:
        note(i18n.say("written: {path}", path=path), quiet=quiet)


def tell_of_cards(*, quiet: bool) -> None:
    """Say what contacts as cards lead to."""
    note(
        i18n._(
            "hageplan: contact cards are out of reach of hageplan privacy forget. Erase "
            "people from your address books too."
        ),
        quiet=quiet,
    )


def unconfirmed(*, quiet: bool) -> typer.Exit:
    """Say that nothing was changed since nobody agreed; return what ends the command."""
    note(i18n._("hageplan: nothing was changed. To do it without being asked: --yes"), quiet=quiet)
    return typer.Exit(1)


@contextmanager
def progress_bar(*, quiet: bool, doing: str = "") -> Iterator[Callable[[float], None]]:
    """Show progress on standard error, where that is a terminal; planning unless said otherwise."""
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.progress import Progress

    from hageplan.ui.console import console

    with Progress(console=console(sys.stderr), transient=True) as bar:
        usual = doing or i18n._("Planning")
        task = bar.add_task(usual, total=1.0)

        def tell(told: Message) -> None:
            bar.update(task, description=i18n.shown(told), refresh=True)

        before = MEANWHILE.set(tell)
        try:
            yield lambda share: bar.update(task, completed=share, description=usual)
        finally:
            MEANWHILE.reset(before)
