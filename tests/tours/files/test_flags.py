"""What a company has said that comes before all else, in every file that people take along."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

from icalendar import Calendar

from tests.conftest import NUMBERS, Run, Write, bedrift

SAG, GARD, BYGG = NUMBERS[:3]
LOG = f"""
[[henvendelse]]
id = "fast"
organisasjonsnummer = "{SAG}"
tid = 2026-08-03 10:00:00
medarbeider = "kari"
kanal = "mote"
interesse = "forpliktet"
flytter = true
flagg = "rod"

[[henvendelse]]
id = "gul"
organisasjonsnummer = "{SAG}"
tid = 2026-11-20 09:00:00
utvider = true
flagg = "gul"

[[henvendelse]]
id = "tatt-opp"
organisasjonsnummer = "{GARD}"
tid = 2025-12-01 09:00:00
medarbeider = "kari"
selger = true
flagg = "rod"

[[oppfolging]]
id = "gjort"
henvendelse = "tatt-opp"
organisasjonsnummer = "{GARD}"
frist = 2026-01-01
ansvarlig = "kari"
utfort = 2026-01-02

[[oppfolging]]
id = "lovet"
organisasjonsnummer = "{GARD}"
frist = 2026-12-15
ansvarlig = "kari"
tekst = "Send tilbud"
"""
COMPANIES = "".join(
    bedrift(number, navn, lat=62.49 + 0.01 * place, lon=11.2)
    for place, (number, navn) in enumerate(
        ((SAG, "Storsag AS"), (GARD, "Nordgard"), (BYGG, "Bygg"))
    )
)


def said(page: str, name: str) -> str:
    """Return the words of a stop's card, in their order."""
    (card,) = re.findall(
        rf"<article((?:(?!</article>).)*?\. {name}</h3>.*?)</article>", page, re.DOTALL
    )
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", card)).split())


def test_flags_and_plans_to_leave_come_first_with_their_age(
    run: Run, write: Write, tmp_path: Path
) -> None:
    folder = write({"bedrifter/os.toml": COMPANIES, "logg/2026.toml": LOG})
    made = {end: tmp_path / f"tur.{end}" for end in ("html", "md", "ics")}
    words = ("--kommune", "Os", "--days", "1", "--iterations", "50", "--today", "2026-11-28", "-q")
    files = (word for path in made.values() for word in ("-o", path))
    done = run(
        "plan", "-w", folder, *words, *(f"--must={one}" for one in (SAG, GARD, BYGG)), *files
    )
    assert done.returncode == 0, done.stderr
    page = made["html"].read_text("utf-8")
    sag, gard, bygg = (said(page, name) for name in ("Storsag AS", "Nordgard", "Bygg"))
    told = (
        "Rødt flagg: kan flytte. Sagt 3. aug., ikke fulgt opp på 117 dager.",
        "Gult flagg: vil utvide. Sagt 20. nov., frist 4. des.",
        "Vil bli medlem 3. aug.",
        "Spør Vil de fortsatt flytte?",
        "3. aug., kari: møte, vil bli medlem, flytter, rødt flagg",
    )
    assert [sag.index(line) for line in told] == sorted(sag.index(line) for line in told)
    assert "Kan selge. Sagt 1. des. 2025, 362 dager siden." in gard
    assert "flagg:" not in gard, "that one is done with"
    assert "Lovet innen 15. des. (kari): Send tilbud" in gard
    assert "Første kontakt" in bygg
    row = re.search(r"<strong>Storsag AS.*?</li>", page, re.DOTALL)
    assert row
    assert "kan flytte" in row[0], "the day at a glance has it already"
    assert "Rødt flagg: kan flytte. Sagt 3. aug. 2026" in made["md"].read_text("utf-8")
    calendar: Any = Calendar.from_ical(made["ics"].read_bytes())
    (visit,) = (
        e for e in calendar.walk("VEVENT") if "Storsag" in e["summary"] and e["transp"] == "OPAQUE"
    )
    assert "Rødt flagg: kan flytte. Sagt 3. aug. 2026, frist 3. aug. 2026." in visit["description"]
