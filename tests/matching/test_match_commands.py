"""`hageplan match`, `match introduce` and `plan --match`, as the real commands."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.conftest import NUMBERS, Run, Write, bedrift
from tests.documents import document

pytestmark = pytest.mark.slow

SCHEMA = Path(__file__).parents[2] / "docs/schemas/match-1.schema.json"
DAY = ("--today", "2026-11-23")
SAG, GARD, KAFE, TAUS = NUMBERS[:4]
COMPANIES = "".join(
    [
        bedrift(SAG, "Storsag AS", tilbyr=["tømmer"], behov=["Lokalmat"], naeringskode="16.100"),
        bedrift(GARD, "Nordgard", tilbyr=["lokalmat"], naeringskode="01.410"),
        bedrift(KAFE, "Kafé Os", behov=["lokalmat"], naeringskode="56.101"),
        bedrift(TAUS, "Taus AS", tilbyr=["lokalmat"], status="avslag"),
    ]
)


def workspace(write: Write, **files: str) -> Path:
    names = {"ressurser": "ressurser.toml", "logg": "logg/2026.toml"}
    others = {names[name]: text for name, text in files.items()}
    return write({"bedrifter/os.toml": COMPANIES, **others})


def pairs(done: Any) -> set[tuple[str, str]]:
    assert done.returncode == 0, done.stderr
    return {(p["a"]["id"], p["b"]["id"]) for p in json.loads(done.stdout)["bedrifter"]}


def test_the_example_is_readable(run: Run) -> None:
    done = run("match", *DAY, "--lang", "en", "--explain")
    assert (done.returncode, done.stderr) == (0, "")
    assert "EXAMPLE DATA" in done.stdout
    assert "needs lokalmat" in done.stdout
    assert "needs 1.00×0.45, words 1.00×0.2, supplies 1.00×0.1" in done.stdout
    assert "No other selection has a total more than 0.00% above this one." in done.stdout
    assert "Weights: needs 0.45, words 0.2, industry 0.15" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_json_has_the_schema_and_keeps_the_cap(run: Run) -> None:
    done = run("match", *DAY, "--json", "-n", "2", LC_ALL="C")
    assert done.stdout == run("match", *DAY, "--json", "-n", "2", "--lang", "en").stdout
    found = json.loads(done.stdout)
    jsonschema.validate(found, json.loads(SCHEMA.read_text(encoding="utf-8")))
    for kind in ("bedrifter", "ressurser"):
        ends = [end for pair in found[kind] for end in (pair["a"]["id"], pair["b"]["id"])]
        companies = [end for end in ends if end.isdigit()]
        assert 0 < max(map(companies.count, companies)) <= 2
        for pair in found[kind]:
            total = sum(part["value"] * part["weight"] for part in pair["parts"])
            assert total == pytest.approx(pair["score"], abs=1e-6)


def test_who_needs_meets_who_offers_however_it_is_spelt(run: Run, write: Write) -> None:
    done = run("match", "--json", *DAY, "-w", workspace(write))
    assert pairs(done) == {(SAG, GARD), (GARD, KAFE)}
    meetings = [pair["meetings"] for pair in json.loads(done.stdout)["bedrifter"]]
    assert {"who": SAG, "needs": "Lokalmat", "offers": "lokalmat"} in [m for [m] in meetings]


def test_a_note_is_neither_need_nor_offer(run: Run, write: Write) -> None:
    """What people write beside the fields tells of both: "trenger rekruttering" is no offer."""
    companies = [
        bedrift(SAG, "Storsag AS", tilbyr=["planker"], notat="trenger rekruttering, søker montør"),
        *(bedrift(n, f"Bedrift {n}", behov=["rekruttering"]) for n in (GARD, KAFE, TAUS)),
    ]
    log = (
        f'[[henvendelse]]\norganisasjonsnummer = "{SAG}"\ntid = 2026-11-01 10:00:00\n'
        'utvider = true\nutvidelse = "vil tilby rekruttering"\nnotat = "rekruttering"\n'
    )
    folder = write({"bedrifter/os.toml": "".join(companies), "logg/2026.toml": log})
    assert pairs(run("match", "--json", *DAY, "-w", folder)) == set()
    offered = companies[0].replace('"planker"', '"rekrutteringshjelp"')
    (folder / "bedrifter/os.toml").write_text(offered + "".join(companies[1:]), encoding="utf-8")
    assert len(pairs(run("match", "--json", *DAY, "-w", folder))) == 3


def test_the_words_that_two_share_are_told(run: Run, write: Write) -> None:
    companies = [
        bedrift(SAG, "Storsag AS", behov=["regnskap"]),
        bedrift(GARD, "Tall AS", tilbyr=["Regnskapsfører!"]),
    ]
    folder = write({"bedrifter/os.toml": "".join(companies)})
    done = run("match", "--json", *DAY, "-w", folder, "-o", folder / "m.csv")
    (pair,) = document(done.stdout)["bedrifter"]
    assert pair["meetings"] == []
    assert pair["words"] == [{"who": SAG, "needs": "regnskap", "offers": "Regnskapsfører"}]
    rows = list(csv.DictReader(io.StringIO((folder / "m.csv").read_text(encoding="utf-8"))))
    assert [row["words"] for row in rows if row["b"] == GARD] == ["regnskap ~ Regnskapsfører"]
    shown = run("match", *DAY, "-w", folder, "--lang", "en").stdout
    assert "words in common: regnskap ~ Regnskapsfører" in " ".join(shown.split())


def test_needs_told_in_the_log_count_until_they_are_taken_back(run: Run, write: Write) -> None:
    log = (
        f'[[henvendelse]]\nid = "h-1"\norganisasjonsnummer = "{KAFE}"\n'
        'tid = 2026-11-01 10:00:00\nbehov = ["tømmer"]\n'
    )
    folder = workspace(write, logg=log)
    assert (SAG, KAFE) in pairs(run("match", "--json", *DAY, "-w", folder))
    run("log", "fix", "h-1", "--stryk", "-w", folder, *DAY)
    assert (SAG, KAFE) not in pairs(run("match", "--json", *DAY, "-w", folder))


def test_one_companys_pairs_have_the_alternatives(run: Run) -> None:
    done = run("match", "tussvang fjellstue", "--json", *DAY, "-n", "1")
    found = json.loads(done.stdout)["bedrifter"]
    assert {pair["a"]["id"] for pair in found} == {"307436523"}
    assert [pair["chosen"] for pair in found].count(True) == 1
    assert len(found) > 5
    assert [p["score"] for p in found] == sorted((p["score"] for p in found), reverse=True)
    shown = run("match", "307436523", *DAY, "-n", "1", "--lang", "en").stdout
    assert "(not among the best overall)" in " ".join(shown.split())


def test_kommune_asks_for_pairs_that_touch_it(run: Run) -> None:
    found = json.loads(run("match", "--json", *DAY, "--kommune", "Tolga").stdout)["bedrifter"]
    assert found
    assert all("3426" in (pair["a"]["kommunenummer"], pair["b"]["kommunenummer"]) for pair in found)


def test_csv_has_a_row_a_pair(run: Run, tmp_path: Path) -> None:
    done = run("match", *DAY, "--csv", tmp_path / "m.csv", "--json")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "m.csv").read_text(encoding="utf-8"))))
    document = json.loads(done.stdout)
    assert len(rows) == len(document["bedrifter"]) + len(document["ressurser"])
    assert rows[-1]["b_slag"] in ("finansiering", "radgivning", "annet", "siva", "testing")


def test_the_ending_says_what_is_written(run: Run, tmp_path: Path) -> None:
    done = run("match", *DAY, "--json", "-o", tmp_path / "m.json", "-o", tmp_path / "m.xlsx")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "m.json").read_text(encoding="utf-8") == done.stdout
    assert (tmp_path / "m.xlsx").read_bytes().startswith(b"PK")


def test_ones_own_resources_replace_the_shipped_ones(run: Run, write: Write) -> None:
    own = '[[ressurs]]\nid = "nabo"\nnavn = "Nabohagen"\nslag = "naeringshage"\ntilbyr = ["lokalmat"]\nmaks = 1\n'
    folder = workspace(write, ressurser=own)
    found = json.loads(run("match", "--json", *DAY, "-w", folder).stdout)
    assert [(p["a"]["id"], p["b"]["id"]) for p in found["ressurser"]] in (
        [(SAG, "nabo")],
        [(KAFE, "nabo")],
    )
    other = folder.parent / "andre.toml"
    other.write_text(own.replace("lokalmat", "ski"), encoding="utf-8")
    found = json.loads(run("match", "--json", *DAY, "-w", folder, "--resources", other).stdout)
    assert found["ressurser"] == []


@pytest.mark.parametrize(
    ("faulty", "told"),
    [
        ("", "tilbyr: the key is missing"),
        ("tilbyr = []\n", "tilbyr: the list is empty"),
        ('tilbyr = [" "]\n', "tilbyr"),
        ('tilbyr = ["x"]\nmaks = 0\n', "maks: 0 is not allowed here"),
    ],
)
def test_a_resource_without_tags_is_a_fault(run: Run, write: Write, faulty: str, told: str) -> None:
    text = f'[[ressurs]]\nid = "a"\nnavn = "A"\nslag = "siva"\n{faulty}'
    folder = workspace(write, ressurser=text)
    checked = run("check", "-w", folder, "--lang", "en")
    assert checked.returncode == 1
    assert "ressurser.toml:" in checked.stderr + checked.stdout
    assert told in checked.stderr + checked.stdout
    asked = run("match", *DAY, "--lang", "en", "--resources", folder / "ressurser.toml")
    assert asked.returncode == 1
    assert told in asked.stderr


def test_a_resource_named_twice_is_a_fault(run: Run, write: Write) -> None:
    text = '[[ressurs]]\nid = "a"\nnavn = "A"\nslag = "siva"\ntilbyr = ["x"]\n'
    done = run("match", "--lang", "en", "-w", workspace(write, ressurser=text + text))
    assert done.returncode == 1
    assert "ressurser.toml:7: error: id: the ID is also used in ressurser.toml:1" in done.stderr


def test_introduced_pairs_are_logged_followed_up_and_left_out(run: Run, write: Write) -> None:
    folder = workspace(write)
    done = run("match", "introduce", "kafé os", "Nordgard", "-w", folder, "--lang", "en", *DAY)
    assert done.returncode == 0, done.stderr
    assert "Kafé Os was introduced to Nordgard" in done.stdout
    assert "kari, due 7 Dec 2026: Ask how it went with Nordgard" in done.stdout
    assert pairs(run("match", "--json", *DAY, "-w", folder)) == {(SAG, GARD)}
    tasks = json.loads(run("followup", "--json", *DAY, "-w", folder).stdout)["oppgaver"]
    assert [(t["navn"], t["frist"]) for t in tasks] == [("Kafé Os", "2026-12-07")]
    again = run("match", "introduce", GARD, KAFE, "-w", folder, "--lang", "en", *DAY)
    assert again.returncode == 1
    assert "they were already introduced, on 23 Nov 2026: k-20261123-2359-310000027" in again.stderr
    page = run("bedrift", GARD, "-w", folder, "--lang", "en", *DAY).stdout
    assert "23 Nov 2026 kari Kafé Os" in page
    assert run("check", "-w", folder).returncode == 0


def test_an_introduction_can_be_taken_back(run: Run, write: Write) -> None:
    folder = workspace(write)
    words = ("match", "introduce", KAFE, GARD)
    where = ("-w", folder, "--lang", "en", *DAY)
    none = run(*words, "--stryk", *where)
    assert none.returncode == 1
    assert "the log has no introduction of these two" in none.stderr
    run(*words, *where)
    done = run("match", "introduce", GARD, KAFE, "--stryk", *where)
    assert done.returncode == 0, done.stderr
    assert "withdrawn: Nordgard was not introduced to Kafé Os" in done.stdout
    assert (GARD, KAFE) in pairs(run("match", "--json", *DAY, "-w", folder))
    assert run(*words, *where).returncode == 0
    assert run("check", "-w", folder).returncode == 0


def test_an_introduction_to_a_resource(run: Run, write: Write) -> None:
    folder = workspace(write)
    done = run(
        "match", "introduce", SAG, "enova", "-w", folder, "--json", *DAY,
        "--frist", "2027-01-10", "--notat", "varmesentral",
    )  # fmt: skip
    entries = document(done.stdout)["entries"]
    assert [entry["table"] for entry in entries] == ["kobling", "oppfolging"]
    assert entries[0] | {"til": "enova", "notat": "varmesentral"} == entries[0]
    assert entries[1]["frist"] == "2027-01-10"


def test_what_may_be_a_resource_or_a_company_is_asked_about(run: Run, write: Write) -> None:
    resource = '[[ressurs]]\nid = "nordgard"\nnavn = "Nordgardfondet"\nslag = "siva"\ntilbyr = ["penger"]\n'
    folder = workspace(write, ressurser=resource)
    words = ("match", "introduce", "storsag")
    unsure = run(*words, "nordgard", "-w", folder, "--lang", "en", *DAY)
    assert unsure.returncode == 1
    assert "«nordgard» can mean a support scheme or a company" in unsure.stderr
    assert f'"Nordgardfondet" or {GARD} = Nordgard' in unsure.stderr
    for typed, meant in (("Nordgardfondet", "nordgard"), (GARD, GARD)):
        done = run(*words, typed, "-w", folder, "--json", *DAY)
        assert document(done.stdout)["entries"][0]["til"] == meant


FAULTS = [
    ([SAG, SAG], "Storsag AS cannot be introduced to itself"),
    ([SAG, TAUS, "--medarbeider", "per"], "no medarbeider has the ID per"),
    ([SAG, "ukjent bedrift"], "no company is called"),
    ([SAG, GARD, "--at", "2027-01-01 10:00"], "is in the future"),
]


@pytest.mark.parametrize(("words", "told"), FAULTS)
def test_faults_say_what_is_wrong_and_nothing_is_written(
    run: Run, write: Write, words: list[str], told: str
) -> None:
    folder = workspace(write)
    done = run("match", "introduce", *words, "-w", folder, "--lang", "en", *DAY)
    assert (done.returncode, done.stdout) == (1, "")
    assert told in done.stderr
    assert not (folder / "logg").exists()


def test_who_opted_out_is_not_introduced(run: Run, write: Write) -> None:
    folder = workspace(write)
    run("privacy", "reserve", GARD, "-w", folder, *DAY)
    done = run("match", "introduce", SAG, GARD, "-w", folder, "--lang", "en", *DAY)
    assert done.returncode == 1
    assert "Nordgard has opted out" in done.stderr
    asked = run("match", GARD, "-w", folder, "--lang", "en", *DAY)
    assert asked.returncode == 1
    assert "Nordgard has opted out" in asked.stderr
    assert pairs(run("match", "--json", *DAY, "-w", folder)) == set()


def test_the_log_is_checked(run: Run, write: Write) -> None:
    def entry(til: str) -> str:
        head = f'[[kobling]]\norganisasjonsnummer = "{SAG}"\n'
        return f'{head}til = "{til}"\ntid = 2026-11-01 10:00:00\n\n'

    log = entry(SAG) + entry("310000078") + entry("skattefun")
    done = run("check", "-w", workspace(write, logg=log), "--lang", "en")
    told = done.stdout + done.stderr
    assert "logg/2026.toml:3: error: til: the company is introduced to itself" in told
    assert "logg/2026.toml:8: error: til: no company in bedrifter/ has this" in told
    assert "logg/2026.toml:13: warning: til: no support scheme has the ID skattefun" in told
    assert "did you mean skattefunn?" in told


@pytest.mark.parametrize("gone", [GARD, KAFE])
def test_who_is_forgotten_leaves_no_introduction(run: Run, write: Write, gone: str) -> None:
    folder = workspace(write)
    run("match", "introduce", KAFE, GARD, "-w", folder, *DAY)
    done = run("privacy", "forget", gone, "-w", folder, "--yes", *DAY)
    assert done.returncode == 0, done.stderr
    log = (folder / "logg/2026.toml").read_text(encoding="utf-8")
    assert "[[kobling]]" not in log
    assert gone not in log
    assert run("check", "-w", folder).returncode == 0


def test_settings_without_needs_are_a_fault(run: Run, write: Write) -> None:
    folder = workspace(write)
    settings = folder / "hageplan.toml"
    text = settings.read_text(encoding="utf-8") + "\n[kobling.vekter]\nbehov = 0\ntekst = 0\n"
    settings.write_text(text, encoding="utf-8")
    done = run("match", "-w", folder, "--lang", "en")
    assert done.returncode == 1
    assert "neither needs nor words are weighted" in done.stderr


def test_a_plan_says_whom_to_ask_about(run: Run, write: Write) -> None:
    folder = workspace(write)
    asked = ("plan", "--kommune", "Os", "-w", folder, "--iterations", "50", *DAY)
    told = run(*asked, "--match", "--lang", "en", COLUMNS="160")
    assert "mention Nordgard (0 km away, visited the same day) as a possible" in told.stdout
    stops = [
        stop
        for tour in json.loads(run(*asked, "--match", "--json", "--save").stdout)["tours"]
        for stop in tour["stops"]
    ]
    partner = {stop["navn"]: stop["introduce"]["navn"] for stop in stops if stop["introduce"]}
    assert partner["Kafé Os"] == partner["Storsag AS"] == "Nordgard"
    assert all(stop["introduce"]["same_day"] for stop in stops if stop["introduce"])
    assert "the same day" in " ".join(told.stdout.split())
    plain = json.loads(run(*asked, "--json").stdout)
    assert all(stop["introduce"] is None for tour in plain["tours"] for stop in tour["stops"])
    again = run("show", "latest", "-w", folder, "--lang", "en")
    assert "mention Nordgard" in " ".join(again.stdout.split())


def test_a_saved_plan_forgets_whom_it_asked_about(run: Run, write: Write) -> None:
    folder = workspace(write)
    run("plan", "--kommune", "Os", "-w", folder, "--only", KAFE, "--match", "--save", *DAY)
    (saved,) = (folder / "planer").iterdir()
    assert GARD in saved.read_text(encoding="utf-8")
    assert run("privacy", "forget", GARD, "-w", folder, "--yes", *DAY).returncode == 0
    text = saved.read_text(encoding="utf-8")
    assert GARD not in text
    assert "Nordgard" not in text
    done = run("show", "latest", "-w", folder, "--json")
    (stop,) = json.loads(done.stdout)["tours"][0]["stops"]
    assert (stop["navn"], stop["introduce"]) == ("Kafé Os", None)
