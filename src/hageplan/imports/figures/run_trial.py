"""What `--try` does: show a service's answer as it came, and whether it is understood."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Final

from hageplan.command.call import Call
from hageplan.errors import ServiceError
from hageplan.i18n import _, say
from hageplan.imports.figures.trial_result import ServiceTrial
from hageplan.messages import msg

_SHOWN: Final = 80
"""Lines of an answer that are printed."""


def show_trial(call: Call, url: str, answer: object, fault: str) -> None:
    """Show an answer; raises ServiceError where it was not understood."""
    found = ServiceTrial(url=url, fault=fault, answer=answer)
    call.tell(found, _lines(found))
    if fault:
        raise ServiceError(
            msg("the answer is not as documented: {why}", why=fault),
            msg("keep it with --record DIR, and send it to whoever looks after hageplan"),
        )


def _lines(found: ServiceTrial) -> Iterator[str]:
    yield found.url
    if found.answer is None:
        yield _("The service has nothing there (404).")
        return
    if not found.fault:
        yield _("The answer is understood:")
    lines = json.dumps(found.answer, ensure_ascii=False, indent=2).splitlines()
    yield from islice(lines, _SHOWN)
    if len(lines) > _SHOWN:
        yield say("… and {count} more lines; --json prints all", count=len(lines) - _SHOWN)
