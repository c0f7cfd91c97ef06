"""What can be said of a company, as options."""

from __future__ import annotations

from typing import Annotated, TypedDict

import typer

from hageplan.i18n import _


class FieldOptions(TypedDict):
    """Fields of a company, each None where it is not given."""

    navn: Annotated[str | None, typer.Option("--navn", metavar=_("NAME"), help=_("Name."))]
    ansatte: Annotated[
        str | None, typer.Option("--ansatte", metavar=_("COUNT"), help=_("Number of employees."))
    ]
    kontakt: Annotated[
        str | None, typer.Option("--kontakt", metavar=_("NAME"), help=_("Contact person."))
    ]
    telefon: Annotated[
        str | None,
        typer.Option(
            "--telefon", metavar=_("NUMBER"), help=_("The contact person's phone number.")
        ),
    ]
    epost: Annotated[
        str | None,
        typer.Option(
            "--epost", metavar=_("ADDRESS"), help=_("The contact person's e-mail address.")
        ),
    ]
    adresse: Annotated[
        str | None, typer.Option("--adresse", metavar=_("TEXT"), help=_("Street address."))
    ]
    naeringskode: Annotated[
        str | None,
        typer.Option("--naeringskode", metavar=_("CODE"), help=_("Industry code, such as 43.120.")),
    ]
    besoksintervall_dager: Annotated[
        str | None,
        typer.Option(
            "--besoksintervall-dager",
            metavar="DAYS",
            help=_("Days between visits. Default: as for its status and last answer."),
        ),
    ]
    notat: Annotated[
        str | None, typer.Option("--notat", metavar=_("TEXT"), help=_("A note on the company."))
    ]


class DayOptions(TypedDict):
    """The days of a membership, as texts; "" takes one out."""

    medlem_siden: Annotated[
        str | None,
        typer.Option("--medlem-siden", metavar=_("DATE"), help=_("The day it became a member.")),
    ]
    sluttet: Annotated[
        str | None,
        typer.Option("--sluttet", metavar=_("DATE"), help=_("The day it left or closed down.")),
    ]
    status_endret: Annotated[
        str | None,
        typer.Option("--status-endret", metavar=_("DATE"), help=_("The day the status was set.")),
    ]


KEYS = {"ansatte": "antall_ansatte", "kontakt": "kontakt.navn", "telefon": "kontakt.telefon",
        "epost": "kontakt.epost"}  # fmt: skip
"""The keys of the options that are called otherwise than their fields."""
