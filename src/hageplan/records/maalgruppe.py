"""Whether a company is in the target group, and why not."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from hageplan.messages import encode
from hageplan.records.bedrift import Bedrift
from hageplan.records.settings.maalgruppe import Maalgruppe, prefixes_of

PUBLIC_FORMS: Final = frozenset({"KOMM", "FYLK", "STAT", "ORGL", "SÆR", "ADOS", "KF", "FKF", "IKS"})
"""Municipalities, counties, the state, their parts, and what they own together."""
PUBLIC_ADMINISTRATION: Final = "84"
"""The division of which only public bodies have places."""
BOUND: Final = ("medlem", "maalbedrift")
"""Statuses of companies that are always in."""


@dataclass(frozen=True, kw_only=True)
class TargetGroup:
    """The rules, and what they need to know of all companies together.

    Attributes:
        rules: What hageplan.toml says.
        bound: Numbers of the companies with which something is agreed or open.
        public: Numbers of the public bodies and of whoever runs a place of public administration.
    """

    rules: Maalgruppe
    bound: frozenset[str]
    public: frozenset[str]

    def why_outside(self, bedrift: Bedrift) -> str:
        """Return why a company stands outside, as a coded remark; "" where it is in.

        Always in are members, målbedrifter, and those with which something is agreed or open.
        """
        number = bedrift.organisasjonsnummer
        if bedrift.status in BOUND or number in self.bound or number in self.rules.alltid:
            return ""
        return self.why_not_meant(bedrift)

    def why_not_meant(self, bedrift: Bedrift) -> str:
        """Return which rule is against a company, whatever there is between it and us."""
        rules, code = self.rules, bedrift.naeringskode or ""
        form, own = bedrift.organisasjonsform.upper(), _units(bedrift)
        if own & set(rules.aldri):
            return encode("outside-never")
        if not rules.offentlige and (form in PUBLIC_FORMS or own & self.public):
            return encode("outside-public")
        if _is_barred(form, rules.organisasjonsformer, rules.ikke_organisasjonsformer):
            return encode("outside-form", form=form or "?")
        if rules.naeringer and not code.startswith(_prefixes(rules.naeringer)):
            return encode("outside-industry", code=code or "?")
        if code.startswith(_prefixes(rules.ikke_naeringer)):
            return encode("outside-industry", code=code)
        return _size(bedrift.antall_ansatte, rules)


def target_group(
    rules: Maalgruppe, bedrifter: Iterable[Bedrift], bound: frozenset[str]
) -> TargetGroup:
    """Return the group that `rules` make among `bedrifter`."""
    found = tuple(bedrifter)
    public = {b.organisasjonsnummer for b in found if b.organisasjonsform.upper() in PUBLIC_FORMS}
    for bedrift in found:
        if (bedrift.naeringskode or "").startswith(PUBLIC_ADMINISTRATION):
            public |= _units(bedrift)
    return TargetGroup(rules=rules, bound=bound, public=frozenset(public))


def _units(bedrift: Bedrift) -> set[str]:
    """Return the numbers that stand for a company: its own, and that of its main unit."""
    return {bedrift.organisasjonsnummer, bedrift.overordnet_enhet or ""} - {""}


def _is_barred(form: str, meant: Collection[str], not_meant: Collection[str]) -> bool:
    return (bool(meant) and form not in meant) or form in not_meant


@cache
def _prefixes(industries: tuple[str, ...]) -> tuple[str, ...]:
    """Return the beginnings of codes of all `industries`; the same are asked for each company."""
    return tuple(prefix for one in industries for prefix in prefixes_of(one))


def _size(employees: int | None, rules: Maalgruppe) -> str:
    if employees is None:
        return "" if rules.ukjent_ansatte else encode("outside-size-unknown")
    if employees < rules.ansatte_minst:
        return encode("outside-small", count=employees, least=rules.ansatte_minst)
    if rules.ansatte_maks is not None and employees > rules.ansatte_maks:
        return encode("outside-large", count=employees, most=rules.ansatte_maks)
    return ""
