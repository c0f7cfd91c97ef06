"""New leaders of companies: names of people, told only where it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from hageplan.imports.sources.roles import Leader
from hageplan.records.hendelser import Hendelse
from hageplan.records.workspace import Workspace

NEWS_DAYS: Final = 60
"""A role that changed earlier is no news: the register touches old entries too."""


def of_leaders(
    found: Mapping[str, Sequence[Leader]], workspace: Workspace, first: date
) -> Iterator[Hendelse]:
    """Give who leads companies now and did not before; `found` are the leaders by unit.

    What is news begins some time before the day `first`. Of a unit with several places each of
    them tells it. Left out are those outside the target group, and who is to be left alone.
    """
    known = {(one.organisasjonsnummer, one.rolle): one.til for one in workspace.hendelser}
    for bedrift in workspace.maalgruppe:
        number = bedrift.organisasjonsnummer
        for unit in (number, bedrift.overordnet_enhet):
            for one in found.get(unit or "", ()) if bedrift.may_be_visited else ():
                before = known.get((number, one.role), "")
                if one.name != before and one.changed >= first - timedelta(days=NEWS_DAYS):
                    yield Hendelse(
                        organisasjonsnummer=number,
                        dato=one.changed,
                        slag="rolle",
                        fra=before,
                        til=one.name,
                        rolle=one.role,
                        enhet=unit if unit != number else None,
                    )
