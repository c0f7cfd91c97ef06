"""Simulated regions as records, for benchmarks of what reads a whole workspace."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray
from simulated import Region

from hageplan import load
from hageplan.interest.model.classes import Industry
from hageplan.interest.model.design import Bools
from hageplan.records.bedrift import Bedrift
from hageplan.records.logg import GRADER, Henvendelse
from hageplan.records.naeringshage import Oppsett
from hageplan.records.spelling import control_digit
from hageplan.records.workspace import Workspace

TODAY = date(2026, 11, 23)
EXAMPLE = load(today=TODAY)
KOMMUNER = (*EXAMPLE.dekker, *EXAMPLE.vurderer)
EMPLOYEES = (0, 2, 7, 14, 30, 80)
CODES: Mapping[int, str] = {
    Industry.PRIMARY: "01.410",
    Industry.PRODUCTION: "16.100",
    Industry.CONSTRUCTION: "41.200",
    Industry.TRADE: "47.110",
    Industry.BUSINESS_SERVICES: "70.220",
    Industry.OTHER_SERVICES: "96.020",
}
FIRM = 0.25
"""Share of the interested that are `forpliktet`; of the others half are `nøytral`."""
SPREAD_DEGREES = 0.08


def grades_of(interested: Bools, rng: np.random.Generator) -> NDArray[np.intp]:
    """Return what companies answer when they are asked, as indices of `GRADER`, (C,)."""
    count = len(interested)
    is_firm = rng.random(count) < FIRM
    high = np.where(is_firm, GRADER.index("forpliktet"), GRADER.index("interessert"))
    return np.where(interested, high, rng.integers(0, 2, count)).astype(np.intp)


def talks(
    interested: Bools, shares: tuple[float, float], rng: np.random.Generator
) -> NDArray[np.bool_]:
    """Return who talks to us when we come: so large a share of the interested and of the others."""
    return np.asarray(rng.random(len(interested)) < np.where(interested, *shares))


def companies_of(
    region: Region, rng: np.random.Generator, members: Collection[int] = ()
) -> tuple[Bedrift, ...]:
    """Return the companies of a region, those at the indices `members` as members."""
    columns, found = region.companies, []
    for c, j in enumerate(columns.kommune.tolist()):
        kommune = EXAMPLE.kommuner[KOMMUNER[j]]
        found.append(
            Bedrift(
                organisasjonsnummer=number_of(c),
                navn=f"Bedrift {c}",
                kommunenummer=KOMMUNER[j],
                naeringskode=CODES[int(columns.industry[c])],
                antall_ansatte=EMPLOYEES[int(columns.size[c])],
                lat=kommune.lat + rng.uniform(-SPREAD_DEGREES, SPREAD_DEGREES),
                lon=kommune.lon + rng.uniform(-SPREAD_DEGREES, SPREAD_DEGREES),
                status="medlem" if c in members else "prospekt",
            )
        )
    return tuple(found)


def contact(c: int, day: date, grade: int | None, *, inbound: bool = False) -> Henvendelse:
    """Return a visit to a company, or that it came to us; no grade: it would not talk."""
    return Henvendelse(
        organisasjonsnummer=number_of(c),
        tid=datetime(day.year, day.month, day.day, 9),  # noqa: DTZ001  (local times)
        retning="inn" if inbound else "ut",
        kanal="skjema" if inbound else "besok",
        interesse=None if grade is None else GRADER[grade],
        utfall="avslo" if grade is None else "snakket",
    )


def workspace_of(
    bedrifter: tuple[Bedrift, ...],
    henvendelser: Iterable[Henvendelse],
    *,
    covered: int,
    kommuner: int,
    oppsett: Oppsett | None = None,
) -> Workspace:
    """Return the records of a region, the first `covered` of its municipalities served."""
    return replace(
        EXAMPLE,
        oppsett=oppsett or EXAMPLE.oppsett,
        dekker=KOMMUNER[:covered],
        vurderer=KOMMUNER[covered:kommuner],
        bedrifter=bedrifter,
        henvendelser=tuple(henvendelser),
        rettet=(),
        avtaler=(),
        oppfolginger=(),
    )


def days_before(day: date, years: float) -> date:
    """Return the day so many years before."""
    return day - timedelta(days=round(years * 365.25))


def number_of(index: int) -> str:
    """Return the valid organisation number of the synthetic series after so many others."""
    digits = (f"3{n:07d}" for n in range(index * 4, index * 4 + 40))
    return next(d + str(control_digit(d)) for d in digits if control_digit(d) is not None)
