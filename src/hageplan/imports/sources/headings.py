"""Which column of a table is which field of a company."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from hageplan.errors import RequestError
from hageplan.messages import msg
from hageplan.records.memory import BRREG, NLOD, REGISTER
from hageplan.records.spelling import fold

HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "organisasjonsnummer": ("organisasjonsnummer", "org. nr.", "orgnummer", "organisasjonsnr",
                            "organisation number"),
    "navn": ("foretaksnavn", "bedriftsnavn", "bedriftens navn", "navn på bedrift", "bedrift",
             "firmanavn", "firma", "selskapsnavn", "selskap", "virksomhet", "navn",
             "company name", "name"),
    "kommune": ("beliggenhetsadresse - kommune", "beliggenhetsadresse.kommunenummer",
                "forretningsadresse - kommune", "forretningsadresse.kommunenummer",
                "kommunenummer", "kommunenr", "kommune", "kommunenavn", "komm", "municipality",
                "sted"),
    "overordnet_enhet": ("overordnet enhet", "overordnetenhet", "parent unit"),
    "organisasjonsform": ("organisasjonsform - kode", "organisasjonsform.kode",
                          "organisasjonsform", "organisation form"),
    "naeringskode": ("nace 1", "naeringskode1.kode", "næringskode 1", "naeringskode 1",
                     "næringskode", "nace", "nace-kode", "bransje (nace)", "bransjekode",
                     "næring", "bransje", "industry code"),
    "antall_ansatte": ("antall ansatte", "antallansatte", "ant. ansatte", "ansatte", "ant. ans.",
                       "employees"),
    "adresse": ("beliggenhetsadresse.adresse", "forretningsadresse.adresse", "adresse", "address"),
    "postnummer": ("beliggenhetsadresse.postnummer", "forretningsadresse.postnummer",
                   "postnummer", "postnr", "postcode"),
    "poststed": ("beliggenhetsadresse.poststed", "forretningsadresse.poststed", "poststed",
                 "post town", "sted"),
    "kontaktperson": ("kontaktperson", "kontakt", "contact person", "contact"),
    "rolle": ("rolle", "stilling", "tittel", "role"),
    "telefon": ("telefon", "mobil", "mobiltelefon", "tlf", "telefonnummer", "telephone",
                "phone"),
    "epost": ("epost", "e-post", "e-postadresse", "mail", "e-mail",
              "e-mail address"),
    "status": ("status", "medlemsstatus", "medlem"),
    "status_endret": ("status endret", "status fra", "status since"),
    "medlem_siden": ("medlem siden", "medlem fra", "innmeldt", "member since"),
    "sluttet": ("sluttet", "utmeldt", "left or closed on"),
    "ring_ikke": ("ring ikke", "ikke ring", "skal ikke ringes", "do not phone"),
    "reservert": ("reservert", "skal ikke kontaktes", "opted out"),
    "samtykke": ("samtykke til e-post", "samtykke e-post", "consent to e-mail"),
    "behov": ("behov", "needs"),
    "tilbyr": ("tilbyr", "offers"),
    "krever": ("krever", "requires"),
    "etter": ("besøkes etter", "to be visited after"),
    "besoksintervall_dager": ("besøksintervall (dager)", "besøksintervall",
                              "dager mellom besøk", "days between visits"),
    "posisjon": ("koordinatene gjelder", "coordinates of"),
    "besokstider": ("kan besøkes", "can be visited"),
    "stengt": ("stengt hvert år", "closed every year"),
    "regnskap": ("regnskap (år: beløp)", "accounts (year: amounts)"),
    "tilfredshet": ("tilfredshet (dato: 1-6)", "satisfaction (day: 1-6)"),
    "besok_minutter": ("besøksminutter", "minutter per besøk", "minutes per visit"),
    "to_medarbeidere": ("to medarbeidere", "two of us visit"),
    "ledere": ("ledere", "leaders"),
    "kvinner_i_ledelse": ("kvinner i ledelse", "women in leading positions"),
    "sist_besokt": ("sist besøkt", "siste besøk", "last visited", "last visit"),
    "utgangspunkt": ("hageplan",),
    "notat": ("notat", "notater", "merknad", "kommentar", "notes"),
    "har_registrert_antall_ansatte": ("harregistrertantallansatte",),
    "landkode": ("beliggenhetsadresse.landkode", "forretningsadresse.landkode", "landkode"),
    "konkurs": ("konkurs",),
    "slettedato": ("slettedato",),
    "nedleggelsesdato": ("nedleggelsesdato",),
    "lat": ("lat", "latitude", "breddegrad"),
    "lon": ("lon", "lng", "longitude", "lengdegrad"),
}  # fmt: skip
"""Known headings by field, the best first. Those of Brønnøysundregistrene come in two forms: the
search page's spreadsheet and the bulk file. Those that are no fields of a company tell
whether the register withholds its headcount, whether it is gone, and when we visited it."""

_SIGNS: Final = re.compile(r"[\W_]")

_REGISTER: Final = (
    ("org. nr.", "organisasjonsform - kode", "nace 1"),
    ("organisasjonsnummer", "organisasjonsform.kode", "naeringskode1.kode"),
)
"""Headings by which an extract of Enhetsregisteret is known."""
REQUIRED: Final = ("organisasjonsnummer", "navn", "kommune")
_OWN: Final = ("kontaktperson", "rolle", "telefon", "epost", "status", "notat")
"""Fields of people's own lists: the register's telephone is nobody's to ask for."""


_LONG: Final = 60
_MANY: Final = 40


def map_columns(
    header: Sequence[str],
    wanted: Mapping[str, str],
    *,
    by_name: bool = False,
    in_one_kommune: bool = False,
) -> dict[str, int]:
    """Return the column of each field that the table has.

    `wanted` (field to heading) wins over the known headings. With `by_name` a company needs no
    number and no municipality, `in_one_kommune` no municipality. Raises RequestError where `wanted`
    names a field or heading that is not there, or where a required field has no column.
    """
    columns = {heading: number for number, heading in enumerate(header)}
    spelt = spellings_of(header)
    found = {field: _column(field, heading, columns) for field, heading in wanted.items()}
    recognised: dict[str, int] = {}
    passed = _OWN if register_of(header) else ()
    for field, headings in HEADINGS.items():
        known = find_column(spelt, headings)
        if known is None or field in wanted or field in passed or known in recognised.values():
            continue
        recognised[field] = known
    found |= recognised
    required = ("navn",) if by_name else REQUIRED
    known_otherwise = ("kommune",) if in_one_kommune else ()
    missing = [field for field in required if field not in found and field not in known_otherwise]
    if missing:
        raise RequestError(
            msg("there is no column for {fields}", fields=", ".join(missing)),
            msg(
                'give it with --map "{field}=HEADING"; the headings are: {headings}',
                field=missing[0],
                headings=headings_told(header),
            ),
        )
    return found


def spellings_of(header: Sequence[str]) -> dict[str, int]:
    """Return the columns of a table by all spellings of their headings; of two alike, the first."""
    spelt: dict[str, int] = {}
    for number, name in enumerate(header):
        for spelling in _spellings(name):
            spelt.setdefault(spelling, number)
    return spelt


def find_column(spelt: Mapping[str, int], headings: Sequence[str]) -> int | None:
    """Return the column of the first of `headings` that is among the spellings; None: of none."""
    spellings = (spelling for heading in headings for spelling in sorted(_spellings(heading)))
    return next((spelt[spelling] for spelling in spellings if spelling in spelt), None)


def headings_told(header: Iterable[str]) -> str:
    """Return the headings as a fault names them: those that say something, forty at most."""
    words = [f"{name[:59]}…" if len(name) > _LONG else name for name in header if name.strip()]
    return ", ".join(words[:_MANY] + ["…"][: len(words) > _MANY])


def unused_headings(header: Sequence[str], used: Mapping[str, str]) -> tuple[str, ...]:
    """Return the headings of columns that nothing is taken from; `used` are by field."""
    return tuple(name for name in header if name and name not in used.values())


def _spellings(heading: str) -> set[str]:
    """Return how a heading may be spelt: "Org.nr." is "Org nr" too."""
    return {_SIGNS.sub("", spelling) for spelling in fold(heading)} - {""}


def _column(field: str, heading: str, columns: Mapping[str, int]) -> int:
    if field not in HEADINGS:
        raise RequestError(
            msg("there is no field {field}", field=field),
            msg("one of: {words}", words=", ".join(HEADINGS)),
        )
    if heading not in columns:
        raise RequestError(
            msg("the file has no heading {heading}", heading=f"«{heading}»"),
            msg("the headings are: {headings}", headings=headings_told(columns)),
        )
    return columns[heading]


def register_of(header: Sequence[str]) -> tuple[str, str, str] | None:
    """Return name, title and licence of the register that a table comes from, None of any other."""
    is_register = any({*map(str.casefold, header)} >= {*marks} for marks in _REGISTER)
    return (BRREG, REGISTER, NLOD) if is_register else None
