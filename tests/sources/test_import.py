from __future__ import annotations

from pathlib import Path

import pytest

from hageplan import api, load
from hageplan.errors import RequestError
from hageplan.workspace.append import append_bedrifter
from tests.conftest import NUMBERS, Write, bedrift

TELEMARK = Path(__file__).parents[3] / "shared/data/register/underenheter_telemark.csv"
A, B, C, D, E, F = NUMBERS[:6]
TABLE = f"""\
Org. nr.;Navn;Kommune;Antall ansatte;NACE 1;lat;lon
{A};Sag AS;Os;12.0;16.100;62,5;11,2
{B[:3]} {B[3:6]} {B[6:]};Uvisst AS;3430;;00.000;;
{C};Feil kommune;Ingensted;1;;;
{D};Tolv AS;Os;tolv;;;
310000001;Feil nummer;Os;1;;;
{A};Sag igjen;Os;1;;;
{E};;Os;1;;;
{F};Sted AS;Våler;1;;;
{NUMBERS[6]};Kode AS;Os;1;tre;;
{NUMBERS[7]};Grad AS;Os;1;;nord;11,2
{NUMBERS[8]};Halv AS;Os;1;;62,5;
"""


def write_table(folder: Path, text: str = TABLE, encoding: str = "utf-8") -> Path:
    path = folder / "uttrekk.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_rows_are_taken_in_or_rejected_with_line_and_reason(write: Write, encoding: str) -> None:
    folder = write({})
    report = api.read_import(load(folder), write_table(folder, encoding=encoding), {})
    new = {b.organisasjonsnummer: b for b in report.changes.new}
    assert set(new) == {A, B}
    assert (new[A].antall_ansatte, new[A].naeringskode, new[A].lat) == (12, "16.100", 62.5)
    assert (new[B].antall_ansatte, new[B].naeringskode, new[B].lat) == (None, None, None)
    rejected = {r.line: str(r.what) for r in report.changes.rejected}
    assert list(rejected) == [4, 5, 6, 7, 8, 9, 10, 11, 12]
    assert "Ingensted" in rejected[4]
    assert "tolv" in rejected[5]
    assert "organisasjonsnummer" in rejected[6]
    assert "line 2" in rejected[7]
    assert "navn is blank" in rejected[8]
    assert "Østfold" in rejected[9]
    assert report.changes.rows == 11


def test_a_second_import_changes_nothing_and_differences_are_kept(write: Write) -> None:
    own = "# mine\n" + bedrift(A, "Vårt navn", status="medlem")
    folder = write({"bedrifter/os.toml": own})
    report = api.read_import(load(folder), write_table(folder), {})
    assert [(d.field, d.ours, d.theirs) for d in report.changes.differences] == [
        ("antall_ansatte", "", "12"),
        ("lat", "", "62.5"),
        ("lon", "", "11.2"),
        ("naeringskode", "", "16.100"),
        ("navn", "Vårt navn", "Sag AS"),
    ]
    written = append_bedrifter(folder, report.changes.new, load(folder).kommuner)
    assert [path.name for path in written] == ["os.toml"]
    assert (folder / "bedrifter/os.toml").read_text(encoding="utf-8").startswith(own.rstrip())
    again = api.read_import(load(folder), write_table(folder), {})
    assert (again.changes.new, again.changes.same, again.changes.differing) == ((), 1, 1)


def test_shared_names_get_a_file_each(write: Write) -> None:
    folder = write({})
    text = f"orgnr,navn,kommune\n{A},Sør,3114\n{B},Nord,Våler (Innlandet)\n{C},Midt,Midt-Telemark\n"
    report = api.read_import(load(folder), write_table(folder, text), {})
    written = append_bedrifter(folder, report.changes.new, load(folder).kommuner)
    assert [p.name for p in written] == [
        "midt-telemark.toml",
        "vaaler-3114.toml",
        "vaaler-3419.toml",
    ] or [p.name for p in written] == ["midt-telemark.toml", "valer-3114.toml", "valer-3419.toml"]


def test_columns_can_be_mapped(write: Write) -> None:
    folder = write({})
    path = write_table(folder, f"Nummer,Hva,Hvor\n{A},Sag AS,Os\n")
    with pytest.raises(RequestError, match="no column for organisasjonsnummer, navn, kommune"):
        api.read_import(load(folder), path, {})
    columns = {"organisasjonsnummer": "Nummer", "navn": "Hva", "kommune": "Hvor"}
    assert len(api.read_import(load(folder), path, columns).changes.new) == 1
    for wrong in ({"farge": "Hva"}, {"navn": "Ikke der"}):
        with pytest.raises(RequestError):
            api.read_import(load(folder), path, {**columns, **wrong})


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no rows"),
        (b"Org. nr.,Navn\n", "no rows"),
        (b"a\0b,c\n1,2\n", "not a text file"),
        (b'a,b\n"open,2\n', "not CSV"),
    ],
)
def test_what_is_no_table_is_refused(write: Write, content: bytes, words: str) -> None:
    folder = write({})
    (folder / "x.csv").write_bytes(content)
    with pytest.raises(RequestError, match=words):
        api.read_import(load(folder), folder / "x.csv", {})
    with pytest.raises(RequestError, match="cannot be read"):
        api.read_import(load(folder), folder / "ikke.csv", {})


def test_a_real_register_extract(write: Write) -> None:
    if not TELEMARK.exists():
        pytest.skip(f"{TELEMARK} is not here")
    folder = write({})
    report = api.read_import(load(folder), TELEMARK, {})
    assert (len(report.changes.new), len(report.changes.rejected)) == (15922, 0)
    append_bedrifter(folder, report.changes.new, load(folder).kommuner)
    workspace = load(folder)
    assert sum(b.antall_ansatte is None for b in workspace.bedrifter) == 13654
    assert api.read_import(workspace, TELEMARK, {}).changes.same == 15922


def test_companies_with_tables_of_their_own_survive_being_written(write: Write) -> None:
    folder = write({})
    example = load()
    append_bedrifter(folder, example.bedrifter, example.kommuner)
    written = {b.organisasjonsnummer: b for b in load(folder).bedrifter}
    assert written == {b.organisasjonsnummer: b for b in example.bedrifter}
