"""`hageplan outbox`."""

from __future__ import annotations

from typing import Annotated

import typer

from hageplan.command.call import Call
from hageplan.command.declare import command
from hageplan.i18n import _


@command()
def outbox(
    call: Call,
    send: Annotated[bool, typer.Option("--send", help=_("Send e-mail that is waiting."))] = False,
) -> None:
    """List the e-mail that waits, may have arrived or was refused; with --send, send it."""
    from hageplan.mail import run

    run.outbox(call, send=send)
