"""What can be said of a contact, as options."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Final, Literal, TypedDict

import typer

from hageplan.command import completion
from hageplan.command.dates import day_option, moment_option
from hageplan.command.options import word_option
from hageplan.i18n import _
from hageplan.records.status import OUTCOME_WORDS, Utfall

Grade = Literal["ikke", "nøytral", "interessert", "forpliktet"]
_GRADES: Final[Mapping[str, Grade]] = {
    "ikke": "ikke", "noytral": "nøytral", "interessert": "interessert", "forpliktet": "forpliktet",
    "ikke interessert": "ikke", "not interested": "ikke", "neutral": "nøytral",
    "interested": "interessert", "vil bli medlem": "forpliktet", "committed": "forpliktet",
}  # fmt: skip
"""How interested a company is, by what people call it."""
_KINDS: Final = {
    **{kind: kind for kind in ("besok", "telefon", "epost", "mote", "skjema")},
    "e post": "epost",
}
_FLAGS: Final = {"rod": "rod", "rodt": "rod", "gul": "gul", "gult": "gul"}

GradeOption = Annotated[
    Grade | None,
    word_option(
        "--interesse",
        words=_GRADES,
        told=_("The company's answer: how interested it is."),
    ),
]
OutcomeOption = Annotated[
    Utfall | None,
    word_option(
        "--utfall",
        words=OUTCOME_WORDS,
        told=_("Outcome: you talked (the default), nobody was there, or they would not talk."),
    ),
]
NextVisitOption = Annotated[
    date | None,
    day_option("--neste-besok", told=_("Date of the next visit, whatever the company's interval.")),
]
OwnerOption = Annotated[
    str | None,
    typer.Option(
        "--ansvarlig",
        metavar="ID",
        autocompletion=completion.medarbeidere,
        help=_("Owner of the task. Default: whoever was there."),
    ),
]
NoteOption = Annotated[
    str | None, typer.Option("--notat", metavar=_("TEXT"), help=_("Note for the log."))
]
WhenOption = Annotated[
    datetime | None, moment_option("--at", told=_("Date and time. Default: now."), towards="last")
]
WhoWasThereOption = Annotated[
    str | None,
    typer.Option(
        "--medarbeider",
        metavar="ID",
        autocompletion=completion.medarbeidere,
        help=_("The medarbeider who was there."),
    ),
]


class ContactOptions(TypedDict):
    """The options of `log`: what is said of a contact, under the names of the entry's fields.

    Each is None where it is not given. `retning` is True for out, and `utvidelse` "ja" where
    `--utvider` stands without words; `fix`, `stroket` and `from_plan` tell what is to be written.
    """

    kanal: Annotated[
        Literal["besok", "telefon", "epost", "mote", "skjema"] | None,
        word_option("--kind", words=_KINDS, told=_("Kind of contact. Default: besok (visit).")),
    ]
    retning: Annotated[
        bool | None,
        typer.Option("--ut/--inn", help=_("You contacted them (ut) or they contacted you (inn).")),
    ]
    utfall: OutcomeOption
    interesse: GradeOption
    utvidelse: Annotated[
        str | None,
        typer.Option(
            "--utvider",
            metavar=_("[TEXT]"),
            help=_("They want to expand, and how, in a few words."),
        ),
    ]
    flytter: Annotated[
        bool | None, typer.Option("--flytter/--ikke-flytter", help=_("They may move away."))
    ]
    selger: Annotated[bool | None, typer.Option("--selger/--ikke-selger", help=_("They may sell."))]
    legger_ned: Annotated[
        bool | None, typer.Option("--legger-ned/--ikke-legger-ned", help=_("They may close down."))
    ]
    behov: Annotated[
        list[str] | None,
        typer.Option("--behov", metavar=_("TAG,…"), help=_("Tags for what they need.")),
    ]
    tilbyr: Annotated[
        list[str] | None,
        typer.Option("--tilbyr", metavar=_("TAG,…"), help=_("Tags for what they can offer.")),
    ]
    minutter: Annotated[
        int | None,
        typer.Option("--minutter", min=0, max=1440, help=_("Duration of the contact.")),
    ]
    arbeidsplasser: Annotated[
        str | None,
        typer.Option(
            "--arbeidsplasser",
            metavar="nye=N,bevarte=N,kilde=…,sikkerhet=…,gjelder=…,grunnlag=N",
            help=_("New or retained jobs, with source and certainty."),
        ),
    ]
    flagg: Annotated[
        Literal["rod", "gul"] | None,
        word_option("--flagg", words=_FLAGS, told=_("Flag: rod (now) or gul (within two weeks).")),
    ]
    oppfolging: Annotated[
        list[str] | None,
        typer.Option(
            "--oppfolging",
            metavar=_('"DATE TEXT"'),
            help=_("A follow-up task: due date and what was promised."),
        ),
    ]
    neste_besok: NextVisitOption
    ansvarlig: OwnerOption
    notat: NoteOption
    at: WhenOption
    medarbeider: WhoWasThereOption
    reservert: Annotated[
        bool | None,
        typer.Option("--reservert", help=_("They have opted out; do not contact again.")),
    ]
    fix: Annotated[
        str | None,
        typer.Option(
            "--fix",
            metavar="ID",
            autocompletion=completion.contacts,
            help=_("Correct this entry; a new entry replaces it."),
        ),
    ]
    stroket: Annotated[
        bool | None, typer.Option("--stryk", help=_("With --fix: withdraw the entry."))
    ]
    from_plan: Annotated[
        bool | None, typer.Option("--from-plan", help=_("Log today's stops one by one."))
    ]
