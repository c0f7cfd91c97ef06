"""Who is in the target group, and why not: one rule a row."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from hageplan.records.bedrift import Bedrift
from hageplan.records.maalgruppe import target_group
from hageplan.records.settings.maalgruppe import Maalgruppe, prefixes_of
from tests.conftest import NUMBERS

OWN, SISTER, OWNER = NUMBERS[:3]


def company(number: str = OWN, **keys: Any) -> Bedrift:
    usual = {"organisasjonsnummer": number, "navn": "Prøve AS", "kommunenummer": "3430"}
    return Bedrift.model_validate(usual | keys)


def why(one: Bedrift, *others: Bedrift, bound: frozenset[str] = frozenset(), **rules: Any) -> str:
    group = target_group(Maalgruppe.model_validate(rules), [one, *others], bound)
    return group.why_outside(one)


@pytest.mark.parametrize(
    ("rules", "keys", "expected"),
    [
        ({}, {}, ""),  # rules that say nothing leave nobody out
        ({"ansatte_minst": 1}, {"antall_ansatte": 0}, "outside-small count=0 least=1"),
        ({"ansatte_minst": 1}, {"antall_ansatte": 1}, ""),
        ({"ansatte_minst": 1}, {}, ""),  # unknown is no size
        ({"ukjent_ansatte": False}, {}, "outside-size-unknown"),
        ({"ukjent_ansatte": False}, {"antall_ansatte": 0}, ""),
        ({"ansatte_maks": 9}, {"antall_ansatte": 10}, "outside-large count=10 most=9"),
        ({"ikke_naeringer": ["84-88"]}, {"naeringskode": "88.911"}, "outside-industry code=88.911"),
        ({"ikke_naeringer": ["84-88"]}, {"naeringskode": "90.011"}, ""),
        ({"ikke_naeringer": ["64.2"]}, {"naeringskode": "64.190"}, ""),
        ({"ikke_naeringer": ["64.2"]}, {"naeringskode": "64.210"}, "outside-industry code=64.210"),
        ({"ikke_naeringer": ["68"]}, {}, ""),  # of an unknown industry nothing is said
        ({"naeringer": ["C"]}, {"naeringskode": "10.710"}, ""),
        ({"naeringer": ["C"]}, {}, "outside-industry code='?'"),
        ({"naeringer": ["C"], "ikke_naeringer": ["10.7"]}, {"naeringskode": "10.710"},
         "outside-industry code=10.710"),
        ({"ikke_organisasjonsformer": ["brl"]}, {"organisasjonsform": "BRL"}, "outside-form form=BRL"),
        ({"organisasjonsformer": ["AS"]}, {"organisasjonsform": "as"}, ""),
        ({"organisasjonsformer": ["AS"]}, {}, "outside-form form='?'"),
        ({"offentlige": False}, {"organisasjonsform": "KOMM"}, "outside-public"),
        ({"offentlige": False}, {"naeringskode": "84.250"}, "outside-public"),
        ({"aldri": [OWN]}, {}, "outside-never"),
        ({"aldri": [OWNER]}, {"overordnet_enhet": OWNER}, "outside-never"),
        ({"ansatte_minst": 5, "alltid": [OWN]}, {"antall_ansatte": 1}, ""),
        ({"ansatte_minst": 5}, {"antall_ansatte": 1, "status": "medlem"}, ""),
        ({"aldri": [OWN]}, {"status": "medlem"}, ""),
        ({"ansatte_minst": 5}, {"antall_ansatte": 1, "status": "maalbedrift"}, ""),
    ],
)  # fmt: skip
def test_a_rule_leaves_out_and_says_why(
    rules: dict[str, Any], keys: dict[str, Any], expected: str
) -> None:
    assert why(company(**keys), **rules) == expected


def test_what_a_municipality_runs_is_public_by_its_owner_s_other_places() -> None:
    water = company(overordnet_enhet=OWNER, naeringskode="36.000", organisasjonsform="BEDR")
    town_hall = company(SISTER, overordnet_enhet=OWNER, naeringskode="84.110")
    assert why(water, offentlige=False) == ""
    assert why(water, town_hall, offentlige=False) == "outside-public"
    assert (
        why(water, company(OWNER, organisasjonsform="KOMM"), offentlige=False) == "outside-public"
    )


def test_what_is_agreed_or_open_takes_in() -> None:
    assert why(company(antall_ansatte=1), bound=frozenset({OWN}), ansatte_minst=5) == ""


@pytest.mark.parametrize(
    ("text", "first", "last", "count"),
    [("A", "01", "03", 3), ("C", "10", "33", 24), ("84-88", "84", "88", 5), ("84–88", "84", "88", 5),
     ("32-36", "32", "36", 4), ("64.2", "64.2", "64.2", 1)],
)  # fmt: skip
def test_industries_are_beginnings_of_codes(text: str, first: str, last: str, count: int) -> None:
    found = prefixes_of(text)
    assert (found[0], found[-1], len(found)) == (first, last, count)


@pytest.mark.parametrize(
    "text", ["", "34", "00", "4", "88-84", "34-36", "64.", "64.7", "84.9", "x", "Å", "64.2345"]
)
def test_industries_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="no such industry"):
        Maalgruppe.model_validate({"ikke_naeringer": [text]})


@pytest.mark.parametrize("section", [*"JKLMNOPQRSTUV"])
def test_sections_that_moved_are_refused(section: str) -> None:
    with pytest.raises(ValidationError, match="a section that moved"):
        Maalgruppe.model_validate({"naeringer": [section]})
