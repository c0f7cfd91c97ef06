"""Sentences for the coded remarks of results."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from hageplan.i18n import shown
from hageplan.messages import Message, msg
from hageplan.records.coded import decode
from hageplan.records.plan import Reason
from hageplan.render.clean import printable
from hageplan.render.numbers import decimal, short_date

_FRACTION: Final = re.compile(r"^\d+\.\d+$")

REMARKS: Final[Mapping[str, Message]] = {
    "interest": msg("{grade} {date}"),
    "never-contacted": msg("never contacted"),
    "last-contact": msg("last contact {date}"),
    "employees": msg("{count} employees"),
    "employees-one": msg("{count} employee"),
    "size-unknown": msg("size unknown"),
    "status": msg("{status}"),
    "estimate": msg("Driving is estimated: great circle × {omvei} at {km_per_time} km/h."),
    "known-roads": msg(
        "{count} known driving times (veier.toml) count within {radius_km} km of their places."
    ),
    "winter": msg("Winter, {fra} to {til}: driving × {faktor}."),
    "parking": msg("{minutter} min to park at each stop, counted as driving."),
    "no-office": msg("No office in hageplan.toml: days begin and end in {sted}."),
    "no-medarbeider": msg("No medarbeider in hageplan.toml: one person, {fra}-{til}."),
}

LEFT_OUT: Final[Mapping[Reason, Message]] = {
    "opted-out": msg("has opted out"),
    "closed-down": msg("has closed down"),
    "declined": msg("has declined"),
    "recently-contacted": msg("met {date}; again from {again}"),
    "outside-hours": msg("cannot be visited in our hours on these days"),
    "too-far": msg("cannot be reached in its hours, there and back in a day"),
    "not-worth-the-drive": msg("{detour_minutes} min extra, worth {prize_minutes}"),
    "no-time-left": msg("no time left"),
    "visit-limit": msg("more than the {limit} visits asked for"),
    "not-tried": msg("not tried: {count} others are worth as much or more"),
}


def remark(coded: str) -> str:
    """Return the sentence for a coded remark; one of an unknown code stays as it is."""
    code, values = decode(coded)
    if values.get("count") == "1" and f"{code}-one" in REMARKS:
        code = f"{code}-one"
    if code not in REMARKS:
        return printable(coded)
    return _filled(REMARKS[code], values)


def reason(code: Reason, detail: str) -> str:
    """Return why a company was left out."""
    return _filled(LEFT_OUT[code], decode(detail)[1])


def _filled(message: Message, values: Mapping[str, str]) -> str:
    shown_values = {key: _value(key, value) for key, value in values.items()}
    return shown(Message(message.template, shown_values))


def _value(key: str, value: str) -> str:
    if key in ("date", "again"):
        return short_date(date.fromisoformat(value))
    if _FRACTION.match(value):
        return decimal(float(value), 3)
    return printable(value)
