"""A workspace in which every text is hostile: to a terminal, a table, a page, a file."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import tomli_w

from tests.conftest import NUMBERS, SETTINGS

HOSTILE = (
    "\x1b]0;tatt\x07 \x1b[2J \x9b31m \x7f \x00",
    "[red]rød[/red] [link=http://x.no]her[/link] [/] :smile:",
    "\u202egnp.exe \u2066 \u200b \ufeff",
    "en\nto\r\ntre\x85fire\u2028fem",
    "=HYPERLINK(1)",
    "  =1+1",
    "\t=1+1",
    "\u00a0@SUM(1)",
    'a;"=1+1"',
    '<script>alert("1")</script><img src=x onerror=alert(2)>&amp;',
    "\"\"\" ''' \\ \\\\ \" '",
    f'"\n[[bedrift]]\norganisasjonsnummer = "{NUMBERS[11]}"\nnavn = "x"\n',
    '"""\n[[henvendelse]]\n[[avtale]]\n',
    "{0} {navn} {navn.__class__} {{ }} %s %(a)s $HOME `id`",
    "../../x",
    "CON",
    "-rf *",
    "lang" * 2000,
    "🧨\U000e0001 e\u0301 \U0010ffff",
)
ALL = " ".join(HOSTILE)


def write_hostile(folder: Path) -> None:
    """Write the workspace into a folder that is there."""
    (folder / "hageplan.toml").write_text(
        SETTINGS.replace('Røros", lat', 'Røros [red]\\u001b]0;x\\u0007", lat'), encoding="utf-8"
    )
    bedrifter = [
        {
            "organisasjonsnummer": number,
            "navn": f"{text} {ALL[:400]}",
            "kommunenummer": "3430",
            "lat": 62.5,
            "lon": 11.2,
            "organisasjonsform": text,
            "adresse": text,
            "poststed": text,
            "kontakt": {"navn": ALL, "rolle": text, "telefon": text, "epost": text},
            "behov": [text, ALL],
            "tilbyr": [text],
            "notat": ALL,
        }
        for number, text in zip(NUMBERS, HOSTILE, strict=False)
    ]
    (folder / "bedrifter").mkdir()
    (folder / "bedrifter/os.toml").write_text(tomli_w.dumps({"bedrift": bedrifter}), "utf-8")
    log = {
        "henvendelse": [
            {
                "organisasjonsnummer": number,
                "tid": datetime(2026, 5, 1, 10, 5 * at),
                "medarbeider": text,
                "interesse": "interessert",
                "utvidelse": text,
                "notat": ALL,
                "arbeidsplasser": {"nye": 1, "kilde": text, "sikkerhet": text, "gjelder": text},
            }
            for at, (number, text) in enumerate(zip(NUMBERS[:9], HOSTILE[3:], strict=False))
        ],
        "kobling": [
            {
                "organisasjonsnummer": NUMBERS[0],
                "til": ALL,
                "tid": datetime(2026, 5, 1, 10),
                "medarbeider": ALL,
                "notat": ALL,
            }
        ],
        "oppfolging": [
            {
                "id": "o-1",
                "organisasjonsnummer": NUMBERS[0],
                "frist": date(2026, 11, 30),
                "ansvarlig": ALL,
                "tekst": ALL,
            }
        ],
        "avtale": [
            {
                "id": "a-1",
                "organisasjonsnummer": NUMBERS[1],
                "tid": datetime(2026, 11, 25, 12),
                "medarbeider": "kari",
            }
        ],
    }
    (folder / "logg").mkdir()
    (folder / "logg/2026.toml").write_text(tomli_w.dumps(log), "utf-8")
    ressurs = {"id": "a", "navn": ALL, "slag": "siva", "tilbyr": list(HOSTILE), "beskrivelse": ALL}
    (folder / "ressurser.toml").write_text(tomli_w.dumps({"ressurs": [ressurs]}), "utf-8")
    (folder / "reservert.toml").write_text(
        tomli_w.dumps(
            {
                "reservasjon": [
                    {
                        "organisasjonsnummer": NUMBERS[3],
                        "siden": date(2026, 1, 1),
                        "grunn": ALL,
                    }
                ]
            }
        ),
        "utf-8",
    )
