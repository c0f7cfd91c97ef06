"""What can be said of a contact, as options."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final

import typer

from hageplan.command import completion
from hageplan.i18n import _


class Grade(StrEnum):
    """How interested a company is; nøytral also for keyboards without ø."""

    IKKE = "ikke"
    NOYTRAL = "nøytral"
    NOYTRAL_ASCII = "noytral"
    INTERESSERT = "interessert"
    FORPLIKTET = "forpliktet"


class Kind(StrEnum):
    """How we were in touch."""

    BESOK = "besok"
    TELEFON = "telefon"
    EPOST = "epost"
    MOTE = "mote"
    SKJEMA = "skjema"


class Flag(StrEnum):
    """What must be taken up: red at once, yellow within two weeks."""

    ROD = "rod"
    GUL = "gul"


MOMENTS: Final = ["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S"]

KindOption = Annotated[Kind | None, typer.Option("--kind", help=_("How; else a visit."))]
DirectionOption = Annotated[
    bool | None,
    typer.Option("--ut/--inn", help=_("Whether we came to them (ut) or they to us (inn).")),
]
GradeOption = Annotated[
    Grade | None,
    typer.Option("--interesse", help=_("What the company answered: how interested it is.")),
]
ExpandsOption = Annotated[
    str | None,
    typer.Option(
        "--utvider", metavar="[TEXT]", help=_("They want to expand; how, in a few words.")
    ),
]
MovesOption = Annotated[
    bool | None, typer.Option("--flytter/--ikke-flytter", help=_("They may move away."))
]
SellsOption = Annotated[
    bool | None, typer.Option("--selger/--ikke-selger", help=_("They may sell."))
]
ClosesOption = Annotated[
    bool | None, typer.Option("--legger-ned/--ikke-legger-ned", help=_("They may close down."))
]
NeedsOption = Annotated[
    list[str] | None, typer.Option("--behov", metavar="TAG,…", help=_("What they need."))
]
OffersOption = Annotated[
    list[str] | None, typer.Option("--tilbyr", metavar="TAG,…", help=_("What they can offer."))
]
TookOption = Annotated[
    int | None,
    typer.Option("--minutter", "--minutes", min=0, max=1440, help=_("How long it took.")),
]
JobsOption = Annotated[
    str | None,
    typer.Option(
        "--arbeidsplasser",
        metavar="nye=N,bevarte=N,kilde=…,sikkerhet=…,gjelder=…,grunnlag=N",
        help=_("Jobs that are new or kept, who says so, and how sure."),
    ),
]
FlagOption = Annotated[
    Flag | None, typer.Option("--flagg", help=_("Red: at once. Yellow: within two weeks."))
]
PromiseOption = Annotated[
    list[str] | None,
    typer.Option(
        "--oppfolging", metavar='"YYYY-MM-DD TEXT"', help=_("What was promised, and by when.")
    ),
]
OwnerOption = Annotated[
    str | None,
    typer.Option(
        "--ansvarlig",
        metavar="ID",
        autocompletion=completion.medarbeidere,
        help=_("Who does it; else who was there."),
    ),
]
NoteOption = Annotated[
    str | None, typer.Option("--notat", "--note", metavar="TEXT", help=_("A note for the log."))
]
WhenOption = Annotated[
    datetime | None,
    typer.Option(
        "--at", formats=MOMENTS, metavar='"YYYY-MM-DD HH:MM"', help=_("When it was; else now.")
    ),
]
OptOutOption = Annotated[
    bool, typer.Option("--reservert", help=_("They do not want to be contacted again."))
]
WhoWasThereOption = Annotated[
    str | None,
    typer.Option(
        "--medarbeider",
        metavar="ID",
        autocompletion=completion.medarbeidere,
        help=_("Who of us was there."),
    ),
]
