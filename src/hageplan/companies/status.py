"""What a company's status brings with it: the days that say since when, and until when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from hageplan.companies.result import FieldValue
from hageplan.errors import RequestError
from hageplan.messages import msg
from hageplan.records.bedrift import Bedrift
from hageplan.records.status import MEMBERS, Status

CLOSED = "nedlagt"
Values = Mapping[str, FieldValue]
"""New values of fields, by the keys of their files; None takes a field out."""


def with_status(bedrift: Bedrift, status: Status, day: date) -> Values:
    """Return what changes where a company gets another status on `day`; nothing for its own.

    Who becomes a member is one since that day; who ceases to be one, or closes down, has left.
    """
    if status == bedrift.status:
        return {}
    was, becomes = bedrift.status in MEMBERS, status in MEMBERS
    found: dict[str, FieldValue] = {"status": status, "status_endret": day}
    if becomes and not was:
        found |= {"medlem_siden": day, "sluttet": None}
    elif status == CLOSED or (was and not becomes):
        found["sluttet"] = day
    return found


def joined(bedrift: Bedrift, day: date | None, today: date) -> Values:
    """Return what changes where a company is a member since `day`, else since today.

    One that is a member stays of its kind, and `day` is put right. Raises RequestError where that
    is still to come.
    """
    _check_past(day or today, today)
    if bedrift.status in MEMBERS:
        return {} if day is None else {"medlem_siden": day}
    return with_status(bedrift, "medlem", day or today)


def declined(bedrift: Bedrift, today: date) -> Values:
    """Return what changes where a company says no; raises RequestError for a member."""
    if bedrift.status in MEMBERS:
        raise RequestError(
            msg("{navn} is already a member", navn=bedrift.navn),
            msg("if it leaves: hageplan bedrift sluttet"),
        )
    return with_status(bedrift, "avslag", today)


def left(bedrift: Bedrift, day: date | None, today: date, *, is_closed: bool) -> Values:
    """Return what changes where a member leaves, or a company closes down, on `day`, else today.

    A member that leaves wants no visit for now; others, and where `is_closed`, have closed down.
    Raises RequestError where the day is still to come, or before it became a member.
    """
    last = day or today
    _check_past(last, today)
    if bedrift.medlem_siden is not None and last < bedrift.medlem_siden:
        raise RequestError(
            msg("it left before it became a member, {date}", date=bedrift.medlem_siden),
            msg("fix medlem_siden: hageplan bedrift endre --medlem-siden"),
        )
    is_member = bedrift.status in MEMBERS
    status: Status = "avslag" if is_member and not is_closed else "nedlagt"
    if status == bedrift.status and day is not None:
        return {"sluttet": day}
    return with_status(bedrift, status, last)


def _check_past(day: date, today: date) -> None:
    if day > today:
        raise RequestError(
            msg("{date} is in the future", date=day), msg("register it when it has happened")
        )
