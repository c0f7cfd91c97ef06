"""The target group, as the real commands see it: who is counted, suggested, planned, matched."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hageplan.interest.model.fitted import fit_records
from hageplan.interest.score import score
from hageplan.records.spelling import control_digit
from hageplan.workspace.read import load
from tests.conftest import SETTINGS, Run, Write, bedrift
from tests.documents import document

TODAY = date(2026, 11, 23)
DAY = ("--today", f"{TODAY}", "--lang", "en")
TELEMARK = Path(__file__).parents[3] / "shared/data/register/underenheter_telemark.csv"
LEAVES_OUT = """
[maalgruppe]
ansatte_minst = 1
offentlige = false
ikke_naeringer = ["84-88", "68", "64.2"]
ikke_organisasjonsformer = ["BRL", "ESEK"]
"""


def numbers() -> Iterator[str]:
    for eight in range(31000000, 31009999):
        if (digit := control_digit(f"{eight}")) is not None:
            yield f"{eight}{digit}"


def units(kinds: list[tuple[int, dict[str, Any]]]) -> tuple[str, list[str]]:
    """Return the TOML of so many units of each kind, and their numbers."""
    free, text, found = numbers(), [], []
    for count, keys in kinds:
        for _ in range(count):
            found.append(next(free))
            text.append(bedrift(found[-1], f"Sted {found[-1]}", **keys))
    return "".join(text), found


REGISTER: list[tuple[int, dict[str, Any]]] = [
    (30, {"naeringskode": "87.102", "antall_ansatte": 90}),  # nursing homes
    (10, {"naeringskode": "84.250", "antall_ansatte": 30}),  # the fire service
    (20, {"naeringskode": "88.911", "antall_ansatte": 25}),  # kindergartens
    (20, {"naeringskode": "68.200", "antall_ansatte": 1}),
    (5, {"naeringskode": "64.210", "antall_ansatte": 2}),
    (5, {"naeringskode": "10.710", "organisasjonsform": "BRL"}),
    (10, {"naeringskode": "10.710", "antall_ansatte": 0}),
    (25, {"naeringskode": "10.710", "antall_ansatte": 8}),
]
MEANT, ALL = 25, 125


def a_register(write: Write, group: str = LEAVES_OUT, **files: str) -> tuple[Path, list[str]]:
    text, found = units(REGISTER)
    extra = {"logg/2026.toml": files.get("logg", "")}
    folder = write({"hageplan.toml": SETTINGS + group, "bedrifter/os.toml": text, **extra})
    return folder, found


def asked(run: Run, *words: object) -> dict[str, Any]:
    done = run(*map(str, words), "--json", *DAY)
    assert done.returncode == 0, done.stderr
    return document(done.stdout)


def test_only_those_who_are_meant_are_suggested_and_counted(run: Run, write: Write) -> None:
    folder, found = a_register(write)
    meant = set(found[-MEANT:])
    suggested = asked(run, "next", "-n", 20, "-w", folder)
    assert {v["organisasjonsnummer"] for v in suggested["visits"]} <= meant
    assert (suggested["considered"], suggested["outside"]) == (MEANT, ALL - MEANT)
    scored = asked(run, "score", "-w", folder)
    assert (scored["total_asked"]["companies"], scored["outside"]) == (MEANT, ALL - MEANT)
    everyone = asked(run, "next", "-n", 20, "--alle", "-w", folder)
    assert (everyone["considered"], everyone["outside"]) == (ALL, 0)
    assert len({v["organisasjonsnummer"] for v in everyone["visits"]} - meant) >= 5
    assert asked(run, "score", "--alle", "-w", folder)["total_asked"]["companies"] == ALL


def test_without_the_table_everybody_is_meant(run: Run, write: Write) -> None:
    folder, _ = a_register(write, group="")
    assert asked(run, "next", "-w", folder)["considered"] == ALL
    plain = run("next", "-w", folder, *DAY).stdout
    assert plain == run("next", "--alle", "-w", folder, *DAY).stdout
    assert "target group" not in plain


@pytest.mark.slow
def test_plans_matches_positions_and_reports_say_how_many_stand_outside(
    run: Run, write: Write
) -> None:
    folder, found = a_register(write)
    outside = ALL - MEANT
    plan = asked(run, "plan", "-w", folder, "--days", 1, "--iterations", 200)
    met = {stop["organisasjonsnummer"] for tour in plan["tours"] for stop in tour["stops"]}
    assert met
    assert met <= set(found[-MEANT:])
    assert (plan["totals"]["considered"], plan["outside"]) == (MEANT, outside)
    for words in (["match"], ["staffing"], ["staffing", "--where"], ["summary"],
                  ["report", "styre"], ["report", "kommune"]):  # fmt: skip
        assert asked(run, *words, "-w", folder)["outside"] == outside
        assert asked(run, *words, "--alle", "-w", folder)["outside"] == 0
    for words in (["score"], ["next"], ["match"], ["plan", "--days", "1", "--iterations", "200"],
                  ["staffing"], ["staffing", "--where"]):  # fmt: skip
        told = " ".join(run(*words, "-w", folder, *DAY).stdout.split())
        assert f"{outside} companies are outside the target group; --alle includes them." in told


@pytest.mark.slow
def test_one_outside_who_is_asked_for_by_name_is_taken_with_a_note(run: Run, write: Write) -> None:
    folder, found = a_register(write)
    home = found[0]
    for option in ("--must", "--only"):
        done = run("plan", option, home, "--days", "1", "--iterations", "200", "--json",
                   "-w", folder, *DAY)  # fmt: skip
        assert done.returncode == 0, done.stderr
        plan = document(done.stdout)
        stops = [stop for tour in plan["tours"] for stop in tour["stops"]]
        assert home in {stop["organisasjonsnummer"] for stop in stops}
        note = f"Sted {home} is outside the target group (industry 87.102), but is included because you asked for it"
        assert note in done.stderr
    done = run("match", home, "--json", "-w", folder, *DAY)
    assert done.returncode == 0
    assert "but is included because you asked for it" in done.stderr


def test_a_company_s_page_says_that_it_stands_outside_and_why(run: Run, write: Write) -> None:
    folder, found = a_register(write)
    shown = run("bedrift", found[0], "-w", folder, *DAY).stdout
    assert "Outside the target group: industry 87.102" in shown
    assert (
        asked(run, "bedrift", found[0], "-w", folder)["outside"] == "outside-industry code=87.102"
    )
    assert "target group" not in run("bedrift", found[-1], "-w", folder, *DAY).stdout
    assert asked(run, "bedrift", found[-1], "-w", folder)["outside"] is None


def test_an_appointment_or_an_open_task_takes_a_company_in(run: Run, write: Write) -> None:
    text, found = units(REGISTER)
    booked, flagged, promised, done = found[:4]
    log = (
        f'[[avtale]]\nid = "a-1"\norganisasjonsnummer = "{booked}"\ntid = 2026-12-01 10:00:00\n'
        'medarbeider = "kari"\n\n'
        f'[[henvendelse]]\nid = "h-1"\norganisasjonsnummer = "{flagged}"\n'
        'tid = 2026-11-02 10:00:00\nflagg = "gul"\n\n'
        f'[[oppfolging]]\nid = "o-1"\norganisasjonsnummer = "{promised}"\nfrist = 2026-12-01\n'
        'ansvarlig = "kari"\ntekst = "ring"\n\n'
        f'[[oppfolging]]\nid = "o-2"\norganisasjonsnummer = "{done}"\nfrist = 2026-11-01\n'
        'ansvarlig = "kari"\ntekst = "ring"\nutfort = 2026-11-01\n'
    )
    folder = write({"hageplan.toml": SETTINGS + LEAVES_OUT, "bedrifter/os.toml": text,
                    "logg/2026.toml": log})  # fmt: skip
    assert asked(run, "score", "-w", folder)["total_asked"]["companies"] == MEANT + 3
    workspace = load(folder)
    assert workspace.by_exception == {booked, flagged, promised}
    assert done in workspace.outside


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("ansatte_minst = 500\nukjent_ansatte = false", "ansatte_minst"),
        ('naeringer = ["99"]', "naeringer"),
        ('organisasjonsformer = ["ASA"]', "organisasjonsformer"),
    ],
)
def test_a_group_that_leaves_nobody_is_a_fault_with_its_line(
    run: Run, write: Write, line: str, words: str
) -> None:
    folder, _ = a_register(write, group=f"\n[maalgruppe]\n{line}\n")
    place = f"hageplan.toml:{len(SETTINGS.splitlines()) + 2}:"
    for command in ("check", "next", "score", "match", "staffing", "plan", "summary"):
        done = run(command, "-w", folder, *(DAY if command != "check" else DAY[2:]))
        assert done.returncode == 1, command
        told = done.stdout + done.stderr
        assert place in told
        assert f"none of the {ALL} companies" in told
        assert words in told
    assert run("next", "--alle", "-w", folder, *DAY).returncode == 0
    assert run("avtaler", "-w", folder, *DAY).returncode == 0


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ('ikke_naeringer = ["34"]', 'there is no industry "34"'),
        ('naeringer = ["Q"]', 'the letter "Q" means different industries in SN2007 and SN2025'),
        ('ikke_organisasjonsformer = ["BRLL"]', 'there is no organisation form "BRLL"'),
        ("ansatte_minst = 9\nansatte_maks = 5", "ansatte_maks is below ansatte_minst"),
        ('alltid = ["310000000"]\naldri = ["310000000"]', "is listed under both alltid and aldri"),
        ("minst = 1", "unknown key"),
    ],
)
def test_what_is_no_rule_is_a_fault_with_its_line(
    run: Run, write: Write, line: str, what: str
) -> None:
    folder, _ = a_register(write, group=f"\n[maalgruppe]\n{line}\n")
    done = run("check", "-w", folder, "--lang", "en")
    assert done.returncode == 1
    assert what in done.stdout
    assert "hageplan.toml:" in done.stdout
    assert run("next", "-w", folder, *DAY).returncode == 1


def test_exceptions_that_change_nothing_are_told(run: Run, write: Write) -> None:
    group = '\n[maalgruppe]\nalltid = ["999999999"]\naldri = ["310000000"]\n'
    text = bedrift("310000000", status="medlem") + bedrift("310000019")
    folder = write({"hageplan.toml": SETTINGS + group, "bedrifter/os.toml": text})
    done = run("check", "-w", folder, "--lang", "en")
    assert done.returncode == 0
    assert "no company in bedrifter/ has this organisation number" in done.stdout
    assert "Prøve AS is in the target group anyway" in done.stdout


def answer(number: str, grade: str, **keys: str) -> str:
    more = "".join(f'{key} = "{value}"\n' for key, value in keys.items())
    return (
        f'[[henvendelse]]\norganisasjonsnummer = "{number}"\ntid = 2026-06-01 10:00:00\n'
        f'retning = "ut"\ninteresse = "{grade}"\n{more}\n'
    )


def test_answers_of_those_outside_are_no_evidence(write: Write) -> None:
    _, found = units(REGISTER)
    homes = "".join(answer(number, "forpliktet") for number in found[:30])
    alone = score(load(a_register(write)[0]), today=TODAY)
    beside = score(load(a_register(write, logg=homes)[0]), today=TODAY)
    assert beside.total == alone.total
    assert beside.total_asked.answered == 0
    everyone = load(a_register(write, logg=homes)[0]).of_everyone()
    assert score(everyone, today=TODAY).total_asked.answered == 30


def test_who_is_in_for_what_it_said_is_known_and_no_evidence_of_others(write: Write) -> None:
    """A flag takes in those who said yes: their answers would tell the others wrong."""
    _, found = units(REGISTER)
    yes = "".join(answer(number, "forpliktet", flagg="gul") for number in found[:30])
    no = "".join(answer(number, "ikke") for number in found[30:60])
    workspace = load(a_register(write, logg=yes + no)[0])
    region = (*workspace.dekker, *workspace.vurderer)
    fitted = fit_records(workspace, region, TODAY)
    blank = fit_records(load(a_register(write)[0]), region, TODAY)
    assert len(fitted.table.answers.known) == 0
    # What a company said of itself still counts for itself.
    assert fitted.table.yes.sum() > 25
    assert fitted.conversion.asked.sum() == 0
    others, plain = (f.posterior.modes[0].coefficients for f in (fitted, blank))
    assert others == pytest.approx(plain)


def test_a_real_register_is_left_to_its_firms(run: Run, tmp_path: Path) -> None:
    """Three municipalities, as `init` and `import csv` make a workspace of them."""
    if not TELEMARK.exists():
        pytest.skip(f"{TELEMARK} is not here")
    folder = tmp_path / "hage"
    run("init", folder, "--kommune", "Tinn", "--kommune", "Vinje", "--kommune", "Kviteseid")
    done = run("import", "csv", TELEMARK, "-w", folder, "--lang", "en")
    assert "1273 of 1586 new companies are in the target group" in " ".join(done.stderr.split())
    codes = {b.organisasjonsnummer: b.naeringskode or "" for b in load(folder).bedrifter}
    public = ("84", "85", "86", "87", "88", "68", "64.2")

    def left_out(*words: str) -> int:
        visits = asked(run, "next", "-n", 20, *words, "-w", folder)["visits"]
        return sum(codes[v["organisasjonsnummer"]].startswith(public) for v in visits)

    assert left_out("--alle") > 5
    assert left_out() == 0


def test_a_register_without_a_group_is_said_to_need_one(run: Run, write: Write) -> None:
    header = ("Org. nr.,Navn,Overordnet enhet,Antall ansatte,Organisasjonsform - Kode,"
              "Organisasjonsform,NACE 1,NACE 1 - Bransje,Beliggenhetsadresse - Kommune,"
              "Postadresse - Kommune")  # fmt: skip
    row = "310000000,Prøve,310000019,9.0,BEDR,Underenhet,84.250,Brannvern,Os,Os"
    folder = write({})
    list_ = folder.parent / "register.csv"
    list_.write_text(f"{header}\n{row}\n", "utf-8")
    done = run("import", "csv", list_, "-w", folder, "--lang", "en")
    assert (done.returncode, "copy [maalgruppe] from" in done.stderr) == (0, True), done.stderr
    quiet = run("import", "csv", list_, "-w", folder, "--lang", "en")
    assert "maalgruppe" not in quiet.stderr  # nothing new


def test_the_group_that_init_writes_is_what_the_docs_say(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "hage"
    run("init", folder, "--kommune", "Os")
    text, found = units(REGISTER)
    (folder / "bedrifter" / "os.toml").write_text(text, "utf-8")
    workspace = load(folder)
    assert [b.organisasjonsnummer for b in workspace.maalgruppe] == found[-MEANT:]
    block = (
        (folder / "hageplan.toml").read_text("utf-8").split("[maalgruppe]\n")[1].split("\n\n")[0]
    )
    rules = [line for line in block.splitlines() if line != "]"]
    assert all("#" in line for line in rules), rules
    assert json.dumps(workspace.remarks()) == "[]"
