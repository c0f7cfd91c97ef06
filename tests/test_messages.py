from hypothesis import given
from hypothesis import strategies as st

from hageplan.messages import decode, encode


@given(st.dictionaries(st.from_regex(r"[a-z_]+", fullmatch=True), st.text()))
def test_values_survive(values: dict[str, str]) -> None:
    assert decode(encode("some-code", **values)) == ("some-code", values)


def test_no_code() -> None:
    assert decode(encode("", limit=3)) == ("", {"limit": "3"})
