"""Size classes and industry groups."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from hageplan.interest.model.classes import SIZE_Z, Industry, SizeClass, industry_of, size_of

NAERING = Path(__file__).parents[4] / "shared/data/naering.csv"


@pytest.mark.parametrize(
    ("employees", "size", "z"),
    [
        (0, SizeClass.NONE, -1.2),
        (1, SizeClass.FROM_1, -0.5),
        (4, SizeClass.FROM_1, -0.5),
        (5, SizeClass.FROM_5, 0.2),
        (9, SizeClass.FROM_5, 0.2),
        (10, SizeClass.FROM_10, 0.8),
        (19, SizeClass.FROM_10, 0.8),
        (20, SizeClass.FROM_20, 1.4),
        (49, SizeClass.FROM_20, 1.4),
        (50, SizeClass.FROM_50, 2.2),
        (4000, SizeClass.FROM_50, 2.2),
        (None, SizeClass.UNKNOWN, 0.0),
    ],
)
def test_size_classes(employees: int | None, size: SizeClass, z: float) -> None:
    assert size_of(employees) is size
    assert SIZE_Z[size] == z


def test_a_negative_headcount_is_no_class() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        size_of(-1)


@pytest.mark.parametrize(
    ("code", "industry"),
    [
        ("01.410", Industry.PRIMARY),
        ("10.710", Industry.PRODUCTION),
        ("35.111", Industry.PRODUCTION),
        ("41.200", Industry.CONSTRUCTION),
        ("45.200", Industry.TRADE),  # repair of vehicles, SN2007
        ("95.31", Industry.TRADE),  # the same, SN2025
        ("56.101", Industry.TRADE),
        ("61.100", Industry.BUSINESS_SERVICES),  # J in SN2007, K in SN2025
        ("68.200", Industry.BUSINESS_SERVICES),
        ("82.990", Industry.BUSINESS_SERVICES),
        ("84.110", Industry.OTHER_SERVICES),
        ("96.020", Industry.OTHER_SERVICES),
        ("98.1", Industry.OTHER_SERVICES),  # SN2025 only
        ("00.000", Industry.UNKNOWN),
        ("", Industry.UNKNOWN),
        ("44", Industry.UNKNOWN),
        (None, Industry.UNKNOWN),
    ],
)
def test_industry_groups(code: str | None, industry: Industry) -> None:
    assert industry_of(code) is industry


@pytest.mark.skipif(not NAERING.exists(), reason="the tables of SN2007 and SN2025 are not here")
def test_every_division_of_both_standards_has_a_group() -> None:
    with NAERING.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["standard"] for row in rows} == {"sn2007", "sn2025"}
    sections: dict[str, set[Industry]] = {}
    for row in rows:
        group = industry_of(row["naering"])
        assert group is not Industry.UNKNOWN, row
        if row["standard"] == "sn2007" and row["naering"] != "95":
            sections.setdefault(row["seksjon"], set()).add(group)
    assert all(len(groups) == 1 for groups in sections.values())
