"""Whom marketing e-mail may go to; the table of the law's cases."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hageplan.mail.consent import GENERAL, is_general, refusal
from hageplan.records.bedrift import Bedrift
from tests.conftest import NUMBERS

TODAY = date(2026, 11, 24)
KARI = "kari.fjell@sag.no"


def company(form: str = "AS", consent: date | None = None, **keys: object) -> Bedrift:
    contact = {"navn": "Kari Fjell", "epost": KARI, "samtykke": consent}
    table = {"organisasjonsnummer": NUMBERS[0], "navn": "Sag", "kommunenummer": "3430"}
    return Bedrift.model_validate(
        {**table, "organisasjonsform": form, "kontakt": contact, **keys}, strict=False
    )


@pytest.mark.parametrize(
    ("form", "consent", "address", "expected"),
    [
        # a firm's own address needs no consent
        ("AS", None, "post@sag.no", None),
        ("AS", None, "Post@SAG.no", None),
        ("AS", None, "post+nyhet@sag.no", None),
        # a person's does
        ("AS", None, KARI, "person"),
        ("AS", None, "ola@sag.no", "person"),
        ("AS", TODAY, KARI, None),
        ("AS", TODAY, KARI.upper(), None),
        # consent is the contact's, not her colleague's, and begins on its day
        ("AS", TODAY, "ola@sag.no", "person"),
        ("AS", date(2026, 11, 25), KARI, "person"),
        # a sole trader is a person, whatever the address is called
        ("ENK", None, "post@sag.no", "sole-trader"),
        ("enk ", None, KARI, "sole-trader"),
        ("ENK", TODAY, "post@sag.no", None),
        ("ENK", TODAY, KARI, None),
        ("ENK", TODAY, "ola@sag.no", "sole-trader"),
        # nothing to send to
        ("AS", TODAY, "", "no-address"),
        ("AS", TODAY, "post", "not-an-address"),
        ("AS", TODAY, "post@sag", "not-an-address"),
        ("AS", TODAY, "Kari <post@sag.no>", "not-an-address"),
        ("AS", TODAY, "post@sag.no,ola@sag.no", "not-an-address"),
        ("AS", TODAY, "post@sag.no\nBcc: ola@sag.no", "not-an-address"),
        ("AS", TODAY, "post@sag.no\n", "not-an-address"),
        ("AS", TODAY, "post@sag.no\u202e", "not-an-address"),
    ],
)
def test_cases(form: str, consent: date | None, address: str, expected: str | None) -> None:
    assert refusal(company(form, consent), address, TODAY) == expected


@given(
    st.sampled_from(["AS", "ENK", ""]),
    st.one_of(st.none(), st.dates(date(2020, 1, 1), TODAY)),
    st.sampled_from([KARI, "post@sag.no", "ola@sag.no"]),
)
def test_an_opt_out_outweighs_all(form: str, consent: date | None, address: str) -> None:
    assert refusal(company(form, consent, reservert=True), address, TODAY) == "opted-out"
    main = company(organisasjonsnummer=NUMBERS[1], reservert=True)
    assert refusal(company(form, consent), address, TODAY, main) == "opted-out"


def test_a_part_of_a_sole_trader_is_one() -> None:
    part, main = company("BEDR"), company("ENK", organisasjonsnummer=NUMBERS[1])
    assert refusal(part, "post@sag.no", TODAY) is None
    assert refusal(part, "post@sag.no", TODAY, main) == "sole-trader"


@given(st.sampled_from(sorted(GENERAL)), st.from_regex(r"[a-z]{1,8}", fullmatch=True))
def test_a_name_beside_a_general_word_makes_it_a_persons(word: str, name: str) -> None:
    assert is_general(f"{word}@sag.no")
    assert not is_general(f"{name}.{word}@sag.no")
