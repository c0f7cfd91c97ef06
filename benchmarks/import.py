"""How fast and in how much memory tables are read, beside pandas reading the same file.

python benchmarks/import.py           10 000, 100 000 and 1 000 000 rows
python benchmarks/import.py --quick   10 000 rows

The rows are made here, as the register's bulk files write them; one in 357 is of Tynset, as
there are as many municipalities. Each reading is a process of its own; memory is its peak. pandas
is not among hageplan's needs: with it installed, its columns are filled.
"""

from __future__ import annotations

import csv
import gzip
import importlib.util
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROWS = (10_000, 100_000, 1_000_000)
KINDS = ("csv", "json.gz", "xlsx")
HEADINGS = (
    "organisasjonsnummer", "navn", "organisasjonsform.kode", "organisasjonsform.beskrivelse",
    "naeringskode1.kode", "naeringskode1.beskrivelse", "harRegistrertAntallAnsatte",
    "antallAnsatte", "overordnetEnhet", "registreringsdatoEnhetsregisteret", "hjemmeside",
    "beliggenhetsadresse.land", "beliggenhetsadresse.landkode", "beliggenhetsadresse.postnummer",
    "beliggenhetsadresse.poststed", "beliggenhetsadresse.adresse", "beliggenhetsadresse.kommune",
    "beliggenhetsadresse.kommunenummer",
)  # fmt: skip
PANDAS = {
    "csv": "pandas.read_csv(file, dtype=str)",
    "json.gz": "pandas.json_normalize(json.load(gzip.open(file)))",
    "xlsx": "pandas.read_excel(file, dtype=str)",
}


def units(count: int) -> Iterator[dict[str, str]]:
    """Give rows by heading; the numbers are of the synthetic series."""
    from hageplan.records.spelling import control_digit
    from hageplan.workspace.partial import read_kommuner

    rng = random.Random(1)
    kommuner = [(kommune.kommunenummer, kommune.navn) for kommune in read_kommuner()]
    head = 30_000_000
    for _ in range(count):
        head += 1
        while (digit := control_digit(f"{head}")) is None:
            head += 1
        number, navn = rng.choice(kommuner)
        staff = rng.choice(("", "", "", "7", "12"))
        values = (
            f"{head}{digit}", f"VIRKSOMHET {head} AS", "BEDR", "Underenhet", "16.100", "Saging",
            "true" if staff else "false", staff, "", "2001-02-03", "", "Norge", "NO", "2500",
            navn.upper(), f"Vegen {rng.randrange(200)}", navn.upper(), number,
        )  # fmt: skip
        yield dict(zip(HEADINGS, values, strict=True))


def nested(row: dict[str, str]) -> dict[str, object]:
    """Return a row as the register's JSON writes it."""
    found: dict[str, object] = {}
    for heading, value in row.items():
        name, _, part = heading.partition(".")
        if not value:
            continue
        if part:
            inner = found.setdefault(name, {})
            assert isinstance(inner, dict)
            inner[part] = [value] if part == "adresse" else value
        else:
            is_count = name == "antallAnsatte"
            found[name] = (
                int(value) if is_count else value == "true" if name[:3] == "har" else value
            )
    return found


def make(path: Path, count: int) -> None:
    """Write a file of so many rows, of the kind that its name says."""
    if path.name.endswith("csv"):
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, HEADINGS)
            writer.writeheader()
            writer.writerows(units(count))
    elif path.name.endswith("json.gz"):
        with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as stream:
            for number, row in enumerate(units(count)):
                stream.write("[" if number == 0 else ",")
                json.dump(nested(row), stream, ensure_ascii=False)
            stream.write("]")
    else:
        import xlsxwriter

        book = xlsxwriter.Workbook(path, {"constant_memory": True})
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        for number, row in enumerate(units(count), start=1):
            sheet.write_row(number, 0, row.values())
        book.close()


def read_ours(path: Path) -> int:
    """Read a file as the commands do, filtered to Tynset; return the rows."""
    from hageplan import load
    from hageplan.imports.lists import read_list
    from hageplan.imports.register import read_register

    records = load()
    if path.suffix == ".xlsx":
        from hageplan.imports.sources.workbook import open_workbook

        with open_workbook(path, None, 100_000) as table:
            read = read_list(records, table, {}, kommuner=["Tynset"])
    else:
        read = read_register(records, [path], ["Tynset"]).places(records.bedrifter)
    return len(read.companies) + len(read.rejected) + read.outside


def read_pandas(path: Path) -> int:
    """Read a file whole with pandas; return the rows."""
    import pandas

    kind = next(kind for kind in KINDS if path.name.endswith(kind))
    return len(eval(PANDAS[kind], {"pandas": pandas, "json": json, "gzip": gzip, "file": path}))


def measured(reader: str, path: Path) -> tuple[float, float]:
    """Return seconds and megabytes at most of reading a file in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, reader, path], check=True, capture_output=True, text=True
    )
    took, peak = done.stdout.split()
    return float(took), float(peak)


def main(arguments: list[str]) -> None:
    """Print the table, or be the process that reads one file."""
    if arguments and arguments[0] in ("read_ours", "read_pandas"):
        began = time.perf_counter()
        globals()[arguments[0]](Path(arguments[1]))
        took = time.perf_counter() - began
        print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)
        return
    has_pandas = importlib.util.find_spec("pandas") is not None
    print("| file | rows | rows/s | MB at most | pandas rows/s | pandas MB at most |")
    print("| --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        for kind in KINDS:
            for count in ROWS[:1] if "--quick" in arguments else ROWS:
                path = Path(folder) / f"enheter.{kind}"
                make(path, count)
                took, peak = measured("read_ours", path)
                line = f"| {kind} | {count} | {count / took:.0f} | {peak:.0f} |"
                if has_pandas:
                    took, peak = measured("read_pandas", path)
                    line += f" {count / took:.0f} | {peak:.0f} |"
                print(line if has_pandas else f"{line} | |", flush=True)
                path.unlink()


if __name__ == "__main__":
    main(sys.argv[1:])
