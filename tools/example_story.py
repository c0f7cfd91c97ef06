"""What the example's companies have told since: telephones, accounts, satisfaction, and an autumn.

It is drawn after the companies and from a source of chance of its own, so that more of it leaves
names, places and answers as they are.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

Table = dict[str, Any]
"""A table of a TOML file, keys in the order they are written."""

YEARS = (2023, 2024, 2025)
"""Of the accounts that are public in the autumn of 2026."""
GROWTH = {2024: 1.06, 2025: 1.03}
ASKED = date(2026, 10, 12)
"""When the members were asked how satisfied they are; they answer within two weeks."""
LEFT = {"medlem_siden": date(2023, 2, 1), "sluttet": date(2026, 9, 30)}
FIRMS = ("AS", "SA")
"""The forms of organisation that have to publish accounts."""
TURNOVER, WAGES = 1_700_000, 610_000
"""Kroner a year and employee, about what small firms have."""
ANSWERED = timedelta(days=5)
STILL_OPEN = date(2026, 10, 1)
"""Flags from this day on nobody has dealt with yet."""

LAST_CALLS: tuple[Table, ...] = (
    {
        "tid": datetime.fromisoformat("2026-11-19T14:30"),
        "medarbeider": "ola",
        "kanal": "telefon",
        "retning": "ut",
        "utfall": "avslo",
        "minutter": 5,
        "notat": "Travelt nå.",
    },
    {
        "tid": datetime.fromisoformat("2026-11-20T15:15"),
        "medarbeider": "sigrid",
        "kanal": "telefon",
        "retning": "inn",
        "interesse": "interessert",
        "flytter": True,
        "flagg": "rod",
        "minutter": 20,
        "notat": "Trenger lokaler.",
    },
)
"""Who would not talk, and who must be rung at once: the last contacts of the log."""


class Story:
    """Draws what comes on top of a company's table and of the log."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._somebody_left = False

    def told_by(self, table: Table) -> Table:
        """Return a company's table with what it has told, its keys in the usual order."""
        found = dict(table)
        if "kontakt" in table and self._chance.random() < 0.7:
            found["kontakt"] = table["kontakt"] | {"telefon": self._telephone()}
        is_firm = table["organisasjonsform"] in FIRMS
        if table.get("status") in ("medlem", "maalbedrift"):
            found |= self._of_a_member(table, is_firm=is_firm)
        elif is_firm and table["kommunenummer"] == "5025" and not self._somebody_left:
            self._somebody_left = True
            found |= LEFT
        return found

    def _telephone(self) -> str:
        """Draw a number that nobody has: Norwegian numbers do not begin with 01.

        Nkom keeps that series back for changes of the numbering plan, and none for fiction.
        Source: nkom.no/english/numbering-resources.
        """
        pairs = (f"{self._chance.randrange(100):02d}" for _ in range(3))
        return " ".join(("01", *pairs))

    def _of_a_member(self, table: Table, *, is_firm: bool) -> Table:
        found: Table = {}
        if is_firm:
            leaders = self._chance.choice((2, 3, 4))
            women = self._chance.randrange(leaders)
            found["regnskap"] = self._accounts(table.get("antall_ansatte", 3) or 1)
            found |= {"ledere": leaders, "kvinner_i_ledelse": women}
        if table["status"] == "maalbedrift" or self._chance.random() < 0.6:
            day = ASKED + timedelta(days=self._chance.randrange(14))
            found["tilfredshet"] = [{"dato": day, "svar": self._chance.choice((4, 5, 5, 6))}]
        return found

    def _accounts(self, employees: int) -> list[Table]:
        """Draw three years that end with today's employees, in whole thousands of kroner."""
        people = [max(1, employees - self._chance.randrange(3)) for _ in YEARS[:-1]] + [employees]
        each = TURNOVER * self._chance.uniform(0.7, 1.3)
        accounts = []
        for year, count in zip(YEARS, people, strict=True):
            each *= GROWTH.get(year, 1.0) * self._chance.uniform(0.97, 1.03)
            turnover = each * count
            result = turnover * self._chance.uniform(0.03, 0.09)
            money = {
                "omsetning": turnover,
                "driftsresultat": result,
                "verdiskaping": WAGES * count + result,
            }
            whole = {key: int(round(kroner, -3)) for key, kroner in money.items()}
            accounts.append({"aar": year, **whole, "ansatte": count})
        return accounts


def last_calls(entries: Sequence[Table], companies: Iterable[Table]) -> list[Table]:
    """Return the last contacts, with companies in Tynset that nobody had spoken to, by name."""
    spoken = {entry["organisasjonsnummer"] for entry in entries}
    fresh = (
        one["organisasjonsnummer"]
        for one in companies
        if one["kommunenummer"] == "3427"
        and one["organisasjonsnummer"] not in spoken
        and one["organisasjonsform"] in FIRMS
        and not {"status", "reservert"} & one.keys()
    )
    first = len(entries) + 1
    return [
        {"id": f"h-2026-{number:04d}", "organisasjonsnummer": company} | call
        for number, (call, company) in enumerate(zip(LAST_CALLS, fresh, strict=False), first)
    ]


def dealt_with(entries: Iterable[Table], first: int) -> Iterator[Table]:
    """Give what was done about the flags of the spring and summer."""
    flagged = [one for one in entries if "flagg" in one and one["tid"].date() < STILL_OPEN]
    for number, entry in enumerate(flagged, first):
        day = entry["tid"].date()
        yield {
            "id": f"o-2026-{number:04d}",
            "henvendelse": entry["id"],
            "organisasjonsnummer": entry["organisasjonsnummer"],
            "frist": day + (timedelta(0) if entry["flagg"] == "rod" else timedelta(days=14)),
            "ansvarlig": entry["medarbeider"],
            "utfort": day + ANSWERED,
            "resultat": "Ringt og avtalt veien videre.",
        }
