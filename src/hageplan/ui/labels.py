"""What people read for the fields of a company and the words in them.

They are headings and words of the table of companies that we write too, each understood when it
returns: `imports/sources` knows them in both languages.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from hageplan.i18n import _, short_date, shown
from hageplan.messages import Message, msg
from hageplan.records.status import Status

STATUS_LABELS: Final[Mapping[Status, Message]] = {
    "prospekt": msg("potential member"),
    "medlem": msg("member"),
    "maalbedrift": msg("target company"),
    "avslag": msg("declined"),
    "nedlagt": msg("closed down"),
}
POSITION_LABELS: Final[Mapping[str, Message]] = {
    "adresse": msg("address"),
    "vei": msg("road"),
    "poststed": msg("post town"),
}
COLUMNS: Final[Mapping[str, Message]] = {
    "organisasjonsnummer": msg("Organisation number"),
    "navn": msg("Company name"),
    "kommune": msg("Municipality"),
    "status": msg("Status"),
    "status_endret": msg("Status since"),
    "medlem_siden": msg("Member since"),
    "sluttet": msg("Left or closed on"),
    "ring_ikke": msg("Do not phone"),
    "reservert": msg("Opted out"),
    "kontaktperson": msg("Contact person"),
    "rolle": msg("Role"),
    "telefon": msg("Telephone"),
    "epost": msg("E-mail address"),
    "samtykke": msg("Consent to e-mail"),
    "antall_ansatte": msg("Employees"),
    "naeringskode": msg("Industry code"),
    "organisasjonsform": msg("Organisation form"),
    "overordnet_enhet": msg("Parent unit"),
    "adresse": msg("Address"),
    "postnummer": msg("Postcode"),
    "poststed": msg("Post town"),
    "lat": msg("Latitude"),
    "lon": msg("Longitude"),
    "posisjon": msg("Coordinates of"),
    "besokstider": msg("Can be visited"),
    "stengt": msg("Closed every year"),
    "besok_minutter": msg("Minutes per visit"),
    "besoksintervall_dager": msg("Days between visits"),
    "to_medarbeidere": msg("Two of us visit"),
    "krever": msg("Requires"),
    "etter": msg("To be visited after"),
    "behov": msg("Needs"),
    "tilbyr": msg("Offers"),
    "regnskap": msg("Accounts (year: amounts)"),
    "tilfredshet": msg("Satisfaction (day: 1-6)"),
    "ledere": msg("Leaders"),
    "kvinner_i_ledelse": msg("Women in leading positions"),
    "notat": msg("Notes"),
}
"""Headings by field, in the order of the columns."""
_KEYS: Final = {"kontakt.navn": "kontaktperson", "kommunenummer": "kommune"}
"""Keys of a company's table that bear another name in the table we write."""


def field_words(key: str) -> str:
    """Return what people read for a key of a company's table, such as kontakt.telefon."""
    label = COLUMNS.get(_KEYS.get(key, key.removeprefix("kontakt.")))
    return key if label is None else shown(label)


def value_words(key: str, value: str | int | bool | date | None) -> str:
    """Return what people read for the value of a key."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return short_date(value)
    told = "–" if value is None else f"{value}"
    statuses = {f"{status}": shown(label) for status, label in STATUS_LABELS.items()}
    return statuses.get(told, told) if key == "status" else told
