"""The form as text: what is written is read again, whatever mail programs do to its lines."""

from __future__ import annotations

import textwrap
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hageplan.imports.answers.form import ASKED, GRADE, LANGUAGES, OUTCOME, PLANS, form_text
from hageplan.imports.answers.meaning import Unread, Vocabulary, meaning_of
from hageplan.imports.answers.text import FilledForm, forms_in
from hageplan.records.logg import Grad

STOP = "20261124-1000-310000000"
DAY = date(2026, 11, 24)
words = st.text(st.sampled_from("abcæøå 123,.-()/?!"), max_size=200).map(
    lambda text: " ".join(text.split())
)


def read(text: str) -> FilledForm:
    (found,) = forms_in(text)
    return found


@st.composite
def filled(draw: st.DrawFn, language: str) -> dict[str, str]:
    values = {one.key: draw(words) for one in ASKED if one.kind == "text"}
    grade = st.sampled_from([*GRADE.choices])
    plans = st.lists(st.sampled_from([*PLANS.choices]), unique=True)
    return {
        **values,
        "stopp": STOP,
        "utfall": OUTCOME.choices["snakket"][language],
        "interesse": GRADE.choices[draw(grade)][language],
        "planer": PLANS.words(draw(plans), language),
        "minutter": str(draw(st.integers(0, 1440))),
    }


@pytest.mark.parametrize("language", LANGUAGES)
@given(data=st.data())
def test_what_is_written_is_read(language: str, data: st.DataObject) -> None:
    values = data.draw(filled(language))
    found = read(form_text(values, language))
    assert found == FilledForm(values={one.key: values.get(one.key, "") for one in
                                       ASKED} | {"stopp": STOP} | dict.fromkeys(
        ("bedrift", "tid", "medarbeider"), ""))  # fmt: skip
    meaning = meaning_of(found, Vocabulary(), DAY)
    assert {one.field for one in meaning.unread} <= {"oppfolging"}
    assert GRADE.choices[meaning.said["interesse"]][language] == values["interesse"]
    assert PLANS.words(meaning.said.get("planer", ()), language) == values["planer"]
    assert meaning.said["minutter"] == int(values["minutter"])


NOTE = "Trenger større tomt og vurderer Alvdal, men vil høre med kommunen og banken først, sa hun."
WHOLE = form_text(
    {"stopp": STOP, "utfall": "snakket", "interesse": "forpliktet", "notat": NOTE}, "nb"
)


def wrapped(text: str) -> str:
    return "\n".join(part for line in text.split("\n") for part in textwrap.wrap(line, 48) or [""])


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(WHOLE.replace("\n", "\r\n"), id="CRLF"),
        pytest.param(wrapped(WHOLE), id="wrapped, labels too"),
        pytest.param(WHOLE.replace(" ", "\xa0"), id="no-break spaces"),
        pytest.param(WHOLE.replace("\n", "\n\n"), id="a line apart, as Outlook has it"),
        pytest.param("\n".join(f"> {line}" for line in WHOLE.split("\n")), id="quoted"),
        pytest.param(
            f"{WHOLE}\nSendt fra min iPhone\n\nDen 30. nov. 2026 skrev hagen:\n> "
            + WHOLE.replace("forpliktet", "ikke").replace("\n", "\n> "),
            id="signed, with an older one quoted",
        ),
        pytest.param(
            f"Fra: Sigrid\nSendt: mandag\nTil: svar\nEmne: Svar\n\n{WHOLE}\n"
            "Med vennlig hilsen\nSigrid Nord\nTlf. 00 00 00 00",
            id="passed on, with a signature",
        ),
        pytest.param(WHOLE.replace("Utfall", "*Utfall*").replace("Notat:", "Notat :"), id="bold"),
    ],
)
def test_what_mail_programs_do_to_lines_changes_nothing(sent: str) -> None:
    found = read(sent)
    assert (found.is_whole, found.loose) == (True, ())
    kept = {key: text for key, text in found.values.items() if text}
    assert kept == {
        "stopp": STOP, "utfall": "snakket", "interesse": "forpliktet", "notat": NOTE,
    }  # fmt: skip


def test_what_nobody_can_place_is_kept() -> None:
    sent = (
        "Hei!\n" + WHOLE.replace("Trenger:", "Trenger: lokaler\nKontakt: Ola") + "Ring meg\n--\nS"
    )
    assert read(sent).loose == ("Hei!", "Ring meg", "Kontakt: Ola")
    assert not read(WHOLE[: WHOLE.index("Minutter")]).is_whole


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("interesse", "ja, ring meg i mars"),
        ("interesse", "ikke helt"),
        ("interesse", "interessert/nøytral"),
        ("planer", "utvider kanskje"),
        ("planer", "flytter ikke"),
        ("utfall", "sånn passe"),
        ("minutter", "en time"),
        ("minutter", "1441"),
        ("oppfolging", "ring dem"),
        ("reservert", "kanskje"),
    ],
)
def test_no_words_are_guessed_into_a_choice(key: str, said: str) -> None:
    meaning = meaning_of(FilledForm(values={"stopp": STOP, key: said}), Vocabulary(), DAY)
    assert meaning.unread == (Unread(key, said),)
    assert not meaning.said


def test_own_words_of_the_office_are_grades_and_who_was_not_met_has_none() -> None:
    own: dict[str, Grad] = {"Ja takk": "interessert"}
    said = {"utfall": "snakket", "interesse": "ja takk.", "planer": "Utvider og legger ned"}
    meaning = meaning_of(FilledForm(values=said), Vocabulary(grades=own), DAY)
    assert meaning.said["interesse"] == "interessert"
    assert meaning.said["planer"] == ("utvider", "legger_ned")
    said = {"utfall": "ikke truffet", "interesse": "ikke"}
    assert meaning_of(FilledForm(values=said), Vocabulary(), DAY).unread == (
        Unread("utfall", "ikke truffet; ikke"),
    )
