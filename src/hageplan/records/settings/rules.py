"""Settings of imports and forms, of follow-ups, and of what is kept and published."""

from typing import Annotated

from pydantic import Field

from hageplan.records.base import Record
from hageplan.records.logg import Kanal, SpeltGrad
from hageplan.records.status import Status

Frist = Annotated[int, Field(ge=0, le=365)]
"""Days, weekends included."""
Months = Annotated[int, Field(ge=1, le=600)]


class Innlesing(Record):
    """What imports may take.

    Attributes:
        status: Statuses by the words of people's own lists, whatever their capitals.
        maks_megabyte: Of a file that is read, unpacked, at most: a packed file may hold a thousand
            times its size.
        brreg_url: Where Enhetsregisteret's service is.
        adresse_url: Where Kartverket's service for addresses is.
        regnskap_url: Where Regnskapsregisteret's service is.
        ssb_url: Where SSB's service for tables is.
        pause_sekunder: Between two requests to a service, at least.
        svar_sekunder: Within which a service has given an answer, attempts at it included.
        svar_megabyte: Of an answer, unpacked, at most.
        hente_minutter: For which one command asks a service, at most.
    """

    status: dict[str, Status] = Field(default_factory=dict)
    maks_megabyte: Annotated[int, Field(ge=1, le=1_000_000)] = 8000
    brreg_url: Annotated[str, Field(pattern=r"^https?://\S+$")] = (
        "https://data.brreg.no/enhetsregisteret/api"
    )
    adresse_url: Annotated[str, Field(pattern=r"^https?://\S+$")] = (
        "https://ws.geonorge.no/adresser/v1"
    )
    regnskap_url: Annotated[str, Field(pattern=r"^https?://\S+$")] = (
        "https://data.brreg.no/regnskapsregisteret/regnskap"
    )
    ssb_url: Annotated[str, Field(pattern=r"^https?://\S+$")] = (
        "https://data.ssb.no/api/pxwebapi/v2"
    )
    pause_sekunder: Annotated[float, Field(ge=0, le=60)] = 0.2
    svar_sekunder: Annotated[float, Field(gt=0, le=3600)] = 60.0
    svar_megabyte: Annotated[float, Field(gt=0, le=10_000)] = 20.0
    hente_minutter: Annotated[float, Field(gt=0, le=1440)] = 60.0


class Skjema(Record):
    """What a form's columns and words mean.

    Attributes:
        kolonner: Headings by field, where they are others than the usual ones.
        dag_foerst: Whether 11/12 is 11 December; None: as the other dates of the form tell.
        grader: Grades of interest by what people could answer, whatever its capitals.
        kanal: How the contact was that an answer tells of, where the form does not say.
    """

    dag_foerst: bool | None = None
    kolonner: dict[str, str] = Field(default_factory=dict)
    grader: dict[str, SpeltGrad] = Field(default_factory=dict)
    kanal: Kanal | None = None


class Oppfolgingsregler(Record):
    """When flags are due, and when what is overdue goes to somebody else.

    Attributes:
        rod_dager: Days until a red flag is due: at once. Source of both: practice of business
            retention and expansion programmes.
        gul_dager: Days until a yellow flag is due: within two weeks.
        eskaler_dager: Days overdue from which on a task is escalated; one with a red flag is as
            soon as it is overdue.
        leder: Id of the medarbeider to whom it then goes.
    """

    rod_dager: Frist = 0
    gul_dager: Frist = 14
    eskaler_dager: Frist = 7
    leder: str = ""


class Personvern(Record):
    """How many months each kind is kept, `[personvern]` of hageplan.toml.

    The law names no number: data goes when its purpose ends (GDPR article 5). Three years are the
    half-life of an answer and a usual length of a programme; a plan is over when its season is.

    Attributes:
        kontakt_maaneder: A contact person, after the last contact with a company that is no member.
        enk_maaneder: A sole trader that is no member, after the last contact.
        notat_maaneder: Notes and what was promised, after the day they are of.
        plan_maaneder: A saved plan, after its last day.
        kopi_maaneder: A backup.
        brev_maaneder: An e-mail that was sent, or that did not get off.
        rolle_maaneder: The names of leaders that the register told, after they came.
    """

    kontakt_maaneder: Months = 36
    enk_maaneder: Months = 36
    notat_maaneder: Months = 36
    plan_maaneder: Months = 12
    kopi_maaneder: Months = 12
    brev_maaneder: Months = 12
    rolle_maaneder: Months = 12


class Rapport(Record):
    """What may be published, `[rapport]` of hageplan.toml.

    Attributes:
        minste_antall: Figures of fewer companies are withheld from all but the board.
    """

    minste_antall: Annotated[int, Field(ge=1, le=100)] = 5
