"""Asking Enhetsregisteret, as all commands that do so ask."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hageplan.command.answer import progress_bar
from hageplan.command.call import Call
from hageplan.i18n import _
from hageplan.imports.run_shared import between_requests
from hageplan.imports.sources.brreg import Asking, enhetsregisteret
from hageplan.records.settings.rules import Innlesing
from hageplan.workspace.kilder import KeptPages


@contextmanager
def asking_register(
    call: Call, settings: Innlesing, record: Path | None, *, quiet: bool
) -> Iterator[Asking]:
    """Ask the service politely, and for each page but once a day; `record` keeps its answers."""
    with (
        progress_bar(quiet=quiet, doing=_("Fetching")) as progress,
        enhetsregisteret(settings, record) as service,
    ):
        yield Asking(
            service=service,
            kept=KeptPages(call.folder, call.today),
            pause=between_requests(settings.pause_sekunder),
            progress=progress,
        )
