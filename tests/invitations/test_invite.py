"""`hageplan invite`: one draft a company, to those alone who may and are to be written to."""

from __future__ import annotations

import email
import itertools
import re
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from hageplan import load
from hageplan.invitations.invitation import invitations
from hageplan.workspace.plans import read_plan
from tests.conftest import NUMBERS, Run, Write, bedrift

pytestmark = pytest.mark.slow

DAY = ("--today", "2026-11-23")
SAG, GARD, HOTELL = NUMBERS[:3]
OTHERS = NUMBERS[3:8]
TEMPLATE = "maler/invitasjon.txt.j2"


def company(number: str, navn: str, **keys: object) -> str:
    contact = {"epost": f"post@{navn.split(maxsplit=1)[0].lower()}.example"}
    return bedrift(number, navn, lat=62.49, lon=11.2, kontakt=contact, **keys)


def companies(**of_sag: object) -> str:
    return (
        company(SAG, "Storsag AS", **of_sag)
        + company(GARD, "Nordgard AS")
        + company(HOTELL, "Hotell AS")
    )


@pytest.fixture
def folder(write: Write) -> Path:
    return write({"bedrifter/os.toml": companies()})


def plan(run: Run, folder: Path, *words: str) -> None:
    usual = ("--kommune", "Os", "--days", "5", "--iterations", "50", "--save", "-q")
    done = run("plan", "-w", folder, *usual, *DAY, *words)
    assert done.returncode == 0, done.stderr


def invite(run: Run, folder: Path, *words: str | Path) -> str:
    """Return what the command says."""
    done = run("invite", "-w", folder, "--folder", folder / "utkast", "--lang", "en", *DAY, *words)
    assert done.returncode == 0, done.stderr
    return " ".join((done.stdout + done.stderr).split())


def drafts(folder: Path) -> dict[str, EmailMessage]:
    """Return the drafts by whom they go to."""
    files = sorted((folder / "utkast").glob("*.eml"))
    parsed = [email.message_from_bytes(file.read_bytes(), policy=default) for file in files]
    found = {str(one["to"]): one for one in parsed}
    assert len(found) == len(files)
    return found


def times(draft: EmailMessage) -> list[str]:
    return [line[2:] for line in draft.get_content().splitlines() if line.startswith("- ")]


def test_each_stop_gets_a_draft_with_several_times(run: Run, folder: Path) -> None:
    plan(run, folder)
    assert "3 drafts, 0 not allowed" in invite(run, folder)
    found = drafts(folder)
    assert set(found) == {"post@storsag.example", "post@nordgard.example", "post@hotell.example"}
    for draft in found.values():
        assert str(draft["subject"]).startswith("Besøk fra næringshagen ")
        assert draft["x-unsent"] == "1"
        assert len(times(draft)) == 3
        assert "EKSEMPEL" not in draft.get_content()
    names = [file.name for file in (folder / "utkast").iterdir()]
    assert all(re.fullmatch(r"\d{9}-2026-\d\d-\d\d-\d{4}\.eml", name) for name in names)


def test_nobody_is_offered_what_another_is(run: Run, write: Write) -> None:
    several = "".join(company(n, f"Prøve{i} AS") for i, n in enumerate((*NUMBERS[:3], *OTHERS)))
    folder = write({"bedrifter/os.toml": several})
    plan(run, folder, "--max-visits", "8")
    today = datetime(2026, 11, 23).date()
    found = invitations(
        load(folder, today=today), read_plan(folder, "latest"), today=today, times=3
    )
    assert len(found) == 8
    counts = [len(one.times) for one in found]
    assert min(counts) >= 2
    every = [(one.answer.organisasjonsnummer, offered) for one in found for offered in one.times]
    for (mine, one), (other, two) in itertools.combinations(every, 2):
        if one.date == two.date and (mine == other or one.who == two.who):
            assert one.end <= two.start or two.end <= one.start


def test_a_full_calendar_leaves_the_planned_time_and_says_why(run: Run, write: Write) -> None:
    several = "".join(company(n, f"Prøve{i} AS") for i, n in enumerate((*NUMBERS[:3], *OTHERS)))
    folder = write({"bedrifter/os.toml": several})
    plan(run, folder, "--days", "1")
    said = invite(run, folder)
    alone = [one for one in drafts(folder).values() if len(times(one)) == 1]
    assert alone
    assert said.count("only the planned time is offered") == len(alone)
    assert "the planned time alone" not in invite(run, folder, "-n", "1")
    assert all(len(times(one)) == 1 for one in drafts(folder).values())


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({"status": "avslag"}, "has declined send nothing; if it has changed its mind"),
        ({"status": "nedlagt"}, "has closed down send nothing; make a new plan"),
        ({"reservert": True}, "it has opted out"),
    ],
)
def test_who_is_not_to_be_visited_any_more_alone_is_refused(
    run: Run, write: Write, keys: dict[str, object], told: str
) -> None:
    folder = write({"bedrifter/os.toml": companies()})
    plan(run, folder)
    invite(run, folder)
    assert len(drafts(folder)) == 3
    write({"bedrifter/os.toml": companies(**keys)})
    said = invite(run, folder)
    assert f"Not allowed: post@storsag.example, Storsag AS: {told}" in said
    assert "2 drafts, 1 not allowed" in said
    assert f"deleted an earlier draft: {folder / 'utkast' / SAG}" in said
    assert "post@storsag.example" not in drafts(folder)


def test_who_was_met_since_or_is_gone_is_refused(run: Run, write: Write) -> None:
    folder = write({"bedrifter/os.toml": companies()})
    plan(run, folder)
    met = f'[[henvendelse]]\norganisasjonsnummer = "{GARD}"\ntid = 2026-11-23T09:00:00\n'
    met += 'kanal = "besok"\nmedarbeider = "kari"\n'
    left = companies().partition("[[bedrift]]")[2].partition("[[bedrift]]")[2]
    write({"bedrifter/os.toml": f"[[bedrift]]{left}", "logg/2026.toml": met})
    said = invite(run, folder)
    assert "Storsag AS: the company is no longer in bedrifter/" in said
    assert "Nordgard AS: visited " in said
    assert set(drafts(folder)) == {"post@hotell.example"}


def test_who_was_named_for_the_plan_is_invited_though_it_declined(run: Run, write: Write) -> None:
    folder = write({"bedrifter/os.toml": companies(status="avslag")})
    plan(run, folder, "--must", SAG)
    assert "3 drafts, 0 not allowed" in invite(run, folder)


def test_who_has_an_appointment_by_now_is_not_invited(run: Run, folder: Path) -> None:
    plan(run, folder)
    booked = run("book", SAG, "--at", "2026-11-27 10:00", "-w", folder, "-q", *DAY)
    assert booked.returncode == 0, booked.stderr
    assert "2 drafts, 0 not allowed" in invite(run, folder)
    assert "post@storsag.example" not in drafts(folder)


def test_a_later_run_leaves_one_draft_a_company(run: Run, folder: Path) -> None:
    plan(run, folder)
    invite(run, folder)
    place = folder / "utkast"
    first = sorted(place.iterdir())
    own = [place / "min egen.eml", place / f"redigert {first[0].name}"]
    for path in own:
        path.write_bytes(first[0].read_bytes())
    elsewhere = place / f"{OTHERS[0]}-2026-11-24-0900.eml"
    elsewhere.write_text("To: post@annen.example\n\n", encoding="utf-8")
    plan(run, folder, "--from", "2026-12-07")
    said = invite(run, folder)
    assert not [path for path in first if path.exists()]
    assert said.count("deleted an earlier draft:") == len(first) == 3
    assert f"to others: {elsewhere.name}; check them before" in said
    assert all(path.exists() for path in (*own, elsewhere))
    new = [path.name for path in place.iterdir() if path.name.startswith(NUMBERS[:3])]
    assert len(new) == 3
    assert all("-2026-12-" in name for name in new)
    assert "removed" not in invite(run, folder)


FAULTS = (
    ("Emne: Hei\n\n{{ 1/0 }}", 3, "division by zero"),
    ("Emne: Hei\n{% for tid in tider %}\n{{ tid.dag + 1 }}\n{% endfor %}", 3, "concatenate"),
    ('Emne: Hei\n{% include "x" %}', 2, "cannot use include"),
    ("{# en\nto #}\nEmne: Hei\n\n{{ bedriften }}", 5, "'bedriften' is undefined"),
    ("Emne: Hei\n{% for tid in tider %}\n{{ 1/0 }}\n{% endfor %}", 3, "division by zero"),
    ("Emne: Hei\n{{ bedrift", 2, "end of"),
    ("Emne: Hei\n{{ ().__class__ }}", 2, "unsafe"),
    ("{# en\nto #}\nEmne: {{ kontakt }}\nHei", 3, "the subject is empty"),
    ("Hei\nEmne: Hei", 1, "the first line must be the subject"),
)


WHOLE = ("nested too deeply", "it is longer than 100000 characters")
BOUNDLESS = [
    ("{% for n in range(10**9) %}{% endfor %}", "cannot use ( )"),
    ("{{ 'a' * 10000000000 }}", "* is for numbers"),
    ("{{ 10 ** 10 ** 10 }}", "cannot use **"),
    ("{{ '%0999999999d' % 1 }}", "% is for numbers"),
    ("{{ hage|center(10000000000) }}", "there is no filter center"),
    ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "cannot use macro"),
    ("{% for t in tider recursive %}{{ loop(tider) }}{% endfor %}", "cannot use recursive"),
    ("{% set a = 'a' %}" + "{% set a = a ~ a %}" * 40, "set can give a value a name"),
    ("{% for a in 'aaaaaaaaaa' %}" * 12 + "{% endfor %}" * 12, "never ends"),
    ("{% for a in 'aaaaaaaaaa' %}" * 4 + "brev" * 100 + "{% endfor %}" * 4, "never ends"),
    ("{{ '" + "a" * 40_000 + "'|join('" + "b" * 40_000 + "') }}", "never ends"),
    ("{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}", "nested too deeply"),
    ("a" * 200_000, "it is longer than 100000 characters"),
]


@pytest.mark.parametrize(("template", "told"), BOUNDLESS)
def test_a_template_without_bounds_is_refused_with_its_line(
    run: Run, folder: Path, template: str, told: str
) -> None:
    run("plan", "--kommune", "Os", "--days", "1", *DAY, "--save", "-w", folder, "-q")
    (folder / "maler").mkdir()
    (folder / TEMPLATE).write_text(f"Emne: Hei\n\n{template}", encoding="utf-8")
    done = run(
        "invite", "-w", folder, "--folder", folder / "utkast", "-n", "1", "--lang", "en", *DAY
    )
    said = " ".join(done.stderr.split())
    assert (done.returncode, told in said) == (1, True), said
    assert f"{TEMPLATE}:{1 if told in WHOLE else 3}: " in said


def test_a_template_may_reckon_choose_and_go_through_its_values(run: Run, folder: Path) -> None:
    run("plan", "--kommune", "Os", "--days", "1", *DAY, "--save", "-w", folder, "-q")
    (folder / "maler").mkdir()
    text = (
        "Emne: {{ bedrift|upper }}\n{% set en = tider[0] %}"
        "{{ minutter // 60 }}.{{ minutter % 60 }}.{{ minutter * 2 }} "
        "{% for t in tider if t.fra %}{{ loop.index }}/{{ loop.length }} {{ t.dag|title }}"
        "{% if not loop.last %}, {% endif %}{% endfor %} {{ [en.fra, en.til]|join('-') }} {{ en.medarbeider }}|{{ medarbeider }}"
    )
    (folder / TEMPLATE).write_text(text, encoding="utf-8")
    settings = folder / "hageplan.toml"
    named = settings.read_text("utf-8").replace('id = "kari"', 'id = "kari"\nnavn = "Kari Berg"')
    settings.write_text(named, "utf-8")
    done = run("invite", "-w", folder, "--folder", folder / "utkast", "-n", "1", *DAY)
    assert done.returncode == 0, done.stderr
    for letter in drafts(folder).values():
        assert "Kari Berg|Kari Berg" in letter.get_content()


def test_a_fault_in_the_template_is_told_with_its_line(run: Run, folder: Path) -> None:
    plan(run, folder)
    (folder / "maler").mkdir()
    for template, line, told in FAULTS:
        (folder / TEMPLATE).write_text(template, encoding="utf-8")
        words = ("--folder", folder / "utkast", "-n", "1", "--lang", "en")
        done = run("invite", "-w", folder, *words, *DAY)
        assert done.returncode == 1, done.stderr
        said = " ".join(done.stderr.split())
        assert f"{TEMPLATE}:{line}: " in said
        assert told in said
        assert re.search("correct it|write it after|begin it with", said)
        assert not (folder / "utkast").exists()


def test_drafts_of_the_example_are_marked(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    assert run("init", folder, "--demo").returncode == 0
    done = run("plan", "-w", folder, "--kommune", "Tynset", "--iterations", "50", "--save", *DAY)
    assert done.returncode == 0, done.stderr
    assert "EXAMPLE DATA" in invite(run, folder)
    found = drafts(folder)
    assert found
    for draft in found.values():
        assert str(draft["subject"]).startswith("EKSEMPEL: Besøk")
        assert draft.get_content().startswith("EKSEMPELDATA: bedriftene er oppdiktet.")


@pytest.mark.parametrize("name", ["fil", "fil/utkast", "-", "lenke"])
def test_drafts_go_into_a_folder(run: Run, folder: Path, tmp_path: Path, name: str) -> None:
    plan(run, folder)
    (tmp_path / "fil").write_text("mitt", encoding="utf-8")
    if name == "lenke":
        (tmp_path / name).symlink_to(tmp_path / "borte" / "mappe")
    before = sorted(tmp_path.rglob("*"))
    done = run("invite", "-w", folder, "--folder", name, "--lang", "en", *DAY, cwd=tmp_path)
    assert done.returncode == 1
    assert "give a folder, such as utkast" in done.stderr
    assert "hageplan-tmp" not in done.stderr
    assert sorted(tmp_path.rglob("*")) == before


def test_a_plan_of_days_that_have_been_invites_nobody(run: Run, folder: Path) -> None:
    plan(run, folder)
    later = (datetime(2026, 11, 23) + timedelta(days=60)).date()
    done = run("invite", "-w", folder, "--lang", "en", "--today", str(later))
    assert done.returncode == 1
    assert "no stops to invite to" in done.stderr
