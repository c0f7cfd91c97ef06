"""Which companies a næringshage is for: `[maalgruppe]` in `hageplan.toml`."""

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
_LISTED: Final = """
01:1234567 02:1234 03:123 05:12 06:12 07:12 08:19 09:19 10:123456789 11:0 12:0 13:1239 14:123 15:12
16:12 17:12 18:12 19:12 20:123456 21:12 22:12 23:12345679 24:12345 25:12345679 26:12345678 27:123459
28:12349 29:123 30:12349 31:0 32:123459 33:12 35:1234 36:0 37:0 38:123 39:0 41:012 42:129 43:1234569
45:1234 46:123456789 47:123456789 49:12345 50:1234 51:12 52:123 53:123 55:12349 56:1234 58:12 59:12
60:123 61:1239 62:0129 63:19 64:1239 65:123 66:123 68:123 69:12 70:12 71:12 72:12 73:123 74:1239
75:0 77:12345 78:123 79:19 80:0123 81:123 82:12349 84:123 85:123456 86:129 87:1239 88:19 90:0123
91:01234 92:0 93:12 94:129 95:1234 96:012349 97:0 98:12 99:0
"""
GROUPS: Final = frozenset(
    f"{division}.{group}"
    for division, groups in re.findall(r"(\d\d):(\d+)", _LISTED)
    for group in groups
)
"""The groups of SN2007 and of SN2025, three digits of a code, which are those of NACE.

Sources: Regulation (EC) 1893/2006 (NACE Rev. 2), Delegated Regulation (EU) 2023/137 (Rev. 2.1).
"""
DIVISIONS: Final = frozenset(group[:2] for group in GROUPS)
"""Their divisions, the first two digits."""
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
    is_code = bool(_PREFIX.match(text)) and (text in DIVISIONS or text[:4] in GROUPS)
    return (text,) if is_code else ()


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
