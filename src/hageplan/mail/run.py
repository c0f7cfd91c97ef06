"""What `outbox` does: send what waits if that is wanted, and show the letters."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING, Final

from hageplan.command.call import Call, norwegian_time
from hageplan.mail.outbox import listed
from hageplan.mail.password import VARIABLE
from hageplan.mail.result import Delivery, Outbox
from hageplan.mail.terminal import print_outbox

if TYPE_CHECKING:
    from hageplan.records.workspace import Workspace

PATIENCE_S: Final = 300.0
"""How long to wait for others, who may be sending through a slow mail server."""


def outbox(call: Call, *, send: bool) -> None:
    """Show what waits, or what became of it; raises ServiceError if a letter was not sent."""
    delivery = None
    if send:
        call.own_folder()
        delivery = deliver(call, call.records(), norwegian_time())
    done = delivery or Delivery()
    told = {one.path: one for one in done.letters}
    queued = listed(call.own) if call.own else ()
    found = Outbox(letters=(*(told.get(one.path, one) for one in queued), *done.sent))
    letters = delivery.letters if delivery else found.letters
    call.show(found, lambda out: print_outbox(letters, out))
    if delivery is not None and delivery.failure is not None:
        raise delivery.failure


def deliver(call: Call, records: Workspace, now: datetime) -> Delivery:
    """Send what waits, with the password of the environment; see `mail.send.send_waiting`.

    One sends at a time. The workspace's lock is held only while files are moved, never while a
    server is spoken to.
    """
    # Mail servers and TLS take 10 ms to load; most who look at the outbox send nothing.
    from hageplan.command.writing import lock, sending_lock
    from hageplan.mail.send import send_waiting

    folder = call.own_folder()

    def alone() -> AbstractContextManager[object]:
        return lock(folder, PATIENCE_S, norwegian_time())

    with sending_lock(folder, PATIENCE_S, now):
        with call.writing(patience_s=PATIENCE_S):
            pass  # what is to be said of the folder, and of a change that was cut off, is said once
        return send_waiting(folder, records, now, os.environ.get(VARIABLE, ""), alone=alone)
