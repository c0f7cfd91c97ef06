"""Which companies a næringshage is for: `[maalgruppe]` in `hageplan.toml`."""

from __future__ import annotations

import re
from typing import Annotated, Final, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from hageplan.records.base import Many, Record
from hageplan.records.spelling import Organisasjonsnummer

SECTIONS: Final[dict[str, tuple[int, int]]] = {
    "A": (1, 3),
    "B": (5, 9),
    "C": (10, 33),
    "D": (35, 35),
    "E": (36, 39),
    "F": (41, 43),
    "G": (45, 47),
    "H": (49, 53),
    "I": (55, 56),
}
"""The first and last division of the sections that mean the same in SN2007 and SN2025.

From J on a letter means other industries in one than in the other: Q is health in SN2007 and
education in SN2025. Divisions kept their meaning.
"""
MOVED: Final = frozenset("JKLMNOPQRSTUV")
"""The sections whose letters moved."""
_REST: Final = ((58, 66), (68, 75), (77, 82), (84, 88), (90, 99))
DIVISIONS: Final = frozenset(
    f"{division:02d}"
    for first, last in (*SECTIONS.values(), *_REST)
    for division in range(first, last + 1)
)
"""The divisions of SN2007 and of SN2025, the first two digits of a code."""
FORMS: Final = frozenset({
    "AAFY", "ADOS", "ANNA", "ANS", "AS", "ASA", "BA", "BBL", "BEDR", "BO", "BRL", "DA", "ENK",
    "EOFG", "ESEK", "FKF", "FLI", "FYLK", "GFS", "IKJP", "IKS", "KBO", "KF", "KIRK", "KOMM", "KS",
    "KTRF", "NUF", "OPMV", "ORGL", "PERS", "PK", "PRE", "SA", "SAM", "SE", "SF", "SPA", "STAT",
    "STI", "SÆR", "TVAM", "UTLA", "VPFO",
})  # fmt: skip
"""The organisation forms of Enhetsregisteret. Source: its service, /organisasjonsformer."""
_SPAN: Final = re.compile(r"^(\d{2})\s*[-–]\s*(\d{2})$")
_PREFIX: Final = re.compile(r"^\d{2}(\.\d{1,3})?$")


def prefixes_of(text: str) -> tuple[str, ...]:
    """Return the beginnings of codes that a section, a span of divisions or a prefix stands for.

    `"C"` is 10 to 33, `"84-88"` five divisions, `"64.2"` itself. Nothing where there is none such.
    """
    if text in SECTIONS:
        first, last = SECTIONS[text]
        return _divisions(first, last)
    if span := _SPAN.match(text):
        first, last = (int(end) for end in span.groups())
        is_sound = first <= last and DIVISIONS.issuperset(span.groups())
        return _divisions(first, last) if is_sound else ()
    return (text,) if _PREFIX.match(text) and text[:2] in DIVISIONS else ()


def _divisions(first: int, last: int) -> tuple[str, ...]:
    return tuple(sorted(d for d in DIVISIONS if first <= int(d) <= last))


def _industries(text: str) -> str:
    found = text.strip().upper()
    if found in MOVED:
        raise PydanticCustomError("seksjon", "a section that moved")
    if not prefixes_of(found):
        raise PydanticCustomError("naering", "no such industry")
    return found


def _form(text: str) -> str:
    found = text.strip().upper()
    if found not in FORMS:
        raise PydanticCustomError("organisasjonsform", "no such organisation form")
    return found


Naeringer = Annotated[str, AfterValidator(_industries)]
"""A section (`C`), a span of divisions (`84-88`), or the beginning of a code (`64.2`)."""
Form = Annotated[str, AfterValidator(_form)]
Ansatte = Annotated[int, Field(ge=0)]


class Maalgruppe(Record):
    """Which companies are meant; what is left out says nothing.

    Attributes:
        ansatte_minst: Employees, at least.
        ansatte_maks: Employees, at most.
        ukjent_ansatte: Whether a company of unknown size is meant.
        offentlige: Whether municipalities, counties and the state, and what they run, are meant.
        naeringer: The industries that are meant; none: all.
        ikke_naeringer: Industries that are not, whatever `naeringer` says.
        organisasjonsformer: The organisation forms that are meant; none: all.
        ikke_organisasjonsformer: Those that are not.
        alltid: Companies that are meant in spite of all this.
        aldri: Companies that are not; a main unit's number stands for all its places.
    """

    ansatte_minst: Ansatte = 0
    ansatte_maks: Ansatte | None = None
    ukjent_ansatte: bool = True
    offentlige: bool = True
    naeringer: Many[Naeringer] = ()
    ikke_naeringer: Many[Naeringer] = ()
    organisasjonsformer: Many[Form] = ()
    ikke_organisasjonsformer: Many[Form] = ()
    alltid: Many[Organisasjonsnummer] = ()
    aldri: Many[Organisasjonsnummer] = ()

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if self.ansatte_maks is not None and self.ansatte_maks < self.ansatte_minst:
            raise PydanticCustomError("ansatte", "at most fewer than at least")
        if set(self.alltid) & set(self.aldri):
            raise PydanticCustomError("alltid_aldri", "always and never")
        return self
