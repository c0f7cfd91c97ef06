"""TOML changed in place: what is not meant stays byte for byte."""

from __future__ import annotations

from typing import Any

import pytest
import tomli
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from hageplan.workspace.edit import (
    is_plain,
    rewritten,
    table_spans,
    with_values,
    without,
    without_keys,
)

TEXTS = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r"), max_size=30)
VALUES = st.one_of(TEXTS, st.integers(-9, 9), st.booleans(), st.lists(TEXTS, max_size=3))
TABLES = st.fixed_dictionaries(
    {"navn": TEXTS},
    optional={
        "antall": st.integers(0, 9),
        "kontakt": st.dictionaries(st.sampled_from(["navn", "epost"]), TEXTS, min_size=1),
    },
)
FILES = st.lists(
    st.tuples(st.sampled_from(["bedrift", "annet"]), TABLES, st.booleans()), max_size=6
)


def written(file: list[tuple[str, dict[str, Any], bool]]) -> bytes:
    """Return a file with a comment above some of its tables."""
    blocks = []
    for name, table, has_comment in file:
        body = tomli_w.dumps({name: [table]})
        if "[[" not in body.splitlines()[0]:  # written inline: spell it out
            body = f"[[{name}]]\n" + tomli_w.dumps(table).replace("[kontakt]", f"[{name}.kontakt]")
        blocks.append(("# om den under\n" if has_comment else "") + body)
    return ("# øverst\n\n" + "\n".join(blocks)).encode()


@given(FILES, st.data())
def test_tables_go_and_the_others_stay_as_they_are(file: Any, data: st.DataObject) -> None:
    text = written(file)
    parts = table_spans(text)
    assert len(parts) == len(file)
    gone = data.draw(st.sets(st.sampled_from(range(len(file))))) if file else set()
    after = without(text, [parts[index] for index in gone])
    expected: dict[str, list[Any]] = {}
    for index, (name, table, _) in enumerate(file):
        if index not in gone:
            expected.setdefault(name, []).append(table)
            assert text[parts[index].start : parts[index].end] in after
    assert tomli.loads(after.decode()) == expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # what stands right above and below goes too, a heading after a gap is about others
        (b"# om a\n[[x]]\na = 1 # ja\n# mer om a\n\n# --- B ---\n\n[[x]]\na = 2\n",
         b"# --- B ---\n\n[[x]]\na = 2\n"),
        # what stands right above the next is about the next
        (b"[[x]]\na = 1\n# om b\n[[x]]\na = 2\n", b"# om b\n[[x]]\na = 2\n"),
        # its sub-tables go, those of another table stay
        (b"[[x]]\n[x.y]\na = 1\n[[x.z]]\nb = 1\n\n[annet.y]\na = 2\n", b"[annet.y]\na = 2\n"),
        # a file that ends in the table, or in a remark of its own, with its line ends
        (b"[a]\r\n[[x]]\r\na = 1", b"[a]\r\n"),
        (b"[[x]]\r\na = 1\r\n\r\n# slutt", b"# slutt"),
    ],
)  # fmt: skip
def test_what_belongs_to_a_table_goes_with_it(before: bytes, after: bytes) -> None:
    assert without(before, table_spans(before)[:1]) == after


def test_a_key_written_as_a_table_goes_with_its_remark_alone() -> None:
    before = b"[[x]]\na = 1\n# om y\n[x.y]\nb = 1\n\n# --- Z ---\n\n[x.z]\nc = 1\n"
    after = without_keys(before, lambda _name, key, _data: key == "y")
    assert after == b"[[x]]\na = 1\n# --- Z ---\n\n[x.z]\nc = 1\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"[[x]]\na = 1\n[x.y]\nb = 2\n[annet]\nliste = [1]\n", True),
        (b"x = [{ a = 1 }]\n", False),
        (b"[[x]]\na = 1\n[annet]\n[x.y]\nb = 2\n", False),
    ],
)
def test_lists_that_do_not_stand_block_by_block_are_known(text: bytes, expected: bool) -> None:
    assert is_plain(text, tomli.loads(text.decode())) == expected


@given(FILES)
def test_keys_go_alone(file: Any) -> None:
    after = without_keys(written(file), lambda name, key, _: (name, key) == ("bedrift", "kontakt"))
    expected: dict[str, list[Any]] = {}
    for name, table, _ in file:
        kept = {k: v for k, v in table.items() if (name, k) != ("bedrift", "kontakt")}
        expected.setdefault(name, []).append(kept)
    assert tomli.loads(after.decode()) == expected


@given(FILES)
def test_texts_are_rewritten_and_nothing_else(file: Any) -> None:
    text = written(file)
    assert rewritten(text, lambda value: value) == text
    after = tomli.loads(rewritten(text, lambda value: f"<{value}\n\"'\\>").decode())
    changed = [t["navn"] for name in after for t in after[name]]
    assert sorted(changed) == sorted(f"<{table['navn']}\n\"'\\>" for _, table, _ in file)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # a comment's mention goes, its line stays one line
        (b"# ring Kari\n[[bedrift]]\nnavn = 'x'\n", b"# ring [slettet]\n[[bedrift]]\nnavn = 'x'\n"),
        # texts on several lines and literal texts become plain ones
        (b'[[b]]\nx = """\nhei\nKari"""\r\n', b'[[b]]\nx = "hei\\n[slettet]"\r\n'),
        (b"[[b]]\nx = 'C:\\Kari'  # Kari\n", b'[[b]]\nx = "C:\\\\[slettet]"  # [slettet]\n'),
    ],
)
def test_mentions(before: bytes, after: bytes) -> None:
    assert rewritten(before, lambda value: value.replace("Kari", "[slettet]")) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"[[b]]\nx = 1 # en\n", b"[[b]]\nx = 1 # en\nk.navn = \"Ny\"\n"),
        (b"[[b]]\nk = {}\n", b"[[b]]\nk = { navn = \"Ny\" }\n"),
        (b"[[b]]\nk = { e = 2 } # ja\n", b"[[b]]\nk = { e = 2, navn = \"Ny\" } # ja\n"),
        (b"[[b]]\nk = { navn = 'A', e = 2 }\n", b"[[b]]\nk = { navn = \"Ny\", e = 2 }\n"),
        (b"[[b]]\nk.navn = 'A'\nk.e = 2\n", b"[[b]]\nk.navn = \"Ny\"\nk.e = 2\n"),
        (b"[[b]]\nx = 1\n\n[b.k] # ja\n", b"[[b]]\nx = 1\n\n[b.k] # ja\nnavn = \"Ny\"\n"),
        (b"[[b]]\n[b.k]\ne = 2\n[b.m]\n", b"[[b]]\n[b.k]\ne = 2\nnavn = \"Ny\"\n[b.m]\n"),
    ],
)  # fmt: skip
def test_a_key_of_a_table_in_a_table_is_set_wherever_it_stands(before: bytes, after: bytes) -> None:
    assert with_values(before, {"k.navn": "Ny"}) == after
    inner = tomli.loads(before.decode())["b"][0].get("k", {})
    assert tomli.loads(after.decode())["b"][0]["k"] == {**inner, "navn": "Ny"}


KONTAKT = {"k.navn": "Å", "k.telefon": "1", "k.epost": "a@b.no"}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "inside",
    ["", "k = {}\n", "k = { }\n", "k = { navn = 'A' } # ja\n", "k.navn = 'A'\n", "[b.k]\n",
     "[b.k] # ja\ntelefon = '2'\n", "[b.m]\nx = 1\n[b.k]\nnavn = 'A' # ja\n\n[b.n]\ny = 2\n"],
)  # fmt: skip
def test_several_keys_of_a_table_in_a_table(inside: str, newline: str) -> None:
    before = f"[[b]]\nx = 1\n{inside}".replace("\n", newline)
    after = with_values(before.encode(), KONTAKT).decode()
    expected = tomli.loads(before)
    kontakt = {key.removeprefix("k."): value for key, value in KONTAKT.items()}
    expected["b"][0]["k"] = {**expected["b"][0].get("k", {}), **kontakt}
    assert tomli.loads(after) == expected
    assert ("# ja" in after) == ("# ja" in before)
    assert after.count(newline * 2) == before.count(newline * 2)
    assert "\n" not in after.replace(newline, "")
