"""`hageplan outbox`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from hageplan.command.options import (
    DebugOption,
    JsonOption,
    LangOption,
    QuietOption,
    TodayOption,
    WorkspaceOption,
)
from hageplan.command.running import (
    day,
    guarded,
    locate,
    now,
    own_folder,
    print_json,
    records_of,
    writing,
)
from hageplan.i18n import _

if TYPE_CHECKING:
    from hageplan.mail.result import Delivery


@guarded
def outbox(
    send: Annotated[bool, typer.Option("--send", help=_("Send what waits."))] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    today: TodayOption = None,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.app.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """List the e-mail that waits, may have arrived or was refused; with --send, send it."""
    from hageplan import api
    from hageplan.mail.terminal import outbox_document, print_delivery, print_outbox
    from hageplan.ui.console import console

    place = locate(workspace)
    delivery: Delivery | None = None
    if send:
        folder = own_folder(place)
        with writing(folder, quiet=quiet):
            records = records_of(place, day(today))
            delivery = api.send_waiting(folder, records, now(), smtp_password())
        held = api.outbox(folder)
    else:
        held = api.outbox(place.own) if place.own else ()
    if as_json:
        document = outbox_document(held, delivery, place.own)
        print_json(document)
    elif delivery is None:
        print_outbox(held, place.own, console())
    else:
        print_delivery(delivery, place.folder, console())
    if delivery is not None and delivery.failure is not None:
        raise delivery.failure


def smtp_password() -> str:
    """Return the password that the environment gives, "" where it gives none."""
    from hageplan.mail.password import VARIABLE

    return os.environ.get(VARIABLE, "")
