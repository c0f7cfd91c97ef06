"""What `import brreg --try` does: show what the service answers today, a page of each kind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from hageplan.command.call import Call
from hageplan.i18n import say, short_date
from hageplan.imports.changes.result import RegisterTrial, TriedFeed, TriedUpdate
from hageplan.imports.changes.run import ROLES, RegisterRequest
from hageplan.imports.run_register import asking_register
from hageplan.imports.sources.brreg import KINDS, Asking, Kind, fetch_unit
from hageplan.imports.sources.feed import read_page, read_roles_page

_FEW: Final = 5
_BACK: Final = timedelta(days=7)
"""From when on is asked: also on a Monday something was told."""


def try_register(call: Call, asked: RegisterRequest) -> None:
    """Ask the service for one short page of each feed, and one unit; show what came."""
    settings = call.records().oppsett.innlesing
    with asking_register(call, settings, asked.record, quiet=True) as asking:
        feeds = tuple(_feed(asking, kind, call) for kind in KINDS)
        roles = read_roles_page(asking, call.today - _BACK, _FEW)
        numbers = [one.organisasjonsnummer for feed in feeds for one in feed.updates]
        unit = next(filter(None, (fetch_unit(asking, number) for number in numbers)), None)
    found = RegisterTrial(
        url=settings.brreg_url,
        since=call.today - _BACK,
        feeds=feeds,
        roles=len(roles.numbers),
        unit=dict(unit) if unit else {},
    )
    call.tell(found, _lines(found))


def _feed(asking: Asking, kind: Kind, call: Call) -> TriedFeed:
    page = read_page(asking, kind, call.today - _BACK, _FEW)
    return TriedFeed(
        kind=kind,
        waiting=page.waiting,
        updates=tuple(
            TriedUpdate(
                oppdateringsid=one.oppdateringsid,
                dato=one.day,
                organisasjonsnummer=one.organisasjonsnummer,
                endringstype=one.endringstype,
                paths=tuple(change.path for change in one.endringer or ()),
            )
            for one in page.updates
        ),
    )


def _lines(found: RegisterTrial) -> Iterator[str]:
    yield found.url
    for feed in found.feeds:
        yield say("{kind}: {count} updates since {date}; the first of them:",
                  kind=feed.kind, count=feed.waiting, date=short_date(found.since))  # fmt: skip
        for one in feed.updates:
            words = (f"{one.oppdateringsid}", short_date(one.dato), one.organisasjonsnummer)
            yield f"  {' '.join(words)} {one.endringstype} {' '.join(one.paths)}".rstrip()
    yield say("{kind}: {count} units of the first page", kind=ROLES, count=found.roles)
    if found.unit:
        yield say("A unit has these fields: {names}", names=", ".join(found.unit))
    yield say("All of it is as it is read; nothing was written.")
