"""What the inputs of the staffing estimate are called, and where their usual values are from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hageplan.messages import Message, msg
from hageplan.staff.result import Given

INPUTS: Final[Mapping[str, Message]] = {
    "hours_per_member": msg("Development work, hours a member and year"),
    "hours_spread": msg("How unsure that is (lognormal)"),
    "visits_per_member": msg("Visits a member and year"),
    "prospect_visit_share": msg("Share of other companies visited in a year"),
    "desk_minutes_per_visit": msg("Before and after a visit, minutes"),
    "followups_per_visit": msg("Follow-ups a visit, most likely"),
    "followups_low": msg("Follow-ups a visit, at least"),
    "followups_high": msg("Follow-ups a visit, at most"),
    "hours_per_followup": msg("Hours a follow-up"),
    "events_per_kommune": msg("Events a municipality and year"),
    "hours_per_event": msg("Hours an event"),
    "drive_spread": msg("How unsure driving is (lognormal)"),
    "support_share": msg("Share of all time for administration"),
    "hours_per_kommune": msg("Work with each municipality, hours a year"),
    "hours_per_week": msg("Hours a week"),
    "holiday_days": msg("Days of holiday"),
    "sick_days": msg("Days of sickness"),
    "course_days": msg("Days of courses"),
    "positions_today": msg("Positions today"),
    "cost_per_position": msg("Cost of a position, kr a year"),
    "cost_per_km": msg("Cost of a kilometre, kr"),
    "membership_fee": msg("Membership fee, kr a year"),
    "grants": msg("Grants, kr a year"),
    "conversion.ikke": msg("Members of those who answered ikke"),
    "conversion.noytral": msg("Members of those who answered nøytral"),
    "conversion.interessert": msg("Members of those who answered interessert"),
    "conversion.forpliktet": msg("Members of those who answered forpliktet"),
}
PUBLISHED: Final = msg("published: Richmond, Dayton, Erie")
OURS: Final = msg("assumption, replace it")
SOURCES: Final[Mapping[str, Message]] = {
    "hours_per_member": msg("assumption: medlemstimer"),
    "followups_per_visit": PUBLISHED,
    "followups_low": PUBLISHED,
    "followups_high": PUBLISHED,
    "hours_per_week": msg("collective agreements"),
    "holiday_days": msg("ferieloven, agreements"),
}
"""Sources of usual values; of all others it is `OURS`."""
GIVEN: Final[Mapping[Given, Message]] = {
    "settings": msg("hageplan.toml"),
    "scenario": msg("scenario"),
    "set": Message("--set"),
}
DRIVERS: Final[Mapping[str, Message]] = {
    "interest": msg("Who is interested"),
    "conversion": msg("Which share of them joins"),
    "who_joins": msg("Who of them happens to join"),
    "hours_per_member": msg("Hours a member"),
    "followups_per_visit": msg("Follow-ups a visit"),
    "driving": msg("Driving"),
}
