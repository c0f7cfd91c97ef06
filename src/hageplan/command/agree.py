"""Changes that somebody is asked about, while others may write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from hageplan.command.call import Call
from hageplan.errors import RequestError
from hageplan.messages import msg

T = TypeVar("T")


def change_where_agreed(
    call: Call,
    planned: Callable[[Path], T],
    agrees: Callable[[T], bool],
    apply: Callable[[Path, T], None],
    *,
    asks: bool,
) -> tuple[T, bool]:
    """Plan a change of the workspace, apply it where `agrees` says so; return both.

    Where it `asks` a person, nobody waits for the answer: the lock is taken after it, and what is
    planned then has to be what was agreed to. Raises RequestError where it is not.
    """
    agreed_to = planned(call.own_folder()) if asks else None
    if agreed_to is not None and not agrees(agreed_to):
        return agreed_to, False
    with call.writing() as folder:
        plan = planned(folder)
        if agreed_to is None and not agrees(plan):
            return plan, False
        if agreed_to is not None and plan != agreed_to:
            raise RequestError(
                msg(
                    "someone changed the files while you were answering, so the result "
                    "would be different"
                ),
                msg("nothing was changed; run the command again"),
            )
        apply(folder, plan)
    return plan, True
