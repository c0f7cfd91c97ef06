"""`hageplan import visits`: each answer once, no word guessed, strangers and doubts kept apart."""

from __future__ import annotations

import io
import json
import mailbox
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hageplan import load
from hageplan.imports.answers.form import form_text
from hageplan.imports.answers.mail import MOST_BYTES, letter_forms
from hageplan.imports.answers.result import SentForm
from hageplan.imports.answers.stops import planned_stops
from tests.conftest import NUMBERS, SETTINGS, Run, Write, bedrift
from tests.terminal import answered

SAG, GARD, ELSEWHERE = NUMBERS[:3]
KARI = "kari@hage.example"
HAGE = SETTINGS.replace("[naeringshage]", '[naeringshage]\nnavn = "Prøvehagen"') + (
    f'epost = "{KARI}"\n[skjema.grader]\n"Kanskje" = "nøytral"\n'
)
DAY = ("--today", "2026-11-28")


def stop(number: str, at: str = "20261124-1000") -> str:
    return f"{at}-{number}"


def form(number: str = SAG, at: str = "20261124-1000", **values: str) -> str:
    return form_text({"stopp": stop(number, at), "utfall": "snakket", **values}, "nb")


def letter(text: str, sender: str = KARI, subject: str = "Svar") -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, "svar@hage.example", subject
    made.set_content(text)
    return made


@pytest.fixture
def folder(write: Write, run: Run) -> Path:
    companies = "".join(
        bedrift(number, navn, lat=62.49, lon=11.2)
        for number, navn in ((SAG, "Storsag AS"), (GARD, "Nordgard AS"))
    )
    made = write({"bedrifter/os.toml": companies, "hageplan.toml": HAGE})
    words = ("--kommune", "Os", "--days", "1", "--iterations", "20", "--today", "2026-11-23")
    done = run("plan", "-w", made, *words, "--save", "-q")
    assert done.returncode == 0, done.stderr
    return made


@pytest.fixture
def ids(folder: Path) -> dict[str, str]:
    return {one.number: one.id for one in planned_stops(folder).values()}


def at(ids: dict[str, str], number: str) -> str:
    return ids[number].rpartition("-")[0]


def brought_in(run: Run, folder: Path, source: Path, *words: str) -> dict[str, Any]:
    done = run("import", "visits", source, "-w", folder, "--json", *DAY, *words)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def why(found: dict[str, Any]) -> list[str]:
    return [" ".join(one["why"]) for one in found["waiting"]]


def test_mailboxes_of_every_kind_are_read_once(
    run: Run, folder: Path, ids: dict[str, str], tmp_path: Path
) -> None:
    text = form(at=at(ids, SAG), interesse="kanskje", notat="Vil vite mer")
    other = letter("Hei, når kommer dere?", "nokon@anna.example", "Spørsmål")
    box = mailbox.mbox(tmp_path / "inn.mbox")
    letters = mailbox.Maildir(tmp_path / "Maildir")
    html = letter("Ikke les dette")
    html.clear_content()
    body = "".join(f"<div>{line}</div>" for line in text.splitlines())
    html.set_content(f"<html><head><style>p {{}}</style></head>{body}</html>", subtype="html",
                     cte="base64")  # fmt: skip
    for one in (letter(text), other, html):
        box.add(one)
        letters.add(one)
    box.close()
    first = brought_in(run, folder, tmp_path / "inn.mbox")
    assert first["counts"] == {"rows": 2, "new": 1, "same": 1, "rejected": 0}
    (contact,) = load(folder).henvendelser
    assert (contact.interesse, contact.notat) == ("nøytral", "Vil vite mer")
    again = brought_in(run, folder, tmp_path / "Maildir")
    assert again["counts"] == {"rows": 2, "new": 0, "same": 2, "rejected": 0}
    assert again["written"] == []


@pytest.mark.parametrize(
    ("text", "sender", "told"),
    [
        pytest.param(
            "{sag}", "rev@skog.example", "is not one of your addresses", id="an unknown address"
        ),
        pytest.param("{unplanned}", KARI, "no saved plan has the stop", id="of no plan"),
        pytest.param("{elsewhere}", KARI, "is not on the list of companies", id="of no company"),
        pytest.param("{hage}", KARI, "the answer is from Nabohagen", id="of another hage"),
        pytest.param("{cut}", KARI, "may be incomplete", id="cut off"),
        pytest.param("{words}", KARI, "ja, ring meg i mars", id="words"),
        pytest.param("{loose}", KARI, "Ring Per", id="a line of no field"),
        pytest.param("{future}", KARI, "is in the future", id="of a day to come"),
        pytest.param("{nothing}", KARI, "nothing is filled in", id="empty"),
    ],
)
def test_what_is_doubtful_waits_and_nothing_is_stored(
    run: Run, folder: Path, ids: dict[str, str], text: str, sender: str, told: str
) -> None:
    sag = form(at=at(ids, SAG), interesse="ikke")
    texts = {
        "sag": sag,
        "unplanned": form(at="20261120-0900", interesse="ikke"),
        "elsewhere": form(ELSEWHERE, interesse="ikke"),
        "hage": form(at=at(ids, SAG), interesse="ikke", naeringshage="Nabohagen"),
        "cut": sag[: sag.index("Minutter")],
        "words": form(at=at(ids, SAG), interesse="ja, ring meg i mars"),
        "loose": f"{sag}\nRing Per om dette",
        "future": form(at="20270105-1000", interesse="ikke"),
        "nothing": form(at=at(ids, SAG), utfall=""),
    }
    source = folder.parent / "svar.eml"
    source.write_bytes(bytes(letter(text.format(**texts), sender)))
    found = brought_in(run, folder, source)
    assert found["counts"]["rejected"] == 1
    assert told in why(found)[0]
    assert not load(folder).henvendelser
    assert (found["waiting_file"] is None) == (sender != KARI), "an unknown address is kept nowhere"
    if told == "is not one of your addresses":
        assert brought_in(run, folder, source, "--accept", sender)["counts"]["new"] == 1
    if told in ("no saved plan has the stop", "the answer is from Nabohagen", "may be incomplete"):
        accepted = brought_in(run, folder, source, "--accept", found["waiting"][0]["stop"])
        assert accepted["counts"]["new"] == 1


def test_what_waits_is_mended_in_its_file_and_brought_in(
    run: Run, folder: Path, ids: dict[str, str]
) -> None:
    source = folder.parent / "svar.eml"
    text = form(at=at(ids, SAG), interesse="ja, ring meg i mars", behov="lokaler")
    source.write_bytes(bytes(letter(text)))
    file = Path(brought_in(run, folder, source)["waiting_file"])
    assert file.parent == folder / "svar"
    week = run("uke", "-w", folder, *DAY)
    assert f"svar/{file.name}" in week.stdout
    before = file.read_text("utf-8")
    assert brought_in(run, folder, source)["waiting_file"] == f"{file}", "one file, not two"
    assert brought_in(run, folder, file)["counts"]["rejected"] == 1
    file.write_text(before.replace("ja, ring meg i mars", "interessert"), "utf-8")
    assert brought_in(run, folder, file)["counts"]["new"] == 1
    assert [one.interesse for one in load(folder).henvendelser] == ["interessert"]
    assert brought_in(run, folder, source)["counts"] == {
        "rows": 1, "new": 0, "same": 1, "rejected": 0,
    }  # fmt: skip


def test_a_time_and_a_person_that_are_put_right_count(
    run: Run, folder: Path, ids: dict[str, str]
) -> None:
    known = planned_stops(folder)
    sag, gard = known[ids[SAG]].known("Prøvehagen"), known[ids[GARD]].known("Prøvehagen")
    assert (sag["medarbeider"], gard["medarbeider"]) == ("kari", "kari")
    right = {"tid": "25.11. 13.15", "medarbeider": "Ola", "utfall": "snakket"}
    later = {"tid": "14.40", "medarbeider": "Per og Ola", "utfall": "snakket"}
    settings = folder / "hageplan.toml"
    settings.write_text(f'{HAGE}[[medarbeider]]\nid = "ola"\nnavn = "Ola Nordmann"\n', "utf-8")
    source = folder.parent / "svar.txt"
    source.write_text(form_text({**sag, **right}, "nb") + form_text({**gard, **later}, "nb"))
    found = brought_in(run, folder, source)
    assert found["counts"]["new"] == 1
    assert why(found) == ["cannot be interpreted: «Per og Ola»"]
    (contact,) = load(folder).henvendelser
    assert (contact.organisasjonsnummer, contact.medarbeider) == (SAG, "ola")
    assert f"{contact.tid}" == "2026-11-25 13:15:00"
    assert brought_in(run, folder, source)["counts"]["same"] == 1
    code, seen = answered(folder, ["y\n", "kari\n", "y\n"], "import", "visits", f"{source}", *DAY)
    assert code == 0, seen
    assert "Who: «Per og Ola» cannot be interpreted" in seen
    gards = next(one for one in load(folder).henvendelser if one.organisasjonsnummer == GARD)
    assert (gards.medarbeider, gards.notat) == ("kari", "Per og Ola")
    assert f"{gards.tid:%H:%M}" == "14:40"


def test_two_answers_of_a_stop_are_for_a_person_to_choose(
    run: Run, folder: Path, ids: dict[str, str]
) -> None:
    post = folder.parent / "post"
    post.mkdir()
    for name, grade in (("a", "ikke"), ("b", "forpliktet")):
        text = form(at=at(ids, SAG), interesse=grade)
        (post / f"{name}.eml").write_bytes(bytes(letter(text)))
    found = brought_in(run, folder, post)
    assert [told.startswith("there are 2 different answers") for told in why(found)] == [True, True]
    assert not load(folder).henvendelser
    (post / "svar-waiting.txt").unlink(missing_ok=True)
    code, seen = answered(folder, ["2\n", "y\n"], "import", "visits", f"{post}", *DAY)
    assert code == 0, seen
    assert "Interest: ikke" in seen
    assert "Interest: forpliktet" in seen
    assert [one.interesse for one in load(folder).henvendelser] == ["forpliktet"]
    late = letter(form(at=at(ids, SAG), interesse="nøytral"))
    (folder.parent / "sen.eml").write_bytes(bytes(late))
    assert (
        "the log says something else" in why(brought_in(run, folder, folder.parent / "sen.eml"))[0]
    )


def test_at_a_terminal_words_are_asked_about_and_kept_as_a_note(
    run: Run, folder: Path, ids: dict[str, str]
) -> None:
    source = folder.parent / "svar.eml"
    text = form(at=at(ids, SAG), interesse="ja, ring meg i mars")
    source.write_bytes(bytes(letter(text, "ny@hage.example")))
    answers = ["y\n", "y\n", "3\n", "y\n"]
    code, seen = answered(folder, answers, "import", "visits", f"{source}", *DAY)
    assert code == 0, seen
    (contact,) = load(folder).henvendelser
    assert (contact.interesse, contact.notat) == ("interessert", "ja, ring meg i mars")
    assert brought_in(run, folder, source)["counts"]["same"] == 1


def test_who_was_not_met_has_no_answer_and_keeps_the_appointment(
    run: Run, folder: Path, ids: dict[str, str]
) -> None:
    book = ("--at", "2026-11-24 10:00", "--medarbeider", "kari", "--today", "2026-11-23")
    assert run("book", GARD, *book, "-w", folder).returncode == 0
    texts = (
        form(GARD, utfall="ikke truffet", oppfolging="1.12. Prøv igjen"),
        form(at=at(ids, SAG), utfall="ville ikke snakke", reservert="ja"),
    )
    source = folder.parent / "svar.txt"
    source.write_text("\n".join(texts), "utf-8")
    found = brought_in(run, folder, source, "--accept", stop(GARD))
    assert found["counts"]["new"] == 2
    records = load(folder)
    assert [one.interesse for one in records.henvendelser] == [None, None]
    assert {one.utfall for one in records.henvendelser} == {"ikke_truffet", "avslo"}
    assert not any(one.took_place for one in records.henvendelser)
    assert [one.status for one in records.avtaler] == ["avtalt"]
    assert [one.organisasjonsnummer for one in records.reservasjoner] == [SAG]
    assert run("import", "undo", "-w", folder).returncode == 0
    records = load(folder)
    assert (records.henvendelser, records.oppfolginger, records.reservasjoner) == ((), (), ())


def test_odk_and_kobo_send_the_same_form(
    run: Run, folder: Path, ids: dict[str, str], tmp_path: Path
) -> None:
    pyxform = pytest.importorskip("pyxform.xls2xform")
    made = tmp_path / "svar.xlsx"
    done = run("export", "--xlsform", "-w", folder, "-o", made)
    assert done.returncode == 0, done.stderr
    found = pyxform.convert(str(made), validate=False, pretty_print=True)
    assert found.warnings == []
    assert ids[SAG] in found.xform
    header = "SubmissionDate,stopp,utfall,interesse,planer,behov,oppfolging,minutter,KEY\n"
    row = f"2026-11-24T12:00:00Z,{ids[SAG]},snakket,noytral,utvider legger_ned,lokaler,1.12. Ring,45,u\n"
    (tmp_path / "odk.csv").write_text(header + row, "utf-8")
    assert brought_in(run, folder, tmp_path / "odk.csv")["counts"]["new"] == 1
    (contact,) = load(folder).henvendelser
    assert (contact.interesse, contact.minutter) == ("nøytral", 45)
    assert contact.utvider
    assert contact.legger_ned
    kobo = f"start;stopp;utfall;interesse;planer;planer/utvider\nx;{ids[GARD]};snakket;ikke;;0\n"
    (tmp_path / "kobo.csv").write_text(kobo, "utf-8")
    assert brought_in(run, folder, tmp_path / "kobo.csv")["counts"]["new"] == 1


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("svar.json", '{"schema": "hageplan/form/1", "svar": [{"stopp"', "is incomplete"),
        ("svar.json", '{"svar": []}', "not a file of answers from the page"),
        ("svar.json", "[" * 100_000, "not a file of answers"),
        ("svar.csv", "navn,interesse\nSag,ikke\n", "no column «stopp»"),
    ],
)
def test_what_is_no_file_of_answers_is_refused(
    run: Run, folder: Path, name: str, content: str, told: str
) -> None:
    (folder.parent / name).write_text(content, "utf-8")
    done = run("import", "visits", folder.parent / name, "-w", folder, "--lang", "en", *DAY)
    assert done.returncode == 1
    assert told in " ".join(done.stderr.split())


class Huge:
    """A letter without an end; nobody may ask for all of it."""

    def read(self, size: int) -> bytes:
        assert 0 < size <= MOST_BYTES + 1
        return b"x" * size


def test_a_letter_without_an_end_is_told_as_such() -> None:
    (found,) = letter_forms(Huge(), "a.eml")
    assert "larger than" in str(found.fault)


WHOLE = bytes(letter(form(interesse="ikke", notat="Å, så fint"), subject=f"Svar {stop(SAG)} Sag"))


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_letters_that_are_damaged_never_break_the_reading(data: st.DataObject) -> None:
    content = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 8))):
        where = data.draw(st.integers(0, len(content)))
        size = data.draw(st.integers(0, 40))
        content[where : where + size] = data.draw(st.binary(max_size=40))
    for found in letter_forms(io.BytesIO(bytes(content)), "a.eml"):
        assert isinstance(found, SentForm)


def test_nested_and_strange_letters_are_read_or_told() -> None:
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n)
        for n in range(3000)
    )
    head = f"Subject: Svar {stop(SAG)}\r\nFrom: a@b.example\r\n".encode()
    strange = (
        b"Content-Type: text/plain; charset=nonsense\r\n\r\n" + form(interesse="ikke").encode()
    )
    assert all(one.form is None for one in letter_forms(io.BytesIO(head + nested), "a"))
    (found,) = letter_forms(io.BytesIO(head + strange), "b")
    assert found.form is not None
    assert found.form.values["interesse"] == "ikke"
