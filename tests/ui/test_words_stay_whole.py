"""What stands on a terminal: no word of a cell is split unless it is longer than its column can be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import NUMBERS, SETTINGS, bedrift
from tests.driver import hageplan

pytestmark = pytest.mark.slow

DAY = ("--today", "2026-11-28", "--lang", "nb", "--quiet")
LONG = (
    "Nordøsterdalsregionens Næringsmiddelemballasjefabrikk AS",
    "Håndverksbedriftssammenslutningen SA",
    "Fjellgårdsmatprodusentlaget",
    "Reiselivsutviklingsselskapet Østerdalen AS",
    "Skogeiersamvirkeforetaket BA",
    "Bakeri AS",
)
NOTE = "Snakket om kompetanseutviklingsprogrammet og næringsmiddelsikkerhetsarbeidet."
COMMANDS = (
    ("score",),
    ("next",),
    ("next", "--overdue"),
    ("match",),
    ("jobs", "--explain"),
    ("staffing", "--kommune", "Os"),
    ("followup",),
    ("summary",),
    ("report", "siva", "--explain"),
    ("report", "kommune", "--kommune", "Os", "--explain"),
    ("avtaler",),
    ("bedrift", NUMBERS[0]),
    ("log", "show"),
    ("show",),
    ("uke",),
    ("privacy",),
    ("outbox",),
)
WHOLE = (400, 99)
"""Widths in which all words fit; some commands tell less below a hundred."""
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_PARTS = re.compile(r"[─━●┊·█▏▎▍▌▋▊▉▇ ]+|[\d.,:()]+|\d{9}|.*….*")
"""Bars and numbers, and what is cut with a sign that says so."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return companies, people and notes with the longest words that there are."""
    hage = tmp_path_factory.mktemp("ord") / "hage"
    for name in ("bedrifter", "logg"):
        (hage / name).mkdir(parents=True)
    named = SETTINGS.replace('"kari"', '"kari"\nnavn = "Kari-Anne Øvregaardsmoen"')
    (hage / "hageplan.toml").write_text(named, encoding="utf-8")
    tags = ["kompetanseutvikling", "næringsmiddelsikkerhet"]
    records = [
        bedrift(NUMBERS[n], navn, antall_ansatte=10 + n, lat=62.48 + n / 100, lon=11.2,
                status="medlem" if n == 0 else "prospekt", behov=[tags[n % 2]],
                tilbyr=[tags[1 - n % 2]])
        for n, navn in enumerate(LONG)
    ]  # fmt: skip
    (hage / "bedrifter/os.toml").write_text("".join(records), encoding="utf-8")
    jobs = 'arbeidsplasser = { nye = 2, kilde = "bransjeorganisasjonen", sikkerhet = "anslag" }\n'
    log = [
        f'[[henvendelse]]\nid = "h-2026-000{n}"\norganisasjonsnummer = "{NUMBERS[n]}"\n'
        f'tid = 2026-0{6 + n}-12 10:00:00\nmedarbeider = "kari"\nkanal = "besok"\n'
        f'interesse = "interessert"\nflagg = "rod"\nnotat = "{NOTE}"\n{jobs}'
        for n in range(3)
    ]
    booked = (
        f'[[avtale]]\nid = "a-2026-0001"\norganisasjonsnummer = "{NUMBERS[4]}"\n'
        'tid = 2026-12-01 09:00:00\nmedarbeider = "kari"\n'
    )
    (hage / "logg/2026.toml").write_text("\n".join([*log, booked]), encoding="utf-8")
    words = ("plan", "--kommune", "Os", "--days", "4", "--iterations", "50", "--save")
    done = hageplan(*words, "-w", str(hage), *DAY)
    assert done.code == 0, done.err
    return hage


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_word_is_split(
    folder: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    told: set[str] = set()
    # Tables have lines on a terminal alone, and less room.
    monkeypatch.setenv("FORCE_COLOR", "1")
    for width in WHOLE:
        monkeypatch.setenv("COLUMNS", f"{width}")
        done = hageplan(*words, "-w", str(folder), *DAY)
        assert done.code in (0, 4), done.err
        told |= {*_COLOUR.sub("", done.out).split()}
    assert told
    for width in (80, 70):
        monkeypatch.setenv("COLUMNS", f"{width}")
        out = _COLOUR.sub("", hageplan(*words, "-w", str(folder), *DAY).out)
        assert not re.search(r"[\d%]…", out), "a figure is cut"
        assert max(map(len, out.splitlines())) <= width
        longest = [word for word in told if len(word) > width // 5]
        split = [
            word
            for word in {*out.split()} - told
            if not _PARTS.fullmatch(word) and not any(word in one for one in longest)
        ]
        assert split == [], width


@pytest.mark.parametrize("width", [80, 60])
def test_ids_stay_whole_in_the_example(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setenv("COLUMNS", f"{width}")
    for words in (("followup",), ("log", "show")):
        out = hageplan(*words, *DAY).out
        assert len(re.findall(r"\b[ho]-2026-\d{4}\b", out)) >= 5
        assert not re.findall(r"\b[ho]-2026-\d{0,3}(?!\d)", out)
