"""What every entry of the log must keep to."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from hageplan.errors import RequestError
from hageplan.messages import msg


def check_people(named: Iterable[str | None], people: Collection[str]) -> None:
    """Raise RequestError for a medarbeider that is none of `people`; where these are known."""
    for who in named:
        if who and people and who not in people:
            raise RequestError(
                msg("no medarbeider has the id {id}", id=who),
                msg("one of: {words}", words=", ".join(people)),
            )


def check_owner(owner: str) -> str:
    """Return who follows something up; raises RequestError where that is nobody."""
    if not owner:
        raise RequestError(
            msg("who follows it up?"), msg("say so with --ansvarlig ID, or --medarbeider ID")
        )
    return owner


def past(at: datetime | None, now: datetime) -> datetime:
    """Return when it was, else `now`; raises RequestError where that is yet to come."""
    if at is None or at <= now:
        return at or now
    raise RequestError(
        msg("{when} is yet to come", when=f"{at:%Y-%m-%d %H:%M}"),
        msg("the log is for what has been; what is to come: hageplan book"),
    )
