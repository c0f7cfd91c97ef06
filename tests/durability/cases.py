"""Every command that writes, with a small workspace of invented companies to do it in."""

from __future__ import annotations

import io
import shlex
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import openpyxl

from tests.conftest import NUMBERS, bedrift
from tests.imports.filed import filed
from tests.imports.register import Unit, unit, update
from tests.imports.tables import counts

SAG, GARD, KRO, ENK, VERK, NY, NYE = NUMBERS[:7]
SETTINGS: Final = """
sprak = "en"
[naeringshage]
kontor = { navn = "Røros", lat = 62.57468, lon = 11.3842 }
dekker = ["Røros"]
vurderer = ["Os", "Tynset"]
[[medarbeider]]
id = "kari"
navn = "Kari Prøve"
[innlesing]
brreg_url = "{register}"
adresse_url = "{maps}"
regnskap_url = "{accounts}"
ssb_url = "{counts}"
pause_sekunder = 0
[epost]
avsender = "hage@hage.example"
vert = "127.0.0.1"
port = {mail}
sikkerhet = "ingen"
tidsgrense_sekunder = 5
"""
PERSON: Final = {"navn": "Nils Eksempel", "epost": "nils@enk.example", "telefon": "+47 900 00 001"}
_PLACE: Final = {"lat": 62.49, "lon": 11.2}
OS: Final = (
    bedrift(SAG, "Storsag AS", kontakt={"epost": "post@storsag.example"}, status="medlem", **_PLACE)
    + bedrift(GARD, "Nordgard AS", kontakt={"epost": "post@nordgard.example"}, **_PLACE)
    + bedrift(
        KRO,
        "Os Kro AS",
        kontakt={"epost": "post@oskro.example"},
        adresse="Sagveien 1",
        postnummer="2550",
        poststed="OS",
    )
)
TYNSET: Final = (
    bedrift(ENK, "Eksempel Sau", organisasjonsform="ENK", kommunenummer="3427", kontakt=PERSON)
    + "# Nils Eksempel leder også verket\n"
    + bedrift(VERK, "Verket AS", kommunenummer="3427", kontakt=PERSON, adresse="Vegen 1",
              postnummer="2500", poststed="TYNSET")
)  # fmt: skip
LOG_2025: Final = f"""[[henvendelse]]
id = "h-1"
organisasjonsnummer = "{ENK}"
tid = 2025-05-01 10:00:00
medarbeider = "kari"
interesse = "interessert"
notat = "Nils Eksempel var blid."
"""
LOG_2026: Final = f"""# Skrevet for hånd
[[henvendelse]]
id = "h-2"
organisasjonsnummer = "{SAG}"
tid = 2026-11-17 10:00:00
medarbeider = "kari"
flagg = "rod"
notat = "Kjenner Nils Eksempel, ring 90000001; se Eksempel Sau"

[[avtale]]
id = "a-1"
organisasjonsnummer = "{GARD}"
tid = 2026-11-23 10:00:00
medarbeider = "kari"

[[avtale]]
id = "a-2"
organisasjonsnummer = "{SAG}"
tid = 2026-12-03 12:30:00
medarbeider = "kari"

[[oppfolging]]
id = "o-1"
organisasjonsnummer = "{VERK}"
frist = 2026-11-20
ansvarlig = "kari"
tekst = "Ring Verket"
"""
BASE: Final[Mapping[str, str]] = {
    "hage/hageplan.toml": SETTINGS,
    "hage/bedrifter/os.toml": OS,
    "hage/bedrifter/tynset.toml": TYNSET,
    "hage/logg/2025.toml": LOG_2025,
    "hage/logg/2026.toml": LOG_2026,
    "ut/les-meg.txt": "Her kommer resultater.\n",
}
PLANNED: Final = "plan --kommune Os --kommune Tynset --days 3 --iterations 5 --save -q"
"""Makes the plan that is saved in every workspace."""
UNITS: Final = (
    unit(NY, "FJELLBAKERIET AS", antallAnsatte=3),
    unit(NYE, "OS MASKIN AS", "3430", antallAnsatte=5),
)
"""What the register knows that the workspace does not."""
UPDATES: Final[Mapping[str, tuple[Unit, ...]]] = {
    "enheter": (update(1, NY, "Ny"), update(2, NYE, "Ny"), update(3, KRO, navn="OS KRO")),
}
"""What its feed tells."""
ACCOUNTS: Final = {SAG: [filed(SAG)], GARD: [filed(GARD)]}
"""What companies have filed."""
COUNTS: Final = {"3430": counts(464, 30, 10, 5, 2, 0, 0, 1)}
"""How many companies there are."""
PLACES: Final = {
    "adressetekst=Sagveien 1": [(62.49612, 11.22581)],
    "adressetekst=Vegen 1": [(62.2759, 10.7765)],
}
"""What the map knows of addresses in the workspace."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """A command, and what it finds.

    Attributes:
        words: The command, to be run beside the workspace `hage`.
        files: What lies there beside the usual files.
        before: Commands that come first.
        gone: What no file may hold when it is done, not even after `again` was brought in.
        is_import: Whether `import undo` takes it back.
        is_alone: Whether it writes results, and nothing of the workspace: it does not hold its
            lock then, and each file is as it was or as it is to be.
        reached: Files that tell how far it has read: it writes a page at a time, and of a page in
            which nothing concerns the records no more than that.
        is_safe: Whether it puts a copy of what is there aside, which may stay.
        is_workspace: Whether the workspace is there before; else nobody reads before it is.
    """

    words: str
    files: Mapping[str, str | bytes] = field(default_factory=dict)
    before: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    again: str = ""
    is_import: bool = False
    is_alone: bool = False
    reached: tuple[str, ...] = ()
    is_safe: bool = False
    is_workspace: bool = True

    @property
    def command(self) -> str:
        """The name of the command: the words before its arguments and options."""
        first, second, *_rest = [*shlex.split(self.words), ""]
        if first in ("bedrift", "import", "privacy") or second == "introduce":
            return f"{first} {second}"
        return {"log": "log write", "match": "match suggest"}.get(first, first)


LIST: Final = "Org. nr.;Navn;Kommune;Antall ansatte\n"
FIRST_LIST: Final = f"{LIST}{NY};Fjellbakeriet AS;Os;3\n{NYE};Tynset Maskin AS;Tynset;5\n"
SECOND_LIST: Final = (
    f"{LIST}{NY};Fjellbakeriet AS;Os;4\n{NYE};Tynset Maskin AS;Tynset;6\n"
    f"{NUMBERS[7]};Røros Glass AS;Røros;2\n{NUMBERS[8]};Os Glass AS;Os;2\n123;Uten nummer;Os;1\n"
)
ANSWERS: Final = (
    "Tidsmerke;Bedrift;Org. nr.;Interesse\n"
    f"20.11.2025 10:00;;{SAG};interessert\n21.11.2026 10:00;;{GARD};ikke\n"
    "22.11.2026 10:00;Ukjent AS;;ikke\n"
)
FORGOTTEN: Final = f"{LIST}{ENK};Eksempel Sau;Tynset;1\n"


FROM_THE_CAR: Final = (
    f"Stopp: 20261120-1000-{SAG}\nUtfall: snakket\nPlaner: flytter\nFølg opp: 10.12.2026 Ring\n"
    f"Slutt på svaret\nStopp: 20251120-1000-{GARD}\nUtfall: snakket\nInteresse: ikke\n"
    f"Skal ikke kontaktes igjen: ja\nSlutt på svaret\nStopp: 20261119-1000-{KRO}\n"
    "Utfall: snakket\nInteresse: ja, ring i mars\nSlutt på svaret\n"
)


def _event(uid: str, start: str, summary: str) -> str:
    head = f"BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20261101T000000Z\r\n"
    return f"{head}DTSTART:{start}\r\nDURATION:PT1H\r\nSUMMARY:{summary}\r\nEND:VEVENT\r\n"


CALENDAR: Final = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//p//\r\n"
    + _event("1", "20261120T090000Z", "Besøk hos Storsag")
    + _event("2", "20270112T090000Z", "Nordgard")
    + "END:VCALENDAR\r\n"
)


def _workbook(lines: str) -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    for line in lines.splitlines():
        sheet.append(line.split(";"))
    book.save(stream)
    return stream.getvalue()


def _old_copy() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("logg/2021.toml", "# tom\n")
    return stream.getvalue()


_RESTORED: Final = (
    "import csv inn/liste.csv --yes -w hage",
    f"log {SAG} --interesse ikke -w hage",
)
"""What was done since the backup."""
_SAID: Final = f"log {GARD} --kind telefon --interesse interessert"
_LISTED: Final = {"inn/liste.csv": FIRST_LIST}
_ALL_FILES: Final = " ".join(f"-o ut/tur.{kind}" for kind in ("ics", "html", "xlsx", "csv", "md"))
CASES: Final[Mapping[str, Case]] = {
    "log": Case(words=f'{_SAID} --oppfolging "2026-12-10 Ring" --flagg gul -w hage'),
    "log, a visit that was agreed": Case(words=f'log {GARD} --at "2026-11-23 10:00" -w hage'),
    "log, an opt-out": Case(words=f"log {KRO} --reservert --notat Nei -w hage"),
    "log fix": Case(words="log fix h-2 --interesse ikke -w hage"),
    "log fix --stryk": Case(words="log fix h-2 --stryk -w hage"),
    "book": Case(words=f'book {VERK} --at "2027-01-05 10:00" -w hage'),
    "move": Case(words='move a-2 --at "2026-12-04 10:00" -w hage'),
    "cancel": Case(words="cancel a-2 -w hage"),
    "done": Case(words="done a-1 --interesse interessert -w hage"),
    "done, a task": Case(words="done o-1 --notat Ringt -w hage"),
    "match introduce": Case(words=f"match introduce {SAG} {VERK} -w hage"),
    "match introduce --stryk": Case(
        words=f"match introduce {SAG} {VERK} --stryk -w hage",
        before=(f"match introduce {SAG} {VERK} -w hage",),
    ),
    "bedrift ny": Case(words='bedrift ny --navn "Ny Sag" --kommune Os --yes -w hage'),
    "bedrift endre": Case(words=f"bedrift endre {KRO} --telefon 90000009 --yes -w hage"),
    "bedrift endre --orgnr": Case(
        words=f"bedrift endre {SAG} --orgnr {NUMBERS[9]} --yes -w hage",
        before=(f"{PLANNED} --must {SAG} -w hage",),
    ),
    "bedrift medlem": Case(words=f"bedrift medlem {GARD} --yes -w hage"),
    "bedrift avslag": Case(words=f"bedrift avslag {GARD} --grunn Nei --kind telefon --yes -w hage"),
    "bedrift sluttet": Case(words=f"bedrift sluttet {SAG} --yes -w hage"),
    "bedrift ring-ikke": Case(words=f"bedrift ring-ikke {SAG} --yes -w hage"),
    "import csv": Case(
        words="import csv inn/ny.csv --yes --source liste -w hage",
        files={**_LISTED, "inn/ny.csv": SECOND_LIST},
        before=("import csv inn/liste.csv --yes --source liste -w hage",),
        is_import=True,
    ),
    "import excel": Case(
        words="import excel inn/ny.xlsx --yes --rejected ut/avvist.csv -w hage",
        files={"inn/ny.xlsx": _workbook(SECOND_LIST)},
        is_import=True,
    ),
    "import excel --accounts": Case(
        words="import excel inn/r.xlsx --accounts --yes -w hage",
        files={"inn/r.xlsx": _workbook(f"Orgnr;Omsetning 2024\n{SAG};100\n{VERK};200\n")},
        is_import=True,
    ),
    "import survey": Case(
        words="import survey inn/svar.csv --yes -w hage",
        files={"inn/svar.csv": ANSWERS},
        is_import=True,
    ),
    "import calendar": Case(
        words="import calendar inn/k.ics --medarbeider kari --yes -w hage",
        files={"inn/k.ics": CALENDAR},
        is_import=True,
    ),
    "import visits": Case(
        words=(
            f"import visits inn/svar.txt --accept 20261120-1000-{SAG} --accept 20251120-1000-{GARD}"
            " --yes -w hage"
        ),
        files={"inn/svar.txt": FROM_THE_CAR},
        is_import=True,
    ),
    "import brreg": Case(words="import brreg -w hage", is_import=True),
    "import brreg --changes": Case(
        words="import brreg --changes -w hage",
        reached=("hage/kilder/brreg-endringer.toml",),
        is_import=True,
    ),
    "import regnskap": Case(words="import regnskap --alle -w hage", is_import=True),
    "import ssb": Case(words="import ssb -k Os -w hage"),
    "geocode": Case(words="geocode -w hage", is_import=True),
    "import undo": Case(
        words="import undo -w hage",
        files={**_LISTED, "inn/ny.csv": SECOND_LIST},
        before=(
            "import csv inn/liste.csv --yes --source liste -w hage",
            "import csv inn/ny.csv --yes --source liste -w hage",
        ),
    ),
    "privacy forget, a company": Case(
        words=f"privacy forget {ENK} --yes -w hage",
        files={"inn/glemt.csv": FORGOTTEN, **_LISTED},
        before=(f"{PLANNED} --must {ENK} -w hage", "import csv inn/liste.csv --yes -w hage"),
        gone=(ENK, "eksempel sau", "nils", "enk.example"),
        again="import csv inn/glemt.csv --yes -w hage",
    ),
    "privacy forget, a person": Case(
        words='privacy forget "Nils Eksempel" --yes -w hage',
        before=(f"{PLANNED} --must {ENK} -w hage",),
        gone=("nils", "enk.example", "90000001", "900 00 001"),
    ),
    "privacy purge": Case(
        words="privacy purge --yes -w hage",
        files={
            "hage/logg/2021.toml": LOG_2025.replace("2025", "2021").replace("h-1", "h-0"),
            "hage/logg/2025.toml": "",
            "hage/planer/2021-01-04-1.toml": "# gammel\n",
            "hage/sikkerhetskopier/hageplan-2021-01-04-120000.zip": _old_copy(),
        },
        gone=(ENK, "eksempel sau"),
    ),
    "privacy reserve": Case(words=f"privacy reserve {KRO} --grunn Nei -w hage"),
    "backup": Case(words="backup -w hage"),
    "backup --folder": Case(words="backup --folder ut -w hage", is_alone=True),
    "restore latest": Case(
        words="restore latest --yes -w hage",
        files=_LISTED,
        before=("backup -w hage", *_RESTORED),
        is_safe=True,
    ),
    "restore": Case(
        words="restore ut/hageplan-2026-11-24-120000.zip --yes -w hage",
        files=_LISTED,
        before=("backup --folder ut -w hage", *_RESTORED),
        is_safe=True,
    ),
    "check --repair": Case(
        words="check --repair --yes -w hage",
        files={
            "hage/logg/2025.toml": LOG_2025 + '[[henvendelse]]\nid = "h',
            "hage/logg/2026.toml": LOG_2026 + "[[avtale]]\ntid = 2026-",
        },
        is_safe=True,
    ),
    "plan --save": Case(words=f"{PLANNED} -w hage"),
    "plan --save, with files": Case(words=f"{PLANNED} {_ALL_FILES} -w hage"),
    "export": Case(words=f"export latest {_ALL_FILES} -w hage"),
    "export, a calendar anew": Case(
        words="export latest -o ut/tur.ics -o ut/tur.gpx -w hage",
        before=(
            "export latest -o ut/tur.ics -w hage",
            f"log {SAG} --interesse ikke -w hage",
            f"{PLANNED} --without {KRO} -w hage",
        ),
    ),
    "export, no calendar": Case(
        words="export latest -o ut/tur.html -o ut/tur.xlsx -w hage", is_alone=True
    ),
    "show": Case(words="show latest -o ut/tur.ics -o ut/tur.json -w hage"),
    "invite": Case(words="invite --folder hage/utkast -w hage"),
    "invite, outside": Case(
        words="invite --folder ut/utkast -w hage",
        files={f"ut/utkast/{GARD}-2026-11-01-0900.eml": "Gammelt"},
    ),
    "summary --since-last": Case(words="summary --since-last -o ut/uke.md -o ut/uke.html -w hage"),
    "summary --send --dry-run": Case(
        words="summary --send a@hage.example --send b@hage.example --dry-run -w hage",
        is_alone=True,
    ),
    "init": Case(words="init ny -k Os", is_workspace=False),
    "init --demo": Case(words="init ny --demo", is_workspace=False),
    "score": Case(words="score -o ut/a.csv -o ut/a.xlsx -w hage", is_alone=True),
    "next": Case(words="next -o ut/a.csv -o ut/a.json -w hage", is_alone=True),
    "plan": Case(
        words="plan -k Os --days 2 --iterations 5 -o ut/a.csv -o ut/a.geojson -w hage",
        is_alone=True,
    ),
    "staffing": Case(words="staffing -o ut/a.csv -o ut/a.json -w hage", is_alone=True),
    "forecast": Case(
        words="forecast --months 2 --policy keep -o ut/a.csv -o ut/a.json -w hage", is_alone=True
    ),
    "match suggest": Case(words="match -o ut/a.csv -o ut/a.json -w hage", is_alone=True),
    "jobs": Case(words="jobs -o ut/a.csv -o ut/a.json -w hage", is_alone=True),
    "followup": Case(words="followup -o ut/a.csv -o ut/a.json -w hage", is_alone=True),
    "uke": Case(words="uke -o ut/a.html -o ut/a.md -w hage", is_alone=True),
    "report": Case(words="report siva -o ut/a.html -o ut/a.xlsx -w hage", is_alone=True),
}
"""By a name that begins with the command's."""
TO: Final = ("a@hage.example", "b@hage.example")
LETTERS: Final = (
    f"summary --since-last --if-new --send {TO[0]} --send {TO[1]} -w hage",
    "outbox --send -w hage",
)
"""Commands that hand letters over to a mail server."""
READERS: Final[Mapping[str, str]] = {
    "avtaler": "avtaler -w hage",
    "roads": "roads -w hage",
    "check": "check -w hage",
    "bedrift show": f"bedrift {SAG} -w hage",
    "compare": "compare latest latest -w hage",
    "slots": f"slots {GARD} --days 2 -w hage",
    "log show": "log show -w hage",
    "privacy": "privacy -w hage",
    "privacy email": f"privacy email {SAG} -w hage",
    "privacy export": f"privacy export {SAG} -w hage",
}
"""Commands that write nothing."""
OF_ROADS: Final = {"roads build", "roads compare", "roads remove"}
"""They need road networks, which lie beside all workspaces: `tests/roads` has some."""
