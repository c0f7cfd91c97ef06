"""Who leads a unit, as Enhetsregisteret tells it: names alone.

A birth date stands beside each name in the answer; no field here reads it, so none is kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from hageplan.imports.sources.brreg import Asking

LEADERS: Final[Mapping[str, str]] = {"DAGL": "daglig leder", "LEDE": "styrets leder"}
"""The roles that are looked at, by the register's code."""


class _Told(BaseModel):
    """What is read of an answer; what else stands there is passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


class _Code(_Told):
    kode: str


class _Name(_Told):
    fornavn: str
    mellomnavn: str | None = None
    etternavn: str


class _Person(_Told):
    navn: _Name


class _Role(_Told):
    type: _Code
    person: _Person | None = None
    avregistrert: bool


class _Group(_Told):
    type: _Code
    sistEndret: date  # noqa: N815  (the service's own name)
    roller: Sequence[_Role]


class _Roles(_Told):
    rollegrupper: Sequence[_Group] = Field()


@dataclass(frozen=True, kw_only=True)
class Leader:
    """Who has a role, called as people call it, and the day it last changed."""

    role: str
    name: str
    changed: date


def fetch_leaders(asking: Asking, number: str) -> tuple[Leader, ...]:
    """Return who leads a unit, nobody where the register has none of them; raises ServiceError."""
    asking.pause()
    return asking.service.find(f"/enheter/{number}/roller", _leaders) or ()


def _leaders(told: object) -> tuple[Leader, ...]:
    return tuple(
        Leader(
            role=LEADERS[role.type.kode], name=_called(role.person.navn), changed=group.sistEndret
        )
        for group in _Roles.model_validate(told).rollegrupper
        for role in group.roller
        if role.type.kode in LEADERS and role.person is not None and not role.avregistrert
    )


def _called(name: _Name) -> str:
    return " ".join(filter(None, (name.fornavn, name.mellomnavn, name.etternavn)))
