"""Write the example region: real municipalities, invented companies, half a year of log.

    python -m tools.make_example [FOLDER]

The same seed gives the same bytes. Names are put together from invented stems, organisation
numbers begin with 2 or 3 as the authorities' synthetic ones do, telephone numbers with 01 as
nobody's do, and no person has a name.
"""

from __future__ import annotations

import json
import math
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from hageplan.records.kommune import Kommune
from hageplan.records.spelling import control_digit, fold
from hageplan.workspace.find import example_dir
from hageplan.workspace.partial import read_kommuner
from tools.example_story import Story, Table, dealt_with, last_calls

SEED = 5
FIRST_DAY, LAST_DAY = date(2026, 5, 20), date(2026, 11, 20)
WHIT_MONDAY = date(2026, 5, 25)
"""The only public holiday of the log's months that is a working weekday."""
HOURS = (time(8, 30), time(10, 45), time(13, 0))
"""When a contact may begin, plus up to an hour; the longest lasts 75 minutes."""
KM_PER_DEGREE = 111.2
"""Of latitude; of longitude times the cosine of the latitude."""


@dataclass(frozen=True)
class Area:
    """A municipality's companies: how many, their post office, and where they lie.

    `near` are bearings of the main valley in degrees from north; `far` are bearings of side
    valleys with the greatest distance in km that stays inside the municipality.
    `leaning` is how much likelier than elsewhere an interested answer is.
    """

    number: str
    companies: int
    postnummer: str
    poststed: str
    near: tuple[float, ...]
    far: tuple[tuple[float, float], ...]
    leaning: float = 0.0


AREAS = (
    Area("5025", 36, "7374", "Røros", (223, 10), ((10, 14), (75, 20))),
    Area("5026", 14, "7380", "Ålen", (319, 165), ((319, 15), (165, 9))),
    Area("3430", 14, "2550", "Os i Østerdalen", (45, 235), ((140, 20), (285, 10)), 0.25),
    Area("3426", 14, "2540", "Tolga", (55, 230), ((277, 10), (145, 15))),
    Area("3427", 36, "2500", "Tynset", (40, 220), ((310, 16), (177, 16)), 0.25),
    Area("3428", 18, "2560", "Alvdal", (20, 165), ((280, 14), (150, 13))),
    Area("3429", 12, "2580", "Folldal", (85, 270), ((85, 13), (290, 14)), -0.25),
    Area("3424", 16, "2485", "Rendalen", (342, 162), ((342, 15), (162, 20)), -0.25),
)
COVERED = ("5025", "5026")
COVERED_STATUS = {"medlem": 25, "maalbedrift": 6}
CONSIDERED_STATUS = {"avslag": 6, "nedlagt": 3, "reservert": 3}
SOUTH = ("3427", "3428", "3429", "3424")
"""Where ola, who lives in Tynset, goes most."""

STEMS = """
Gråvindheim Kvernskar Tussvang Lurvholt Skrumlia Blåsmyrtun Knattersve Vinterknok Sveltbekk
Flåkrust Hufsehaug Rimsvedja Tverrglytt Glomknurr Skaresult Mosevrang Ulkebråt Trollfjusk Kvitlurv
Nattskrell Brakkspord Tussmelen Grånugg Steinvåkra Rundskrev Fjøskvern Skjeggrotmo Krokvimle
Snurpelia Lavknuten Tåkesvull Hjulsnert Jordskvett Dunkevollen Surlebekk Kråkvimsa Elgsnufs
Tyriglott Høgvurm Ruskhelle Bjørkrusk Storglimta Raudfjas Svartskimt Sildrekol Sigdknapp
Skavlenugg Kleivgnist Hesjeglepp Ysterkvål Sætersvirp Kongledrys Tiurnikken Rypeklakk Jervesnuft
Reinskvalp Vasskrøll Osterknask Rugtuste Lyngfnatt Hornsvinge Tømrespill Kjølvimpel Fonnglipp
Vardehufs Myrtassel Orreplysk Barskrelle Tjernsukk Ånesprett Slirekvern Molteglans Skodderull
Hammerfloke Bekketromm Isglefse Furusvimmel Råskårlo Smikvekke Solglepp
"""
"""Invented words; each names two companies."""


@dataclass(frozen=True)
class Trade:
    """A kind of company; `size` is its median of employees, `hours` a key of VISITING."""

    word: str
    codes: str
    size: float
    forms: str
    behov: str
    tilbyr: str
    hours: str = ""


TRADES = (
    Trade("Gard", "01.410 01.450", 1.2, "ENK ENK DA", "avløser, finansiering", "lokalmat", "fjøs"),
    Trade("Gardsmat", "10.130 10.510", 3, "AS ENK", "emballasje, merkevare", "lokalmat", "dag"),
    Trade("Bakeri", "10.710", 5, "AS", "rekruttering, lokalmat", "lokalmat, servering", "morgen"),
    Trade("Ysteri", "10.510", 4, "AS SA", "eksport, emballasje", "lokalmat, omvisning", "fjøs"),
    Trade("Sag", "16.100 16.230", 14, "AS", "eksport, energi", "treforedling, flis"),
    Trade("Skogsdrift", "02.200 02.400", 3, "AS ENK", "rekruttering", "tømmer, transport"),
    Trade("Bygg", "41.200 43.320", 9, "AS", "rekruttering, anbud", "snekkerarbeid", "tidlig"),
    Trade("Maskin", "43.120 42.110", 11, "AS", "lærlinger, bærekraft", "graving, transport"),
    Trade("Elektro", "43.210", 8, "AS", "lærlinger, rekruttering", "solceller, energi", "tidlig"),
    Trade("Fjellstue", "55.101 55.102", 8, "AS", "lokalmat, rekruttering", "møterom", "hotell"),
    Trade("Camping", "55.300", 2, "AS ENK DA", "digital markedsføring", "overnatting", "dag"),
    Trade("Opplevelser", "93.292 79.902", 2, "AS ENK", "nettsalg, finansiering", "guiding", "to"),
    Trade("Kafé", "56.101", 4, "AS ENK", "lokalmat, rekruttering", "servering", "morgen"),
    Trade("Handel", "47.110 47.520", 7, "AS AS SA", "nettsalg, eierskifte", "lokaler", "butikk"),
    Trade("Data", "62.010 62.020", 5, "AS", "finansiering", "digitalisering, nettsalg"),
    Trade("Teknologi", "26.110 71.129", 12, "AS", "eksport, finansiering", "3d-print, prototyper"),
    Trade("Mekaniske", "25.620 33.120", 18, "AS", "energi, lærlinger", "sveising, prototyper"),
    Trade("Transport", "49.410", 6, "AS ENK", "sjåfører, bærekraft", "transport, lager", "sen"),
    Trade("Regnskap", "69.201", 5, "AS SA", "rekruttering", "regnskap, rådgivning"),
    Trade("Renhold", "81.210 96.020", 4, "AS ENK", "regnskap, lokaler", "renhold", "to"),
)

VISITING: dict[str, list[Table]] = {
    "fjøs": [{"fra": "10:00", "til": "14:00"}],
    "dag": [{"fra": "10:00", "til": "15:00"}],
    "morgen": [{"fra": "08:00", "til": "11:00"}],
    "tidlig": [{"fra": "08:00", "til": "10:00"}],
    "sen": [{"fra": "13:00", "til": "16:00"}],
    "butikk": [{"fra": "09:00", "til": "15:00", "ukedager": ["man", "tir", "ons"]}],
    "hotell": [{"fra": "10:00", "til": "15:00", "ukedager": ["man", "tir", "ons", "tor"]}],
    "to": [
        {"fra": "09:00", "til": "12:00", "ukedager": ["man", "ons"]},
        {"fra": "12:30", "til": "16:00", "ukedager": ["tir", "tor"]},
    ],
}

NOTES = {
    "ikke": ("Ikke aktuelt nå.", "Har det de trenger fra før."),
    "nøytral": ("Vil tenke på det.", "Spurte hva et medlemskap koster."),
    "interessert": ("Vil høre mer etter nyttår.", "Vil møte andre i dalen."),
    "forpliktet": ("Vil ha hjelp med en søknad.", "Blir med på neste samling."),
    "": ("Ingen konklusjon ennå.", "Ba om mer å lese."),
}
KANALER = {
    "inn": ("skjema", "skjema", "epost", "telefon"),
    "ut": ("besok", "besok", "besok", "telefon", "mote", "epost"),
}
MINUTES = {"besok": (45, 60, 60, 75), "mote": (60, 75), "telefon": (10, 15, 20)}
JOBS = (
    {"nye": 2, "kilde": "bedriften", "sikkerhet": "anslag"},
    {"nye": 1, "bevarte": 4, "kilde": "bedriften", "sikkerhet": "anslag"},
    {"bevarte": 3, "kilde": "bedriften", "sikkerhet": "vedtatt"},
)
PROMISES = ("Send tilbud om medlemskap.", "Avtal nytt besøk.", "Finn en bedrift å koble med.")

SETTINGS = """\
# Eksempelregionen: kommunene er virkelige, næringshagen og alle bedrifter er oppdiktede.
# Denne filen sier hvem vi er, hvor vi holder til, og når hver av oss kan kjøre ut.

sprak = "nb"        # språket i alt som vises: "nb" eller "en"
eksempel = true     # alt som lages herfra, merkes som eksempel; ta den bort i deres egen mappe

[naeringshage]
navn = "Eksempelhagen"
epost = "svar@eksempelhagen.example"                          # hit går svarene fra telefonen
kontor = { navn = "Røros", lat = 62.57468, lon = 11.3842 }    # der dagene begynner og slutter
dekker = ["Røros", "Holtålen"]                                # kommunene vi har avtale med
vurderer = ["Os", "Tolga", "Tynset", "Folldal", "Alvdal", "Rendalen"]  # de vi kan utvide til

[[medarbeider]]
id = "sigrid"                                   # brukes i loggen og på kommandolinjen
navn = "Sigrid"
start = "kontor"                                # dagen begynner her: "kontor" eller "hjem"
slutt = "kontor"                                # og slutter her
arbeidstid = { fra = "08:00", til = "16:00" }   # kjøring er med i arbeidstiden

[[medarbeider]]
id = "ola"
navn = "Ola"
hjem = { navn = "Tynset", lat = 62.279, lon = 10.789 }     # må stå der start eller slutt er "hjem"
start = "hjem"
slutt = "hjem"
arbeidstid = { fra = "08:30", til = "15:30" }
ukedager = ["man", "tir", "ons", "tor"]         # arbeider ikke fredager
fravaer = [{ fra = 2026-12-21, til = 2026-12-31, grunn = "ferie" }]    # begge dager er med

[oppfolging]
leder = "sigrid"                                # hit går det som haster
"""

ROADS = """\
# Kjente kjøretider i eksempelregionen (virkelige veier; bedriftene der er oppdiktede bedrifter).
# Minutter uten parkering, like lange begge veier; stedene er kommuner eller deres sentre.

vei = [
  { fra = "Røros", til = "Ålen", minutter = 33, km = 35 },
  { fra = "Røros", til = "Os", minutter = 15, km = 14 },
  { fra = "Os", til = "Tolga", minutter = 17, km = 19 },
  { fra = "Tolga", til = "Tynset", minutter = 18, km = 22 },
  { fra = "Røros", til = "Tynset", minutter = 46, km = 54 },
  { fra = "Tynset", til = "Alvdal", minutter = 21, km = 24 },
  { fra = "Alvdal", til = "Folldal", minutter = 35, km = 41 },
]

# Om vinteren tar all kjøring så mange ganger så lang tid (måned-dag, begge dager er med).
vinter = { fra = "11-15", til = "04-10", faktor = 1.1 }

# En vei som stenger om vinteren (oppdiktet): hvor den ligger, og hva det tar å kjøre rundt.
[[stengt]]
navn = "fjellveien til Rendalen (oppdiktet)"
fra = "12-01"
til = "04-30"
punkter = [{ lat = 62.13, lon = 10.87 }]
radius_km = 5.0
ekstra_minutter = 25
ekstra_km = 30.0
"""


@dataclass(frozen=True)
class Company:
    """A company's table, and what the log draws on beside it."""

    table: Table
    trade: Trade
    area: Area


class Region:
    """Draws the companies and the log from one source of chance."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._story = Story(seed + 1)
        self._names = iter(self._shuffled_names())
        self._numbers = self._new_numbers()
        covered = sum(area.companies for area in AREAS if area.number in COVERED)
        total = sum(area.companies for area in AREAS)
        self._members = self._shuffled_status(COVERED_STATUS, covered)
        self._others = self._shuffled_status(CONSIDERED_STATUS, total - covered)

    def _shuffled_names(self) -> list[tuple[str, Trade]]:
        """Give each stem two different trades, each trade equally often."""
        stems, count = enumerate(STEMS.split()), len(TRADES)
        pairs = [(stem, TRADES[(n + by) % count]) for n, stem in stems for by in (0, 7)]
        self._chance.shuffle(pairs)
        return pairs

    def _shuffled_status(self, counts: dict[str, int], total: int) -> Iterator[str]:
        deck = [status for status, count in counts.items() for _ in range(count)]
        deck += ["prospekt"] * (total - len(deck))
        self._chance.shuffle(deck)
        return iter(deck)

    def _new_numbers(self) -> Iterator[str]:
        seen = set()
        while True:
            first = f"{self._chance.choice('23')}{self._chance.randrange(10**7):07d}"
            digit = control_digit(first)
            if digit is not None and first not in seen:
                seen.add(first)
                yield f"{first}{digit}"

    def _happens(self, share: float) -> bool:
        return self._chance.random() < share

    def companies(self, area: Area, kommune: Kommune) -> list[Company]:
        """Return the companies of one municipality, by name."""
        drawn = [self._company(area, kommune) for _ in range(area.companies)]
        told = [replace(one, table=self._story.told_by(one.table)) for one in drawn]
        return sorted(told, key=lambda company: str(company.table["navn"]))

    def _company(self, area: Area, kommune: Kommune) -> Company:
        stem, trade = next(self._names)
        form = self._chance.choice(trade.forms.split())
        table: Table = {
            "organisasjonsnummer": next(self._numbers),
            "navn": f"{stem} {trade.word}" + ("" if form == "ENK" else f" {form}"),
            "kommunenummer": area.number,
            "organisasjonsform": form,
        }
        if self._happens(0.95):
            table["naeringskode"] = self._chance.choice(trade.codes.split())
        if self._happens(0.88):
            table["antall_ansatte"] = self._employees(trade, form)
        table["adresse"] = f"{stem}vegen {self._chance.randrange(1, 90)}"
        table |= {"postnummer": area.postnummer, "poststed": area.poststed}
        if self._happens(0.92):
            table |= self._position(area, kommune)
        return Company(table | self._dealings(stem, trade) | self._status(area), trade, area)

    def _employees(self, trade: Trade, form: str) -> int:
        if trade.size >= 9 and self._happens(0.1):
            return self._chance.randrange(50, 121)
        drawn = round(self._chance.lognormvariate(math.log(trade.size), 0.8))
        return min(drawn, {"ENK": 3, "DA": 6}.get(form, 120))

    def _position(self, area: Area, kommune: Kommune) -> dict[str, float]:
        if self._happens(0.22):
            bearing, limit = self._chance.choice(area.far)
            km = self._chance.uniform(8, limit)
        else:
            bearing, km = self._chance.choice(area.near), self._chance.triangular(0.4, 6, 1.6)
        angle = math.radians(self._chance.gauss(bearing, 6))
        north, east = km * math.cos(angle), km * math.sin(angle)
        lat = kommune.lat + north / KM_PER_DEGREE
        lon = kommune.lon + east / (KM_PER_DEGREE * math.cos(math.radians(lat)))
        return {"lat": round(lat, 5), "lon": round(lon, 5)}

    def _dealings(self, stem: str, trade: Trade) -> Table:
        table: Table = {}
        if self._happens(0.5):
            epost = f"post@{ascii_lower(stem)}-{ascii_lower(trade.word)}.example"
            table["kontakt"] = {"rolle": "daglig leder", "epost": epost}
        if trade.hours and self._happens(0.5):
            table["besokstider"] = VISITING[trade.hours]
        if self._happens(0.06):
            table["besok_minutter"] = self._chance.choice((45, 90))
        if self._happens(0.6):
            table |= {"behov": self._tags(trade.behov), "tilbyr": self._tags(trade.tilbyr)}
        return table

    def _tags(self, words: str) -> list[str]:
        tags = words.split(", ")
        return tags if self._happens(0.35) else [self._chance.choice(tags)]

    def _status(self, area: Area) -> Table:
        status = next(self._members if area.number in COVERED else self._others)
        if status == "reservert":
            return {"reservert": True}
        return {} if status == "prospekt" else {"status": status}

    def log(self, companies: Sequence[Company]) -> tuple[list[Table], list[Table]]:
        """Return half a year of contacts and what was promised, each oldest first."""
        pool = [company for company in companies if "reservert" not in company.table]
        refused = [company for company in pool if company.table.get("status") == "avslag"]
        closed = [company for company in pool if company.table.get("status") == "nedlagt"]
        others = [company for company in pool if company not in refused + closed]
        chosen = self._chance.sample(others, 68)
        chosen += self._chance.sample(chosen, 15) + refused + closed[:1]
        self._chance.shuffle(chosen)
        met = enumerate(zip(chosen, self._moments(len(chosen)), strict=True), 1)
        entries: list[Table] = [
            {"id": f"h-2026-{n:04d}"} | self._contact(*contact) for n, contact in met
        ]
        growing = [entry for entry in entries if "utvider" in entry]
        for entry, jobs in zip(growing, JOBS, strict=False):
            entry["arbeidsplasser"] = jobs
        promises = list(self._promises(entries))
        promises += dealt_with(entries, len(promises) + 1)
        return entries + last_calls(entries, [one.table for one in companies]), promises

    def _moments(self, count: int) -> list[datetime]:
        """Draw different moments of working days; July is free."""
        days = [FIRST_DAY + timedelta(days=n) for n in range((LAST_DAY - FIRST_DAY).days + 1)]
        working = [d for d in days if d.weekday() < 5 and d.month != 7 and d != WHIT_MONDAY]
        slots = [datetime.combine(day, hour) for day in working for hour in HOURS]
        drawn = self._chance.sample(slots, count)
        return sorted(slot + timedelta(minutes=15 * self._chance.randrange(5)) for slot in drawn)

    def _contact(self, company: Company, moment: datetime) -> Table:
        inbound = self._happens(0.25)
        kanal = self._chance.choice(KANALER["inn" if inbound else "ut"])
        goes_south = self._happens(0.8 if company.area.number in SOUTH else 0.2)
        entry: Table = {
            "organisasjonsnummer": company.table["organisasjonsnummer"],
            "tid": moment,
            "medarbeider": "ola" if goes_south and moment.weekday() != 4 else "sigrid",
            "kanal": kanal,
            "retning": "inn" if inbound else "ut",
        }
        status = company.table.get("status")
        if status == "nedlagt":
            return entry | {"legger_ned": True, "notat": "Legger ned ved årsskiftet."}
        grade = self._grade(company, inbound=inbound) if self._happens(0.75) else ""
        grade = "ikke" if status == "avslag" else grade
        entry |= {"interesse": grade} if grade else {}
        if kanal in MINUTES:
            entry["minutter"] = self._chance.choice(MINUTES[kanal])
        return entry | self._findings(company, grade)

    def _grade(self, company: Company, *, inbound: bool) -> str:
        if company.table.get("status") == "medlem":
            return "forpliktet"
        leaning = company.area.leaning + 0.25 * inbound
        leaning += 0.15 * (company.table.get("antall_ansatte", 0) >= 10)
        draw = self._chance.random() - leaning
        if draw < -0.2:
            return "forpliktet"
        return "interessert" if draw < 0.3 else "nøytral" if draw < 0.65 else "ikke"

    def _findings(self, company: Company, grade: str) -> Table:
        found: Table = {}
        if grade != "ikke" and self._happens(0.14):
            found["utvider"] = True
        elif self._happens(0.05):
            found[self._chance.choice(("flytter", "selger"))] = True
        if grade != "ikke" and self._happens(0.1):
            found["flagg"] = self._chance.choice(("gul", "gul", "rod"))
        if grade != "ikke" and self._happens(0.35):
            found["behov"] = self._tags(company.trade.behov)
        if self._happens(0.3):
            found["notat"] = self._chance.choice(NOTES[grade])
        return found

    def _promises(self, entries: Iterable[Table]) -> Iterator[Table]:
        """Promise something to six of the interested; the first three are kept, in time."""
        keen = [entry for entry in entries if entry.get("interesse") == "interessert"]
        chosen = sorted(self._chance.sample(keen, 6), key=lambda entry: entry["tid"])
        for number, entry in enumerate(chosen, 1):
            due = entry["tid"].date() + timedelta(days=14)
            promise = {
                "id": f"o-2026-{number:04d}",
                "organisasjonsnummer": entry["organisasjonsnummer"],
                "frist": due,
                "ansvarlig": entry["medarbeider"],
                "tekst": self._chance.choice(PROMISES),
            }
            yield promise | ({"utfort": due - timedelta(days=7)} if number <= 3 else {})


def ascii_lower(text: str) -> str:
    """Return the spelling of `text` without æøå and accents, for file names and addresses."""
    return min(fold(text), key=lambda s: (not s.isascii(), len(s))).replace("é", "e")


def literal(value: object) -> str:
    """Return a value as TOML on one line; tables in an array get a line each."""
    if isinstance(value, bool | str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {literal(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + "".join(f"  {literal(item)},\n" for item in value) + "]"
    if isinstance(value, list):
        return "[" + ", ".join(map(literal, value)) + "]"
    return str(value)


def tables(key: str, records: Iterable[Table]) -> str:
    """Return each record as a `[[key]]` table, an empty line before each."""
    return "".join(
        f"\n[[{key}]]\n" + "".join(f"{name} = {literal(item)}\n" for name, item in record.items())
        for record in records
    )


def example_files() -> Iterator[tuple[str, str]]:
    """Yield path and text of each file of the example region."""
    region, kommuner = Region(SEED), read_kommuner()
    everyone: list[Company] = []
    for area in AREAS:
        kommune = kommuner[area.number]
        companies = region.companies(area, kommune)
        heading = (
            f"# Oppdiktede bedrifter i {kommune.navn} kommune ({area.number}): et eksempel.\n"
            "# Én [[bedrift]] for hver; det som ikke er kjent, er utelatt.\n"
        )
        records = [company.table for company in companies]
        yield f"bedrifter/{ascii_lower(kommune.navn)}.toml", heading + tables("bedrift", records)
        everyone += companies
    contacts, promises = region.log(everyone)
    heading = (
        "# Loggen for 2026, med oppdiktede bedrifter: hvem vi har snakket med, hva de svarte\n"
        "# ([[henvendelse]]), og hva vi har lovet dem ([[oppfolging]]). Eldste først.\n"
    )
    log = tables("henvendelse", contacts) + tables("oppfolging", promises)
    yield "logg/2026.toml", heading + log
    yield "hageplan.toml", SETTINGS
    yield "veier.toml", ROADS


def write_example(folder: Path) -> None:
    """Write all files of the example region into `folder`."""
    for name, text in example_files():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_example(Path(sys.argv[1]) if len(sys.argv) > 1 else example_dir())
