"""What a forecast rests on: the settings by their English names, and what else is taken for so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hageplan.forecast.inputs import Inputs
from hageplan.interest.score import assumptions_of as interest_assumptions
from hageplan.messages import encode
from hageplan.records.base import Record
from hageplan.records.settings.prognose import ENGLISH
from hageplan.records.workspace import Workspace
from hageplan.staff.basis import Basis
from hageplan.staff.result import Assumption, Given
from hageplan.staff.scenario import Scenario
from hageplan.travel import Travel


def assumptions_of(
    inputs: Inputs, scenario: Scenario, workspace: Workspace
) -> tuple[Assumption, ...]:
    """Return the settings, each with where its value is from."""
    oppsett = workspace.oppsett
    conversion, unasked = oppsett.interesse.konvertering, oppsett.interesse.uten_besok
    return (
        *(_assumption(name, oppsett.prognose, key) for name, key in ENGLISH.items()),
        _assumption("delay_months", conversion, "forsinkelse_maaneder"),
        _assumption("word_of_mouth", unasked, "grunnrate"),
        _assumption("word_of_mouth_by_members", unasked, "per_medlemsandel"),
        _assumption("half_life_years", oppsett.interesse, "halveringstid_aar"),
        *_of_staffing(inputs, scenario.given),
    )


def _of_staffing(inputs: Inputs, given: Mapping[str, Given]) -> Iterator[Assumption]:
    """Give what members take, as `staffing` reckons with it."""
    for name, key in (
        ("hours_per_member", "timer_per_medlem"),
        ("hours_spread", "timer_spredning"),
        ("visits_per_member", "besok_per_medlem"),
        ("prospect_visit_share", "prospektbesok_andel"),
    ):
        value = getattr(inputs.bemanning, key)
        yield Assumption(input=name, value=float(value), given=given.get(key, "default"))


def _assumption(name: str, given: Record, key: str) -> Assumption:
    return Assumption(input=name, value=float(getattr(given, key)), given=_given(given, key))


def _given(given: Record, key: str) -> Given:
    return "settings" if key in given.model_fields_set else "default"


def remarks_of(basis: Basis, solver: str, travel: Travel) -> tuple[str, ...]:
    """Return what else is taken for so, as coded remarks."""
    return (
        *basis.workspace.remarks(),
        encode("forecast-guesses"),
        encode("forecast-order"),
        encode("forecast-left"),
        encode("forecast-driving"),
        encode("solver", name=solver),
        *travel.assumptions(),
        *interest_assumptions(basis.fitted, basis.workspace.oppsett.interesse),
    )
