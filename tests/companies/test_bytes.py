"""Whatever is changed of a company, all else in its file stays byte for byte."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import tomli
from hypothesis import given
from hypothesis import strategies as st

from hageplan.workspace.company_fields import with_fields
from hageplan.workspace.edit import with_replaced
from tests.conftest import NUMBERS

OURS, OTHER, NEW = NUMBERS[:3]
CONTACTS = (
    "",
    'kontakt = { navn = "Nils", telefon = "1" } # i parentes\n',
    'kontakt.navn = "Nils"\nkontakt.telefon = "1" # med prikk\n',
    '\n  [bedrift.kontakt] # under\n  navn = "Nils"\n  telefon = "1" # nummer\n',
)
FIELDS = (
    'status = "medlem" # styret\n',
    "medlem_siden = 2020-01-02 # møtet\n",
    "ring_ikke = true\n",
    "antall_ansatte=3\n",
    'notat = """to\nlinjer # ingen kommentar"""\n',
    "# løs kommentar\n",
    "\n",
)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "status": st.sampled_from(["avslag", "nedlagt"]),
    "medlem_siden": st.sampled_from([None, date(2026, 1, 2)]),
    "sluttet": st.sampled_from([date(2026, 1, 3)]),
    "ring_ikke": st.sampled_from([None, True]),
    "antall_ansatte": st.sampled_from([None, 12]),
    "notat": st.text(st.characters(codec="utf-8"), min_size=1, max_size=9),
    "kontakt.telefon": st.text(st.characters(codec="utf-8"), max_size=9),
    "kontakt.epost": st.just("a@b.example"),
}


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Return a file of two companies as people write them, ours in one of many ways."""
    fields = draw(st.lists(st.sampled_from(FIELDS), unique=True))
    head = f'[[bedrift]]\norganisasjonsnummer = "{OURS}" # vår {OURS}\nnavn = "Vår"\n'
    other = f'# den andre\n[[bedrift]]\norganisasjonsnummer = "{OTHER}"\nnavn = "{OURS} AS"\n'
    ours = head + "".join(fields) + draw(st.sampled_from(CONTACTS))
    tables = draw(st.permutations([f"# vår egen\n{ours}", other]))
    text = "# listen\n\n" + "\n".join(tables)
    bom, newline = draw(st.sampled_from(["", "\ufeff"])), draw(st.sampled_from(["\n", "\r\n"]))
    return (bom + text.replace("\n", newline)).encode()


def comments(content: bytes) -> list[bytes]:
    return re.findall(rb"#[^\r\n\"]*(?=\r?\n|$)", content)


@given(files(), st.fixed_dictionaries({}, optional=VALUES))
def test_other_values_leave_all_else(content: bytes, values: dict[str, Any]) -> None:
    after, tables = with_fields(Path("a.toml"), content, {OURS: values})
    before, found = (_by_number(one) for one in (content, after))
    assert found[OTHER] == before[OTHER]
    assert found[OURS] == _merged(before[OURS], values)
    assert comments(after) == comments(content)
    assert len(tables) == 1
    touched = [key.split(".")[-1] for key in values]
    kept = [line for line in content.splitlines(True) if not _is_about(line, touched)]
    rest = iter(after.splitlines(True))
    assert "notat" in values or all(line in rest for line in kept)


@given(files())
def test_another_number_changes_texts_alone(content: bytes) -> None:
    after = with_replaced(
        content.removeprefix(b"\xef\xbb\xbf"), re.compile(OURS.encode()), NEW.encode()
    )
    assert comments(after) == comments(content)
    assert {NEW, OTHER} == {*_by_number(after)}
    assert after.replace(NEW.encode(), OURS.encode()) == content.removeprefix(b"\xef\xbb\xbf")


def _by_number(content: bytes) -> dict[str, dict[str, Any]]:
    tables = tomli.loads(content.decode("utf-8-sig"))["bedrift"]
    return {table["organisasjonsnummer"]: table for table in tables}


def _merged(table: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    whole = {**table, "kontakt": dict(table.get("kontakt", {}))}
    for key, value in values.items():
        within = whole["kontakt"] if key.startswith("kontakt.") else whole
        within.pop(key.split(".")[-1], None)
        if value is not None:
            within[key.split(".")[-1]] = value
    return whole if whole["kontakt"] else {k: v for k, v in whole.items() if k != "kontakt"}


def _is_about(line: bytes, keys: list[str]) -> bool:
    return any(key.encode() in line for key in keys) or (b"kontakt" in line and bool(keys))
