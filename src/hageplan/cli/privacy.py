"""`hageplan privacy`: what is held of people, and what they have asked for."""

from __future__ import annotations

import typer

from hageplan.cli.reservations import email, reserve
from hageplan.i18n import _

privacy_app = typer.Typer(
    help=_("What is held of people, and what they have asked for."),
    no_args_is_help=True,
    rich_markup_mode=None,
)
privacy_app.command("reserve", help=_("Never contact a company again: it has opted out."))(reserve)
privacy_app.command("email", help=_("Whether marketing e-mail may go to an address."))(email)
