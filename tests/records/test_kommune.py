from __future__ import annotations

import csv
from pathlib import Path

import pytest

from hageplan.errors import RequestError
from hageplan.workspace.lookup import find_kommune
from hageplan.workspace.partial import read_kommuner

KOMMUNER = read_kommuner()
SHARED = Path(__file__).parents[3] / "shared/data/kommuner.csv"


def test_there_are_357_and_each_is_found_by_its_number() -> None:
    assert len(KOMMUNER) == 357
    assert all(KOMMUNER.matching(k.kommunenummer) == (k,) for k in KOMMUNER)


def test_each_is_found_by_name_and_county() -> None:
    for kommune in KOMMUNER:
        assert KOMMUNER.matching(f"{kommune.navn} ({kommune.fylke})") == (kommune,)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("røros", "5025"),
        ("ROROS", "5025"),
        ("roeros", "5025"),
        ("Holtaalen", "5026"),
        ("holtalen", "5026"),
        ("os", "3430"),
        ("Våler i Innlandet", "3419"),
        ("vaaler, østfold", "3114"),
        ("Nore og Uvdal", "3338"),
        ("midt telemark", "4020"),
        ("3427", "3427"),
    ],
)
def test_spellings(text: str, number: str) -> None:
    assert find_kommune(text, KOMMUNER).kommunenummer == number


@pytest.mark.parametrize("name", ["Våler", "Herøy"])
def test_shared_name_is_refused_with_both_counties(name: str) -> None:
    with pytest.raises(RequestError) as caught:
        find_kommune(name, KOMMUNER)
    for kommune in KOMMUNER.matching(name):
        assert kommune.fylke in str(caught.value.message)
        assert kommune.kommunenummer in str(caught.value.todo)


def test_shared_name_means_the_one_in_the_region() -> None:
    assert find_kommune("Våler", KOMMUNER, {"3419"}).kommunenummer == "3419"


@pytest.mark.parametrize(("text", "number"), [("Tynsett", "3427"), ("Rendal", "3424")])
def test_misspelt_name_gets_a_suggestion(text: str, number: str) -> None:
    with pytest.raises(RequestError) as caught:
        find_kommune(text, KOMMUNER)
    assert number in str(caught.value.todo)


def test_the_catalogue_agrees_with_its_source() -> None:
    if not SHARED.exists():
        pytest.skip(f"{SHARED} is not here")
    with SHARED.open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            kommune = KOMMUNER[row["kommunenummer"]]
            assert (kommune.navn, kommune.fylke) == (row["navn"], row["fylke"])
            assert (kommune.lat, kommune.lon) == (float(row["lat"]), float(row["lon"]))
