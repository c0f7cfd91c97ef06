"""What every command does around its work: the workspace, the day, the errors."""

from __future__ import annotations

import functools
import os
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec
from zoneinfo import ZoneInfo

import typer

from hageplan import i18n
from hageplan.errors import HageplanError, InternalError, RequestError
from hageplan.messages import Message, msg

if TYPE_CHECKING:
    from hageplan.records.base import Record
    from hageplan.records.workspace import Workspace

P = ParamSpec("P")
INTERRUPTED = 130
OURS = InternalError.exit_code
STANDARD_OUTPUT = Path("-")
"""What other programs take for standard output; ours would make a file of that name."""
_OPEN_FILES = Path("/proc")
_FOLDER = msg("name a folder, such as {name}; it is made where there is none", name="utkast")


def guarded(command: Callable[P, None]) -> Callable[P, None]:
    """Turn every exception of a command into a text on standard error and an exit code."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except KeyboardInterrupt:
            typer.echo(i18n._("hageplan: interrupted; nothing more was written"), err=True)
            raise typer.Exit(INTERRUPTED) from None
        except (BrokenPipeError, typer.Exit, typer.Abort, typer.BadParameter):
            raise
        except Exception as fault:
            if kwargs.get("debug"):
                traceback.print_exc()
            raise typer.Exit(_reported(fault)) from None

    return run


def _reported(fault: Exception) -> int:
    from hageplan.ui.console import console
    from hageplan.ui.problems import print_error

    if isinstance(fault, OSError):
        failed = i18n._("hageplan: reading or writing failed: {why}")
        note(failed.format(why=fault.strerror or fault), quiet=False)
        return HageplanError.exit_code
    if not isinstance(fault, HageplanError):
        note(_our_fault(f"{type(fault).__name__}: {fault}"), quiet=False)
        return OURS
    if isinstance(fault, InternalError):
        note(_our_fault(i18n.shown(fault.message)), quiet=False)
        return OURS
    print_error(fault, console(sys.stderr))
    return fault.exit_code


def _our_fault(what: str) -> str:
    line = i18n._("hageplan: a fault of ours: {what}. Please report it with --debug's output.")
    return line.format(what=" ".join(what.split()))


@dataclass(frozen=True)
class Place:
    """Where a command works: a workspace's folder, or the example region."""

    folder: Path
    is_example: bool

    @property
    def own(self) -> Path | None:
        """The folder, where it is the user's own."""
        return None if self.is_example else self.folder


def locate(asked_for: Path | None) -> Place:
    """Return the workspace to work in; from here on texts are in its language, or the asked one.

    So faults in the records are told in it too.
    """
    from hageplan.workspace.find import example_dir, find_workspace, read_language

    found = find_workspace(asked_for, Path.cwd())
    place = Place(found or example_dir(), found is None)
    language = i18n.asked_for(sys.argv[1:], os.environ)
    i18n.use(i18n.choose(language, read_language(place.folder)))
    return place


def own_folder(place: Place) -> Path:
    """Return the user's own workspace; raises RequestError for the example: none writes there."""
    if place.own is None:
        raise no_workspace()
    return place.own


def unconfirmed(*, quiet: bool) -> typer.Exit:
    """Say that nothing was changed since nobody agreed; return what ends the command."""
    note(i18n._("hageplan: nothing was changed; --yes does it"), quiet=quiet)
    return typer.Exit(1)


def no_workspace() -> RequestError:
    """Return the fault of writing where the example region is all there is."""
    return RequestError(
        msg("there is no workspace to save into; this is the example region"),
        msg("make one: hageplan init FOLDER"),
    )


@contextmanager
def writing(folder: Path, *, quiet: bool, patience_s: float | None = None) -> Iterator[None]:
    """Be the only one who writes in the workspace `folder`; read what is to be changed in here.

    Another writer is waited for, `patience_s` or as long as is usual.
    """
    import socket

    from hageplan.workspace.lock import PATIENCE_S, Holder, locked

    names = (os.environ.get(name) for name in ("USER", "LOGNAME", "USERNAME"))
    holder = Holder(
        next((name for name in names if name), "?"),
        socket.gethostname(),
        os.getpid(),
        " ".join(["hageplan", *sys.argv[1:2]]),
        f"{now():%Y-%m-%d %H:%M}",
    )
    with locked(
        folder, holder, _patience_s(PATIENCE_S if patience_s is None else patience_s)
    ) as held:
        if not held.is_native:
            told = msg("hageplan: this folder knows no locks; a file in .hageplan/ stands for one")
            note(i18n.shown(told), quiet=quiet)
        yield


def _patience_s(usual: float) -> float:
    """Return how long to wait for another writer: HAGEPLAN_WAIT, in seconds, or the usual."""
    asked = os.environ.get("HAGEPLAN_WAIT", "")
    try:
        return max(float(asked), 0.0) if asked else usual
    except ValueError:
        raise RequestError(
            msg("HAGEPLAN_WAIT is {value}", value=repr(asked)), msg("a number of seconds")
        ) from None


def day(today: datetime | None) -> date:
    """Return `today`, by default the date in Norway now."""
    return (today or now()).date()


def now() -> datetime:
    """Return the time in Norway."""
    return datetime.now(ZoneInfo("Europe/Oslo"))


def records_of(place: Place, today: date) -> Workspace:
    """Return the records in `place`; an answer after both `today` and the real day is a fault."""
    from hageplan.workspace.read import load

    return load(place.folder, today=max(today, day(None)))


def kommuner_of(texts: Iterable[str] | None, records: Workspace) -> tuple[str, ...]:
    """Return the numbers of the municipalities that people named; raises RequestError."""
    from hageplan.workspace.lookup import find_all

    return find_all(texts or (), records.kommuner, (*records.dekker, *records.vurderer))


def numbers_of(texts: Iterable[str] | None, records: Workspace) -> tuple[str, ...]:
    """Return the organisasjonsnummer that people typed; raises RequestError for an unknown one."""
    from hageplan.workspace.lookup import numbers_of as found

    return found(texts, records)


def print_json(document: Mapping[str, Any] | Record) -> None:
    """Print a document on standard output."""
    from hageplan.ui.clean import json_text

    if not isinstance(document, Mapping):
        document = document.model_dump(mode="json", by_alias=True)
    typer.echo(json_text(document))


def check_excel(csv: Path | None, *, excel: bool) -> None:
    """Refuse `--excel` where no CSV is written."""
    if excel and csv is None:
        raise typer.BadParameter(i18n._("--excel goes with --csv FILE"))


def write_file(path: Path, content: str | bytes, *, quiet: bool) -> None:
    """Write a result into a file, as `write_files` does."""
    write_files({path: content}, quiet=quiet)


def write_files(contents: Mapping[Path, str | bytes], *, quiet: bool) -> None:
    """Write results into files in one step and say so.

    Never over records, nor where there is no such folder: then RequestError, and nothing written.
    """
    from hageplan.workspace.write import replace_files

    check_targets(contents)
    replace_files(contents)
    tell_written(contents, quiet=quiet)


def tell_written(paths: Iterable[Path], *, quiet: bool) -> None:
    """Say which files were written."""
    for path in paths:
        note(i18n.shown(msg("written: {path}", path=path)), quiet=quiet)


def check_targets(paths: Iterable[Path]) -> None:
    """Raise RequestError where a result cannot be written, before anything is."""
    for path in paths:
        what = _obstacle(path)
        if what is not None:
            raise RequestError(
                what,
                msg("name a file in a folder that is there, such as {name}", name="tabell.csv"),
            )


def check_folder(path: Path) -> None:
    """Raise RequestError where a folder for results neither is there nor can be made."""
    if path == STANDARD_OUTPUT:
        raise RequestError(msg("results go into files, not to standard output"), _FOLDER)
    first = next(part for part in (path, *path.parents) if part.is_symlink() or part.exists())
    if not first.is_dir():
        raise RequestError(msg("{path} is no folder", path=first), _FOLDER)


def _obstacle(path: Path) -> Message | None:
    """Return why a result cannot go into `path`; None where it can."""
    if path == STANDARD_OUTPUT:
        return msg("results go into files, not to standard output")
    if path.suffix == ".toml" or path.is_dir() or not path.parent.is_dir():
        return msg("{path} is no place for a result", path=path)
    if _is_stream(path) or (path.exists() and not path.is_file()):
        # Whoever may would put a file in the place of the device.
        return msg("{path} is no ordinary file, and would be replaced by one", path=path)
    if path.is_symlink() and not path.exists():
        return msg("{path} is a link to a file that is not there", path=path)
    return None


def _is_stream(path: Path) -> bool:
    """Tell whether a file is one that we hold open, such as /dev/stdout, wherever that leads."""
    folder = path.parent.resolve()
    target = folder / (path.readlink() if path.is_symlink() else path.name)
    return any(_OPEN_FILES in (one, *one.parents) for one in (folder, target))


def note(text: str, *, quiet: bool) -> None:
    """Say something on standard error, on one line."""
    if not quiet:
        from hageplan.ui.clean import printable

        typer.echo(printable(text), err=True)


@contextmanager
def progress_bar(*, quiet: bool, doing: str = "") -> Iterator[Callable[[float], None]]:
    """Show progress on standard error, where that is a terminal; planning unless said otherwise."""
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.progress import Progress

    from hageplan.ui.console import console

    with Progress(console=console(sys.stderr), transient=True) as bar:
        task = bar.add_task(doing or i18n._("Planning"), total=1.0)
        yield lambda share: bar.update(task, completed=share)
