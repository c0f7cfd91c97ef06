"""Scenarios and what-ifs: other inputs than the settings', and where each value is from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, Literal

from hageplan.records.settings.bemanning import Bemanning
from hageplan.staff.basis import Basis, UsualWork, usual_work
from hageplan.staff.result import Given

Preset = Literal["low", "base", "high"]
MONEY: Final = frozenset({"kroner_per_aarsverk", "medlemsavgift"})
"""What an office must have said before a result speaks of money: nobody else's figures would do."""

HOURS_FACTOR: Final[Mapping[Preset, float]] = {"low": 2 / 3, "base": 1.0, "high": 1.5}
"""Hours a member: no published figure was found, so the scenarios lie well apart."""
VISITS_FACTOR: Final[Mapping[Preset, float]] = {"low": 0.5, "base": 1.0, "high": 1.5}
"""Visits a member and målbedrift, against those that the intervals ask for."""
FOLLOWUPS: Final[Mapping[Preset, Mapping[str, float]]] = {
    "low": {"oppfolginger_per_besok": 0.17},
    "base": {},
    "high": {"oppfolginger_per_besok": 0.77},
}
"""Follow-ups a visit: the lowest and highest published (see `Bemanning`)."""


@dataclass(frozen=True)
class Scenario:
    """Inputs under a name; `given` says of each that is no default where it is from.

    Attributes:
        hours_factor: What the hours a member are multiplied by, an office's own figure too.
        are_hours_given: Whether somebody has said how many there are: else they are an assumption.
    """

    name: str
    settings: Bemanning
    given: Mapping[str, Given]
    hours_factor: float = 1.0
    are_hours_given: bool = False

    @property
    def is_money_known(self) -> bool:
        """Whether the office has set what a position costs and a member pays."""
        return self.given.keys() >= MONEY

    def but(self, changes: Mapping[str, Any], given: Given) -> Scenario:
        """Return the scenario with other values of some keys; tables are changed by key."""
        whole = {key: _merged(getattr(self.settings, key), value) for key, value in changes.items()}
        settings = Bemanning.model_validate({**dict(self.settings), **whole})
        changed = replace(
            self, settings=settings, given={**self.given, **dict.fromkeys(changes, given)}
        )
        if "timer_per_medlem" not in changes:
            return changed
        return replace(changed, hours_factor=1.0, are_hours_given=True)


def _merged(before: object, value: object) -> object:
    if isinstance(value, Mapping) and hasattr(before, "model_dump"):
        return {**before.model_dump(), **value}
    return value


def preset(name: Preset, settings: Bemanning, usual: UsualWork) -> Scenario:
    """Return a scenario of ours; `usual` work for a member holds where the settings name none."""
    own: Mapping[str, Given] = dict.fromkeys(settings.model_fields_set, "settings")
    hours = usual.hours if settings.timer_per_medlem is None else settings.timer_per_medlem
    visits = usual.visits if settings.besok_per_medlem is None else settings.besok_per_medlem
    targets = settings.besok_per_maalbedrift
    targets = usual.target_visits if targets is None else targets
    given = {
        "timer_per_medlem": hours,
        "besok_per_medlem": visits,
        "besok_per_maalbedrift": targets,
    }
    are_given = settings.timer_per_medlem is not None
    base = Scenario(name, settings.model_copy(update=given), own, are_hours_given=are_given)
    if name == "base":
        return base
    factor = HOURS_FACTOR[name]
    changed = {
        "timer_per_medlem": hours * factor,
        "besok_per_medlem": visits * VISITS_FACTOR[name],
        "besok_per_maalbedrift": targets * VISITS_FACTOR[name],
    }
    ours = base.but({**changed, **FOLLOWUPS[name]}, "scenario")
    return replace(ours, hours_factor=factor, are_hours_given=are_given)


@dataclass(frozen=True, kw_only=True)
class StaffingRequest:
    """What to estimate.

    `kommuner` are numbers (none: those that are considered), `year` the year of the calendar
    (None: the next), `scenario` one of ours, `file` the name of a file whose `changes` come upon
    it, `sets` what is tried out on top (keys of `Bemanning`).
    """

    kommuner: tuple[str, ...] = ()
    year: int | None = None
    scenario: Preset = "base"
    file: str = ""
    changes: Mapping[str, Any] = field(default_factory=dict)
    sets: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 0

    def on(self, basis: Basis) -> Scenario:
        """Return the scenario before what is tried out."""
        ours = preset(self.scenario, basis.workspace.oppsett.bemanning, usual_work(basis))
        if not self.file:
            return ours
        changed = ours.but(self.changes, "scenario")
        return replace(changed, name=self.file)

    def year_after(self, today: date) -> int:
        """Return the year that is asked for, else the one after `today`."""
        return today.year + 1 if self.year is None else self.year
