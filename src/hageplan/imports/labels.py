"""The headings and words of the table of companies that we write, each understood when it returns.

`sources/headings.py` and `sources/cells.py` know them in both languages.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hageplan.messages import Message, msg
from hageplan.records.bedrift import Status

STATUS_LABELS: Final[Mapping[Status, Message]] = {
    "prospekt": msg("potential member"),
    "medlem": msg("member"),
    "maalbedrift": msg("target company"),
    "avslag": msg("declined"),
    "nedlagt": msg("closed down"),
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
    "besok_minutter": msg("Minutes per visit"),
    "to_medarbeidere": msg("Two of us visit"),
    "krever": msg("Requires"),
    "etter": msg("To be visited after"),
    "behov": msg("Needs"),
    "tilbyr": msg("Offers"),
    "ledere": msg("Leaders"),
    "kvinner_i_ledelse": msg("Women in leading positions"),
    "notat": msg("Notes"),
}
"""Headings by field, in the order of the columns."""
