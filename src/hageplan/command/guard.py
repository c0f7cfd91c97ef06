"""Exceptions of a command as a text on standard error and an exit code."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from hageplan import i18n
from hageplan.command.answer import note
from hageplan.errors import HageplanError, InternalError, why_of

INTERRUPTED = 130
OURS = InternalError.exit_code


@contextmanager
def guarded(*, debug: bool) -> Iterator[None]:
    """Turn every exception into a text and an exit code; with `debug` its traceback comes first."""
    try:
        yield
    except KeyboardInterrupt:
        typer.echo(
            i18n._(
                "hageplan: interrupted. What was reported as saved is saved; "
                "nothing else was written."
            ),
            err=True,
        )
        raise typer.Exit(INTERRUPTED) from None
    except (typer.Exit, typer.Abort, typer.BadParameter):
        raise
    except Exception as fault:
        if debug:
            traceback.print_exc()
        raise typer.Exit(_reported(fault)) from None


def _reported(fault: Exception) -> int:
    if isinstance(fault, OSError):
        note(i18n.say("hageplan: reading or writing failed: {why}", why=why_of(fault)), quiet=False)
        return HageplanError.exit_code
    if not isinstance(fault, HageplanError):
        note(_our_fault(f"{type(fault).__name__}: {fault}"), quiet=False)
        return OURS
    if isinstance(fault, InternalError):
        note(_our_fault(i18n.shown(fault.message)), quiet=False)
        return OURS
    # Tables of faults need Rich, which most commands end without.
    from hageplan.ui.problems import print_error

    print_error(fault)
    return fault.exit_code


def _our_fault(what: str) -> str:
    line = i18n._("hageplan: internal error: {what}. Please report it, with the output of --debug.")
    return line.format(what=" ".join(what.split()))
