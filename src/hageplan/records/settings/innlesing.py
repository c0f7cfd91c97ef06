"""What imports may take, and what a form's columns and answers mean."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from hageplan.records.base import Record
from hageplan.records.logg import SpeltGrad


class Innlesing(Record):
    """What imports may take.

    Attributes:
        maks_megabyte: Of a file that is read, unpacked, at most: a packed file may hold a thousand
            times its size.
        brreg_url: Where Enhetsregisteret's service is.
        adresse_url: Where Kartverket's service for addresses is.
        pause_sekunder: Between two requests to a service, at least.
    """

    maks_megabyte: Annotated[int, Field(ge=1, le=1_000_000)] = 8000
    brreg_url: Annotated[str, Field(pattern=r"^https?://\S+$")] = (
        "https://data.brreg.no/enhetsregisteret/api"
    )
    adresse_url: Annotated[str, Field(pattern=r"^https?://\S+$")] = (
        "https://ws.geonorge.no/adresser/v1"
    )
    pause_sekunder: Annotated[float, Field(ge=0, le=60)] = 0.2


class Skjema(Record):
    """What a form's columns and words mean.

    Attributes:
        kolonner: Headings by field, where they are others than the usual ones.
        dag_foerst: Whether 11/12 is 11 December; None: as the other dates of the form tell.
        grader: Grades of interest by what people could answer, whatever its capitals.
    """

    dag_foerst: bool | None = None
    kolonner: dict[str, str] = Field(default_factory=dict)
    grader: dict[str, SpeltGrad] = Field(default_factory=dict)
