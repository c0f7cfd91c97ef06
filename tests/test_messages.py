from hypothesis import given
from hypothesis import strategies as st

from hageplan.i18n import nsay, say, use
from hageplan.messages import decode, encode


@given(st.dictionaries(st.from_regex(r"[a-z_]+", fullmatch=True), st.text()))
def test_values_survive(values: dict[str, str]) -> None:
    assert decode(encode("some-code", **values)) == ("some-code", values)


def test_no_code() -> None:
    assert decode(encode("", limit=3)) == ("", {"limit": "3"})


def test_one_and_more_are_told_apart_in_both_languages() -> None:
    found = []
    for language in ("nb", "en"):
        use(language)
        found += [nsay("1 day", "{count} days", count=count) for count in (1, 2, 0, 1007)]
    assert found == ["1 dag", "2 dager", "0 dager", "1\N{NO-BREAK SPACE}007 dager",
                     "1 day", "2 days", "0 days", "1,007 days"]  # fmt: skip


def test_a_sentence_ends_in_one_full_stop() -> None:
    use("nb")
    due = "{name} should be visited by {date}."
    assert say(due, name="Sag A/S", date="30. nov.") == "Sag A/S bør få besøk innen 30. nov."
    assert say(due, name="Sag A/S", date="30. mai") == "Sag A/S bør få besøk innen 30. mai."
