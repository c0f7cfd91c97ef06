"""Enhetsregisteret: its service, stood in for on this machine, and its bulk files."""

from __future__ import annotations

import csv
import gzip
import json
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import pytest
from brreg.enhetsregisteret import Enhet, Underenhet

from hageplan import load
from hageplan.errors import RequestError, ServiceError
from hageplan.imports.compare import compare
from hageplan.imports.register import fetch_register, read_register
from hageplan.imports.result import CompanyImport
from hageplan.imports.sources.brreg import Asking, enhetsregisteret
from hageplan.imports.sources.units import read_units
from hageplan.records.memory import BRREG, REGISTER, Kilde, SourceSnapshot
from hageplan.records.settings.rules import Innlesing
from hageplan.web import service
from hageplan.workspace.kilder import KeptPages
from tests.conftest import NUMBERS, SETTINGS, Run, Write, bedrift
from tests.documents import document
from tests.imports.register import Register, numbers, serving, unit

pytestmark = pytest.mark.slow

RECORDED = Path(__file__).parents[3] / "shared/data/register/api"
TODAY = date(2026, 11, 25)
A, B, C, D, E, F = NUMBERS[:6]
SOURCE = Kilde(navn=BRREG, tittel=REGISTER, hentet=TODAY)


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "_WAIT_S", 0.01)
    monkeypatch.setattr(service, "_SILENCE_S", 1.0)


def fetched(
    folder: Path,
    register: Register,
    *kommuner: str,
    said: SourceSnapshot | None = None,
) -> CompanyImport:
    """Return what importing from a register would do."""
    records = load(folder)
    pages = KeptPages(folder, TODAY)
    with enhetsregisteret(Innlesing(brreg_url=register.url)) as asked:
        asking = Asking(service=asked, kept=pages, pause=lambda: None, progress=lambda _: None)
        units = fetch_register(records, asking, kommuner, said or {}, today=TODAY)
    read = units.places(records.bedrifter)
    return compare(read, records, said or {}, lambda _: False, file="", source=SOURCE, dry_run=True)


def test_places_come_in_with_what_the_register_knows(write: Write) -> None:
    folder = write({})
    register = Register(
        enheter=[
            unit(A, "SAGA AS", antallAnsatte=12),
            unit(B, "FRILANS FJELL", form="ENK"),
            unit(C, "HOLDING AS", harRegistrertAntallAnsatte=False),
            unit(F, "ANNEN KOMMUNE AS", "3411"),
        ],
        underenheter=[
            unit(D, "SAGA AVD TYNSET", overordnetEnhet=A, antallAnsatte=12),
            unit(
                E, "FRILANS", overordnetEnhet=B, antallAnsatte=0, harRegistrertAntallAnsatte=False
            ),
        ],
    )
    with serving(register):
        found = fetched(folder, register, "Tynset")
    new = {one.organisasjonsnummer: one for one in found.new}
    assert set(new) == {C, D, E}
    place = new[D]
    assert (place.navn, place.kommunenummer, place.overordnet_enhet) == (
        "SAGA AVD TYNSET",
        "3427",
        A,
    )
    assert (place.adresse, place.postnummer, place.poststed) == ("Vegen 1", "2500", "TYNSET")
    assert (place.antall_ansatte, place.naeringskode) == (12, "16.100")
    assert (new[E].antall_ansatte, new[C].antall_ansatte) == (None, None)
    assert [new[n].organisasjonsform for n in (C, D, E)] == ["AS", "BEDR", "ENK"]
    assert found.counts.rows == 3


def test_a_municipality_with_none_is_no_fault(write: Write) -> None:
    with serving(Register()) as register:
        assert fetched(write({}), register, "Tynset").counts.rows == 0


def test_more_than_the_service_gives_is_split_by_day(write: Write) -> None:
    many = []
    for n, number in enumerate(islice(numbers(), 12_345)):
        one = unit(number, f"Bedrift {n}")
        one["registreringsdatoEnhetsregisteret"] = f"{date(1995, 1, 1) + timedelta(days=n % 9000)}"
        many.append(one)
    with serving(Register(enheter=many)) as register:
        found = fetched(write({}), register, "Tynset")
    assert len(found.new) == 12_345
    assert len(register.asked) == len(set(register.asked))


def test_more_on_one_day_is_said_and_not_cut(write: Write) -> None:
    many = [unit(number, "Bedrift") for number in islice(numbers(), 10_001)]
    with (
        serving(Register(enheter=many)) as register,
        pytest.raises(ServiceError, match="2001-02-03"),
    ):
        fetched(write({}), register, "Tynset")


@pytest.mark.parametrize("fault", ["500", "503", "429", "slow", "cut"])
def test_a_passing_fault_costs_nothing(write: Write, fault: str) -> None:
    with serving(Register(enheter=[unit(A, "SAGA AS")], faults=[fault, fault])) as register:
        assert [one.navn for one in fetched(write({}), register, "Tynset").new] == ["SAGA AS"]


@pytest.mark.parametrize("fault", ["malformed", "404", "400"])
def test_a_lasting_fault_is_told_at_once(write: Write, fault: str) -> None:
    with serving(Register(faults=[fault])) as register:
        with pytest.raises(ServiceError, match="Enhetsregisteret gave an unexpected answer"):
            fetched(write({}), register, "Tynset")
        assert len(register.asked) == 1


def test_a_break_goes_on_where_it_stopped(write: Write) -> None:
    folder = write({})
    many = [unit(number, f"Bedrift {n}") for n, number in enumerate(islice(numbers(), 1200))]
    with serving(Register(enheter=many, faults=["", "", ""] + ["500"] * 4)) as register:
        with pytest.raises(ServiceError):
            fetched(folder, register, "Tynset")
        before = len(register.asked)
        found = fetched(folder, register, "Tynset")
    assert len(found.new) == 1200
    assert len(register.asked) - before == 1  # the last page alone


def test_what_is_gone_becomes_nedlagt_and_is_not_deleted(write: Write) -> None:
    tables = bedrift(A, "SAGA AS", kommunenummer="3427", status="medlem")
    tables += bedrift(B, "ELV AS", kommunenummer="3427")
    tables += bedrift(C, "FJELL AS", kommunenummer="3427")
    tables += bedrift(D, "EGEN AS", kommunenummer="3427")
    folder = write({"bedrifter/tynset.toml": tables})
    gone = unit(A, "SAGA AS", slettedato="2026-10-01")
    del gone["forretningsadresse"]
    register = Register(
        enheter=[
            gone,
            unit(B, "ELV AS", konkurs=True),
            unit(C, "FJELL AS", "3411"),
            unit(E, "NY KONKURS AS", konkurs=True),
        ]
    )
    said: SourceSnapshot = {number: {"kommunenummer": "3427"} for number in (A, B, C)}
    with serving(register):
        found = fetched(folder, register, "Tynset", said=said)
    assert set(found.gone) == {A, B, E}
    assert found.fields[A] == {"status": "nedlagt", "status_endret": found.source.hentet}
    assert found.fields[B]["status"] == "nedlagt"
    assert found.fields[C]["kommunenummer"] == "3411"
    assert D not in found.fields
    assert found.new == ()


def test_the_command_asks_shows_and_remembers(run: Run, write: Write) -> None:
    register = Register(underenheter=[unit(A, "SAGA AS", overordnetEnhet=B, antallAnsatte=7)])
    with serving(register):
        settings = f'{SETTINGS}\n[innlesing]\nbrreg_url = "{register.url}"\npause_sekunder = 0\n'
        folder = write({"hageplan.toml": settings})
        words = ("import", "brreg", "-k", "Tynset", "-w", folder, "--today", "2026-11-25")
        dry = run(*words, "--dry-run", "--json")
        assert document(dry.stdout)["counts"]["new"] == 1
        assert not (folder / "bedrifter").exists()
        done = document(run(*words, "--json").stdout)
        register.underenheter = [unit(A, "SAGA AS", overordnetEnhet=B, antallAnsatte=8)]
        again = run(*words, "--lang", "en")
        same = document(run(*words, "--json").stdout)
    assert done["counts"] == {
        "rows": 1,
        "new": 1,
        "changed": 0,
        "same": 0,
        "gone": 0,
        "rejected": 0,
    }
    assert done["source"]["lisens"] == "NLOD 2.0"
    assert "Employees 7 -> 8" in again.stdout
    assert "1 rows: 0 new, 1 changed" in again.stdout
    assert same["counts"]["same"] == 1
    assert not (folder / ".hageplan/brreg").exists()
    down = run(*words)
    assert (down.returncode, "Enhetsregisteret" in down.stderr) == (3, True)


def test_others_write_while_the_register_is_asked(run: Run, write: Write) -> None:
    """Somebody is forgotten meanwhile: they do not come back."""
    register = Register(enheter=[unit(A, "SAGA AS"), unit(B, "ELV AS")])
    ended: list[int] = []

    def meanwhile() -> None:
        words = ("privacy", "forget", A, "--yes", "-w", folder)
        ended.append(run(*words, HAGEPLAN_WAIT="0").returncode)

    with serving(register, meanwhile):
        settings = f'{SETTINGS}\n[innlesing]\nbrreg_url = "{register.url}"\npause_sekunder = 0\n'
        tables = bedrift(A, "SAGA AS", kommunenummer="3427")
        folder = write({"hageplan.toml": settings, "bedrifter/tynset.toml": tables})
        done = run("import", "brreg", "-k", "Tynset", "-w", folder, "--json")
    assert (done.returncode, ended) == (0, [0, 1])  # the second time there is no such company
    assert [one.organisasjonsnummer for one in load(folder).bedrifter] == [B]


def bulk(path: Path, units: list[dict[str, object]]) -> Path:
    path.write_bytes(gzip.compress(json.dumps(units).encode()))
    return path


def test_bulk_files_are_read_packed_filtered_and_together(write: Write) -> None:
    folder = write({})
    owners = bulk(
        folder / "enheter_alle.json.gz",
        [unit(A, "SAGA AS"), unit(B, "FRILANS", form="ENK"), unit(C, "ANNET AS", "0301")],
    )
    places = folder / "underenheter_alle.csv"
    headings = [
        "organisasjonsnummer", "navn", "organisasjonsform.kode", "naeringskode1.kode",
        "harRegistrertAntallAnsatte", "antallAnsatte", "overordnetEnhet", "nedleggelsesdato",
        "beliggenhetsadresse.adresse", "beliggenhetsadresse.kommunenummer",
        "beliggenhetsadresse.landkode",
    ]  # fmt: skip
    rows = [
        [D, "SAGA TYNSET", "BEDR", "16.100", "true", "12", A, "", "Vegen 1", "3427", "NO"],
        [E, "FRILANS", "BEDR", "16.100", "false", "0", B, "", "", "3427", "NO"],
        [F, "NEDLAGT", "BEDR", "16.100", "false", "", A, "2020-01-02", "", "3427", "NO"],
        [NUMBERS[6], "SVERIGE", "BEDR", "16.100", "false", "", A, "", "", "3427", "SE"],
        [NUMBERS[7], "OSLO", "BEDR", "16.100", "false", "", C, "", "", "0301", "NO"],
    ]
    with places.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([headings, *rows])
    records = load(folder)
    read = read_register(records, [places, owners], ["Tynset"]).places(records.bedrifter)
    found = compare(read, records, {}, lambda _: False, file="", source=SOURCE, dry_run=True)
    new = {one.organisasjonsnummer: one for one in found.new}
    assert set(new) == {D, E}
    assert (new[D].antall_ansatte, new[E].antall_ansatte) == (12, None)
    assert (new[D].organisasjonsform, new[E].organisasjonsform) == ("BEDR", "ENK")
    assert found.gone == (F,)
    assert ["another country" in str(r.reason) for r in found.rejected] == [True]


def test_a_bulk_file_cut_off_or_no_register_is_refused(write: Write) -> None:
    folder = write({})
    path = bulk(folder / "e.json.gz", [unit(n, "SAGA AS") for n in NUMBERS])
    whole = path.read_bytes()
    records = load(folder)
    path.write_bytes(whole[:-30])
    with pytest.raises(RequestError, match="incomplete or damaged"):
        read_register(records, [path], ["Tynset"])
    (folder / "liste.csv").write_text(f"orgnr,navn,kommune\n{A},SAGA AS,Tynset\n", "utf-8")
    with pytest.raises(RequestError, match="not a table from Enhetsregisteret"):
        read_register(records, [folder / "liste.csv"], ["Tynset"])
    path.write_bytes(gzip.compress(b'[{"organisasjonsnummer": "1"'))
    with pytest.raises(RequestError, match="not the register's JSON"):
        read_register(records, [path], ["Tynset"])


def test_recorded_answers_are_understood() -> None:
    if not RECORDED.exists():
        pytest.skip(f"{RECORDED} is not here")
    pages = [json.loads(path.read_text("utf-8")) for path in sorted(RECORDED.glob("*search*.json"))]
    units = [one for page in pages for kind in page.get("_embedded", {}).values() for one in kind]
    typed = [(Underenhet if "beliggenhetsadresse" in one else Enhet)(**one) for one in units]
    plain = [one.model_dump(mode="json", by_alias=True, exclude_none=True) for one in typed]
    for told in (units, plain):
        places = {
            (one.get("beliggenhetsadresse") or one.get("forretningsadresse") or {}).get(
                "kommunenummer", ""
            )
            for one in told
        }
        read = read_units(enumerate(told, start=1), places)
        assert len(read.companies) + len(read.rejected) == len(told)
        assert len(read.companies) >= len(told) - 3, read.rejected


def test_reports_say_where_the_records_came_from(run: Run, write: Write) -> None:
    folder = write({})
    places = [unit(A, "SAGA AS", overordnetEnhet=B, antallAnsatte=7)]
    path = bulk(folder / "underenheter.json.gz", places)
    words = ("-k", "Tynset", "--file", path, "-w", folder, "--today", "2026-11-25")
    assert run("import", "brreg", *words).returncode == 0
    for report, is_used in {"siva": False, "styre": True, "kommune": True}.items():
        day = ("--today", "2026-11-26", "--lang", "en", "--explain")
        done = run("report", report, "-w", folder, *day)
        told = " ".join(done.stdout.split())
        source = "Enhetsregisteret (Brønnøysundregistrene), NLOD 2.0, fetched 25 Nov 2026"
        assert (source in told) is is_used, report
    memory = folder / "kilder/brreg.toml"
    memory.write_text(memory.read_text("utf-8").replace("hentet = ", "hentet = x"), "utf-8")
    done = run("check", "-w", folder, "--lang", "en")
    assert done.returncode == 1
    assert "kilder/brreg.toml:7" in done.stdout
