"""Regnskapsregisteret's open service: the accounts that a company filed last.

It has the key figures of whoever has to file accounts, companies with limited liability above all;
of others it says 404. Source: brreg/openAPI, and data.brreg.no/regnskapsregisteret/regnskap/ORGNR.
The form below is the documented one. What it does not have, or has elsewhere, is no accounts of
nothing: it means that the service has changed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from hageplan.imports.figures.accounts import Filed
from hageplan.imports.sources.recorded import recorder
from hageplan.messages import msg
from hageplan.records.settings.rules import Innlesing
from hageplan.web.service import Service
from hageplan.workspace.kilder import KeptPages

_COMPANY: Final = "SELSKAP"
"""Accounts of the company itself; those of its group would count its daughters too."""


class _Part(BaseModel):
    """A part of an answer; of what is not read only the names matter, where one is missing."""

    model_config = ConfigDict(extra="allow", frozen=True)


class _Income(_Part):
    """Operating income: empty where there is none, as with companies that only own others."""

    total: float | None = Field(default=None, alias="sumDriftsinntekter")

    @model_validator(mode="after")
    def _is_known(self) -> Self:
        if self.total is None and self.model_extra:
            raise ValueError("without sumDriftsinntekter")
        return self


class _Operating(_Part):
    result: float | None = Field(default=None, alias="driftsresultat")
    income: _Income = Field(alias="driftsinntekter")

    @model_validator(mode="after")
    def _is_known(self) -> Self:
        if self.result is None and self.income.total is not None:
            raise ValueError("without driftsresultat")
        return self


class _Statement(_Part):
    operating: _Operating = Field(alias="driftsresultat")


class _Period(_Part):
    first: date = Field(alias="fraDato")
    last: date = Field(alias="tilDato")


class _Company(_Part):
    number: str = Field(alias="organisasjonsnummer")


class _Accounts(_Part):
    """The accounts of a year; names are the service's own."""

    kind: str = Field(alias="regnskapstype")
    company: _Company = Field(alias="virksomhet")
    period: _Period = Field(alias="regnskapsperiode")
    currency: str = Field(alias="valuta")
    is_winding_up: bool = Field(alias="avviklingsregnskap")
    statement: _Statement = Field(alias="resultatregnskapResultat")

    @property
    def filed(self) -> Filed:
        operating = self.statement.operating
        told = {"omsetning": operating.income.total, "driftsresultat": operating.result}
        return Filed(
            year=self.period.last.year,
            first=self.period.first,
            last=self.period.last,
            currency=self.currency,
            is_winding_up=self.is_winding_up,
            values={name: round(value) for name, value in told.items() if value is not None},
        )


_ANSWER: Final = TypeAdapter(list[_Accounts])


@dataclass(frozen=True, kw_only=True)
class UnreadAccounts:
    """An answer that is not as documented, and where."""

    why: str


Answer = tuple[Filed, ...] | UnreadAccounts | None
"""A company's own accounts; None where the register has none."""


def regnskapsregisteret(settings: Innlesing, record: Path | None = None) -> Service:
    """Return the service; raises RequestError where its address is none.

    Its answers are kept in the folder `record`, where there is one.
    """
    again = msg("nothing was changed; run the command again, and it continues where it stopped")
    return Service(
        msg("Regnskapsregisteret"), settings.regnskap_url, settings, again, recorder(record)
    )


def fetch_accounts(
    service: Service, number: str, kept: KeptPages, pause: Callable[[], None]
) -> Answer:
    """Return the accounts of a company by the number under which it files them.

    What was fetched today is not asked for again. Raises ServiceError.
    """
    key = f"regnskap {number}"
    before = kept.get(key)
    if before is not None:
        return understood(json.loads(before), number)
    pause()
    told = service.find(f"/{number}", lambda answer: answer)
    kept.put(key, json.dumps(told))
    return understood(told, number)


def understood(told: object, number: str) -> Answer:
    """Return the accounts that an answer tells of a company."""
    if told is None:
        return None
    try:
        found = _ANSWER.validate_python(told)
    except ValidationError as fault:
        error = fault.errors(include_url=False)[0]
        return UnreadAccounts(why=f"{'.'.join(map(str, error['loc']))}: {error['msg']}")
    strange = next((one.company.number for one in found if one.company.number != number), None)
    if strange is not None:
        return UnreadAccounts(why=f"virksomhet.organisasjonsnummer: {strange[:20]}")
    return tuple(one.filed for one in found if one.kind == _COMPANY)
