"""Scenarios and what-ifs: other inputs than the settings', and where each value is from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from hageplan.records.settings.bemanning import Bemanning

Preset = Literal["low", "base", "high"]
Given = Literal["default", "settings", "scenario", "set"]
"""Where an input's value is from; the later outweighs the earlier."""

HOURS_FACTOR: Final[Mapping[Preset, float]] = {"low": 2 / 3, "base": 1.0, "high": 1.5}
"""Hours a member: no published figure was found, so the scenarios lie well apart."""
PRESETS: Final[Mapping[Preset, Mapping[str, float]]] = {
    "low": {"besok_per_medlem": 1.0, "oppfolginger_per_besok": 0.17},
    "base": {},
    "high": {"besok_per_medlem": 3.0, "oppfolginger_per_besok": 0.77},
}
"""Follow-ups a visit: the lowest and highest published (see `Bemanning`)."""


@dataclass(frozen=True)
class Scenario:
    """Inputs under a name; `given` says of each that is no default where it is from."""

    name: str
    settings: Bemanning
    given: Mapping[str, Given]

    def but(self, changes: Mapping[str, Any], given: Given) -> Scenario:
        """Return the scenario with other values of some keys; tables are changed by key."""
        whole = {key: _merged(getattr(self.settings, key), value) for key, value in changes.items()}
        settings = Bemanning.model_validate({**dict(self.settings), **whole})
        return Scenario(self.name, settings, {**self.given, **dict.fromkeys(changes, given)})


def _merged(before: object, value: object) -> object:
    if isinstance(value, Mapping) and hasattr(before, "model_dump"):
        return {**before.model_dump(), **value}
    return value


def preset(name: Preset, settings: Bemanning, usual_hours: float) -> Scenario:
    """Return a scenario of ours; `usual_hours` a member hold where the settings name none."""
    own: Mapping[str, Given] = dict.fromkeys(settings.model_fields_set, "settings")
    hours = usual_hours if settings.timer_per_medlem is None else settings.timer_per_medlem
    base = Scenario(name, settings.model_copy(update={"timer_per_medlem": hours}), own)
    if name == "base":
        return base
    return base.but({"timer_per_medlem": hours * HOURS_FACTOR[name], **PRESETS[name]}, "scenario")
