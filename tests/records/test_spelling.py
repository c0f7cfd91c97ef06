from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.no import orgnr

from hageplan.records.spelling import compact, control_digit, is_organisasjonsnummer


@pytest.mark.parametrize("number", ["974760673", "971032081", "923609016"])
def test_published_numbers_are_valid(number: str) -> None:
    assert is_organisasjonsnummer(number)


@pytest.mark.parametrize("text", ["", "97476067", "9747606733", "97476067x", "٩٧٤٧٦٠٦٧٣"])
def test_anything_but_nine_digits_is_invalid(text: str) -> None:
    assert not is_organisasjonsnummer(text)


@given(st.integers(0, 10**8 - 1), st.integers(0, 8), st.integers(1, 9))
def test_every_single_wrong_digit_is_found(first: int, at: int, off: int) -> None:
    eight = f"{first:08d}"
    digit = control_digit(eight)
    if digit is None:
        return
    number = f"{eight}{digit}"
    wrong = f"{number[:at]}{(int(number[at]) + off) % 10}{number[at + 1 :]}"
    assert is_organisasjonsnummer(number)
    assert not is_organisasjonsnummer(wrong)


@given(
    st.from_regex(r"[0-9 ]{8,10}", fullmatch=True) | st.sampled_from(["974 760 673", "974760673"])
)
def test_a_number_is_right_if_python_stdnum_says_so(text: str) -> None:
    assert is_organisasjonsnummer(compact(text)) == orgnr.is_valid(text)
