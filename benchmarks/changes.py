"""How fast and in how much memory a year's updates of the register are read.

python benchmarks/changes.py           700 000 updates, as of a year
python benchmarks/changes.py --quick   20 000 updates

A process of its own stands in for the register: a tenth of its updates are of new units, a tenth of
headcounts, one in 350 of the workspace's thousand companies. The command is a process too; told are
its processor time and its peak of memory, which the stand-in's work is no part of.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

COUNT, QUICK = 700_000, 20_000
OURS = 1000
OTHERS = 50_000
EVERY = 350
FIRST = date(2025, 11, 25)
TODAY = "2026-11-25"
MOST_S, MOST_MB = 60, 200


def numbers() -> Iterator[str]:
    """Give valid organisation numbers of the synthetic series."""
    from hageplan.records.spelling import control_digit

    for head in range(30_000_000, 39_999_999):
        if (digit := control_digit(f"{head}")) is not None:
            yield f"{head}{digit}"


class Register:
    """What the service holds: updates by their number, and the workspace's units."""

    def __init__(self, count: int) -> None:
        self.count = count
        found = [*islice(numbers(), OURS + OTHERS)]
        self.ours, self.others = found[:OURS], found[OURS:]
        self.asked = 0

    def answer(self, path: str) -> dict[str, Any]:
        """Return what the service says at a path."""
        parts = urlsplit(path)
        asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
        if "/oppdateringer/underenheter" in path:
            return {"page": {"totalElements": 0}}
        if "/oppdateringer/" in path:
            start, size = int(asked.get("oppdateringsid", 0)), int(asked["size"])
            told = [*map(self.update, range(start, min(start + size, self.count)))]
            embedded = {"_embedded": {"oppdaterteEnheter": told}} if told else {}
            return {**embedded, "page": {"totalElements": max(0, self.count - start)}}
        self.asked += 1
        wanted = asked["organisasjonsnummer"].split(",") if "kommunenummer" not in asked else ()
        units = [self.unit(number, self.asked) for number in wanted if number in set(self.ours)]
        page = {"size": 100, "totalElements": len(units), "totalPages": 1, "number": 0}
        return {"_embedded": {"enheter": units}, "page": page}

    def update(self, n: int) -> dict[str, Any]:
        """Return the update with a number."""
        is_ours = n % EVERY == 0
        pool = self.ours if is_ours else self.others
        number = pool[(n // EVERY if is_ours else n) % len(pool)]
        kind = "Ny" if n % 10 == 3 and not is_ours else "Endring"
        path = "/antallAnsatte" if n % 10 == 0 else "/postadresse/adresse/0"
        changed = [{"op": "replace", "path": path, "value": n % 60}] if kind == "Endring" else None
        day = FIRST + timedelta(days=n * 365 // self.count)
        return {
            "oppdateringsid": n,
            "dato": f"{day}T04:05:11.193Z",
            "organisasjonsnummer": number,
            "endringstype": kind,
            "endringer": changed,
            "_links": {"enhet": {"href": f"https://register.example/api/enheter/{number}"}},
        }

    def unit(self, number: str, asked: int) -> dict[str, Any]:
        """Return a company of the workspace, whose headcount is another each time."""
        return {
            "organisasjonsnummer": number,
            "navn": f"BEDRIFT {number} AS",
            "organisasjonsform": {"kode": "AS", "beskrivelse": "Aksjeselskap"},
            "harRegistrertAntallAnsatte": True,
            "antallAnsatte": 5 + asked % 40,
            "forretningsadresse": {"kommunenummer": "3427", "poststed": "TYNSET", "landkode": "NO"},
        }


def serve(count: int) -> None:
    """Serve the stand-in, and print its address."""
    register = Register(count)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(register.answer(self.path)).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            """Say nothing of requests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(f"http://127.0.0.1:{server.server_address[1]}/api", flush=True)
    server.serve_forever()


def make(folder: Path, url: str) -> None:
    """Write the workspace: a thousand companies in Tynset."""
    (folder / "bedrifter").mkdir(parents=True)
    (folder / "kilder").mkdir()
    settings = f'[naeringshage]\ndekker = ["Tynset"]\n[innlesing]\nbrreg_url = "{url}"\n'
    (folder / "hageplan.toml").write_text(f"{settings}pause_sekunder = 0\n", encoding="utf-8")
    tables = (
        f'[[bedrift]]\norganisasjonsnummer = "{number}"\nnavn = "Bedrift {number} AS"\n'
        'kommunenummer = "3427"\nantall_ansatte = 7\n'
        for number in islice(numbers(), OURS)
    )
    (folder / "bedrifter/tynset.toml").write_text("\n".join(tables), encoding="utf-8")
    kilde = f'[kilde]\nnavn = "brreg"\ntittel = "Enhetsregisteret"\nhentet = {FIRST}\n'
    (folder / "kilder/brreg.toml").write_text(kilde, encoding="utf-8")


def main() -> None:
    """Read the updates and print a row, and whether it is within its bounds."""
    if "--serve" in sys.argv:
        serve(int(sys.argv[-1]))
        return
    count = QUICK if "--quick" in sys.argv else COUNT
    words = [sys.executable, __file__, "--serve", str(count)]
    with (
        tempfile.TemporaryDirectory() as temporary,
        subprocess.Popen(words, stdout=subprocess.PIPE, encoding="utf-8") as server,
    ):
        try:
            assert server.stdout is not None
            folder = Path(temporary) / "hage"
            make(folder, server.stdout.readline().strip())
            command = [
                "import",
                "brreg",
                "--changes",
                "-q",
                "-w",
                str(folder),
                "--today",
                TODAY,
                "--json",
            ]
            start = time.perf_counter()
            child = subprocess.Popen(
                [sys.executable, "-m", "hageplan", *command], stdout=subprocess.DEVNULL
            )
            _, status, used = os.wait4(child.pid, 0)
            wall_s = time.perf_counter() - start
            told = sum(
                path.read_text(encoding="utf-8").count("[[hendelse]]")
                for path in folder.glob("hendelser/*.toml")
            )
        finally:
            server.kill()
    cpu_s, peak_mb = used.ru_utime + used.ru_stime, used.ru_maxrss / 1000
    print("| updates | happenings | s | CPU s | MB |\n|---|---|---|---|---|")
    print(f"| {count} | {told} | {wall_s:.0f} | {cpu_s:.0f} | {peak_mb:.0f} |")
    if status or cpu_s > MOST_S or peak_mb > MOST_MB:
        sys.exit(f"beyond {MOST_S} CPU s or {MOST_MB} MB, or ended with {status}")


if __name__ == "__main__":
    main()
