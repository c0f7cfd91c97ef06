"""Whom `hageplan next` names out of a register, with the target group of `init` and without.

python benchmarks/target_group.py EXTRACT.csv [KOMMUNE KOMMUNE KOMMUNE] ...

The extract is what Enhetsregisteret's search page saves of places of business (underenheter).
Each three municipalities make a workspace of their own; `next -n 20` is asked with five seeds.
Counted is who of the 20 nobody at a næringshage drives to: public services (divisions 84 to 88, and
who else belongs to a unit with a place in public administration), property and housing (68),
holding companies (64.2), and places that are said to have no employees.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from hageplan import load
from hageplan.records.bedrift import Bedrift
from hageplan.records.workspace import Workspace

TELEMARK = (
    ("Kragerø", "Bamble", "Drangedal"),
    ("Notodden", "Hjartdal", "Seljord"),
    ("Tinn", "Vinje", "Tokke"),
    ("Nome", "Midt-Telemark", "Kviteseid"),
    ("Porsgrunn", "Siljan", "Fyresdal"),
)
SEEDS, TODAY = range(5), "2026-11-28"


def hageplan(*words: str | Path) -> str:
    """Run a command; return what it prints."""
    command = [sys.executable, "-m", "hageplan", *map(str, words)]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


def named(folder: Path, seed: int, *words: str) -> list[str]:
    """Return the numbers of the 20 companies that `next` names."""
    asked = ("next", "-n", "20", "--seed", f"{seed}", "--today", TODAY, "--json", "-w", folder)
    return [one["organisasjonsnummer"] for one in json.loads(hageplan(*asked, *words))["visits"]]


def public_owners(records: Workspace) -> set[str | None]:
    """Return the main units that have a place in public administration."""
    return {b.overordnet_enhet for b in records.bedrifter if (b.naeringskode or "")[:2] == "84"}


def kind(bedrift: Bedrift, owners: Iterable[str | None]) -> str:
    """Return why nobody drives to a company; "" where somebody may."""
    code = bedrift.naeringskode or ""
    if "84" <= code[:2] <= "88" or (
        bedrift.overordnet_enhet and bedrift.overordnet_enhet in owners
    ):
        return "public"
    if code.startswith(("68", "64.2")):
        return "property, holding"
    return "nobody employed" if bedrift.antall_ansatte == 0 else ""


def measure(extract: Path, kommuner: Sequence[str]) -> None:
    """Print a line on three municipalities: places, those outside, and who is named."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "hage"
        where = [word for name in kommuner for word in ("--kommune", name)]
        hageplan("init", folder, *where)
        hageplan("import", "csv", extract, "--yes", "--quiet", "-w", folder)
        records = load(folder)
        owners, found = public_owners(records), []
        for words in (("--alle",), ()):
            numbers = [n for seed in SEEDS for n in named(folder, seed, *words)]
            kinds = Counter(kind(records.bedrift_by_number[n], owners) for n in numbers)
            found.append({name: count / len(SEEDS) for name, count in kinds.items() if name})
        outside = json.loads(hageplan("next", "--json", "--today", TODAY, "-w", folder))["outside"]
    shown = [f"{sum(one.values()):.1f} ({in_words(one)})" if one else "0.0" for one in found]
    cells = (", ".join(kommuner), len(records.bedrifter), outside, *shown)
    print("| " + " | ".join(map(str, cells)) + " |", flush=True)


def in_words(counts: dict[str, float]) -> str:
    """Return counts by kind, the largest first."""
    return ", ".join(
        f"{name} {count:.1f}" for name, count in sorted(counts.items(), key=lambda c: -c[1])
    )


def main(extract: Path, kommuner: Sequence[str]) -> None:
    """Print the table."""
    print("| municipalities | places | outside | of 20, all companies | of 20, target group |")
    print("|---|---|---|---|---|")
    for three in list(zip(*[iter(kommuner)] * 3, strict=True)) or TELEMARK:
        measure(extract, three)


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute(), sys.argv[2:])
