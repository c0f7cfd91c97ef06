from __future__ import annotations

import codecs
import gzip
import json
import tempfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hageplan import load
from hageplan.errors import RequestError
from hageplan.imports.apply import stage_import, undo_import
from hageplan.imports.compare import compare
from hageplan.imports.lists import read_list
from hageplan.imports.result import CompanyImport
from hageplan.imports.sources.table import open_table
from hageplan.imports.sources.workbook import open_workbook
from hageplan.records.logg import Henvendelse
from hageplan.records.memory import Kilde, SourceSnapshot
from hageplan.workspace.append import append_entries
from hageplan.workspace.kilder import read_snapshot
from tests.conftest import NUMBERS, SETTINGS, Write, bedrift, bring_in
from tests.driver import hageplan

pytestmark = pytest.mark.slow

TELEMARK = Path(__file__).parents[3] / "shared/data/register/underenheter_telemark.csv"
A, B, C, D, E, F = NUMBERS[:6]
SOURCE = Kilde(navn="liste", tittel="Liste", hentet=date(2026, 11, 25))
TABLE = f"""\
Org. nr.;Navn;Kommune;Antall ansatte;NACE 1;lat;lon
{A};Sag AS;Os;12.0;16.100;62,5;11,2
{B[:3]} {B[3:6]} {B[6:]};Uvisst AS;3430;;00.000;;
{C};Feil kommune;Ingensted;1;;;
{D};Tolv AS;Os;tolv;;;
310000001;Feil nummer;Os;1;;;
{A};SAG;Os;1;;;
{E};;Os;1;;;
{F};Sted AS;Våler;1;;;
{NUMBERS[6]};Kode AS;Os;1;tre;;
{NUMBERS[7]};Grad AS;Os;1;;nord;11,2
{NUMBERS[8]};Halv AS;Os;1;;62,5;
"""


def compared(
    folder: Path,
    path: Path,
    columns: dict[str, str] | None = None,
    said: SourceSnapshot | None = None,
    kommuner: Sequence[str] = (),
) -> CompanyImport:
    """Return what importing a CSV file would do."""
    records = load(folder)
    with open_table(path, most_mb=100) as table:
        read = read_list(records, table, columns or {}, kommuner=kommuner)
    return compare(read, records, said or {}, lambda _: False, file="", source=SOURCE, dry_run=True)


def write_table(folder: Path, text: str = TABLE, encoding: str = "utf-8") -> Path:
    path = folder / "uttrekk.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_rows_are_taken_in_or_rejected_with_line_and_reason(write: Write, encoding: str) -> None:
    folder = write({})
    report = compared(folder, write_table(folder, encoding=encoding))
    new = {b.organisasjonsnummer: b for b in report.new}
    assert set(new) == {A, B, D, *NUMBERS[6:9]}
    assert (new[A].antall_ansatte, new[A].naeringskode, new[A].lat) == (12, "16.100", 62.5)
    assert (new[B].antall_ansatte, new[B].naeringskode, new[B].lat) == (None, None, None)
    rejected = {r.line: str(r.reason) for r in report.rejected}
    assert list(rejected) == [4, 6, 7, 8, 9]
    assert "Ingensted" in rejected[4]
    assert "organisasjonsnummer" in rejected[6]
    assert "line 2" in rejected[7]
    assert "navn is empty" in rejected[8]
    assert "Østfold" in rejected[9]
    assert report.counts.rows == 11
    assert [
        (r.line, str(r.reason).removesuffix(" is not allowed here")) for r in report.left_out
    ] == [
        (5, "antall_ansatte: «tolv»"),
        (10, "naeringskode: «tre»"),
        (11, "lat: «nord»"),
        (11, "lon: «11,2»"),
        (12, "lat: «62,5»"),
    ]
    assert (new[D].antall_ansatte, new[NUMBERS[7]].lat, new[NUMBERS[7]].lon) == (None, None, None)


def brought_in(folder: Path, path: Path) -> CompanyImport:
    """Import a CSV file, and return what that did."""
    found = compared(folder, path, said=read_snapshot(folder, "liste"))
    kommuner = load(folder).kommuner
    stage_import(
        folder, SOURCE, found.snapshot, kommuner, new=found.new, changes=found.fields
    ).write()
    return found


def contents(folder: Path) -> dict[str, bytes]:
    """Return what stands in the workspace's files, but for how the import is withdrawn."""
    paths = (path for path in folder.rglob("*") if path.is_file() and ".hageplan" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_what_is_blank_is_filled_and_what_people_wrote_is_kept(write: Write) -> None:
    own = "# mine\n" + bedrift(A, "Vårt navn", status="medlem")
    folder = write({"bedrifter/os.toml": own})
    done = brought_in(folder, write_table(folder))
    assert [(d.field, d.ours, d.theirs) for d in done.kept] == [("navn", "Vårt navn", "Sag AS")]
    assert {d.field for d in done.changes} == {"antall_ansatte", "lat", "lon", "naeringskode"}
    text = (folder / "bedrifter/os.toml").read_text(encoding="utf-8")
    assert text.startswith(own.rstrip())
    assert "antall_ansatte = 12\n" in text
    before = contents(folder)
    again = brought_in(folder, write_table(folder))
    assert (again.new, again.counts.same, again.changes) == ((), 6, ())
    assert contents(folder) == before


NAMES = st.sampled_from(["Sag AS", "Elv AS", "Fjell AS"])
STAFF = st.one_of(st.none(), st.integers(0, 9))
TOLD = st.dictionaries(st.sampled_from(NUMBERS[:4]), st.tuples(NAMES, STAFF), min_size=1)
BY_HAND = st.lists(st.tuples(st.sampled_from(NUMBERS[:4]), NAMES, STAFF), max_size=3)


@given(st.lists(st.tuples(BY_HAND, TOLD), min_size=1, max_size=4))
@settings(max_examples=20)
def test_the_source_moves_only_what_people_left_alone(
    rounds: list[tuple[list[tuple[str, str, int | None]], dict[str, tuple[str, int | None]]]],
) -> None:
    """Play people and a source in turn, beside a model of three values a field."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "hageplan.toml").write_text(SETTINGS, encoding="utf-8")
        ours: dict[str, dict[str, object]] = {}
        said: dict[str, dict[str, object]] = {}
        for by_hand, told in rounds:
            for number, navn, staff in by_hand:
                if number in ours:
                    ours[number] |= {"navn": navn, "antall_ansatte": staff}
                    edit_by_hand(folder, number, navn, staff)
            rows = [f"{n};{navn};Os;{'' if s is None else s}" for n, (navn, s) in told.items()]
            table = write_table(folder, "\n".join(["orgnr;navn;kommune;ansatte", *rows]) + "\n")
            before = contents(folder)
            done = brought_in(folder, table)
            assert done.counts.rows == len(told)
            for number, (navn, staff) in told.items():
                known = ours.setdefault(number, {"navn": navn, "antall_ansatte": staff})
                last = said.setdefault(number, {})
                for field, theirs in {"navn": navn, "antall_ansatte": staff}.items():
                    if theirs is None:
                        continue
                    untouched = known[field] == last.get(field)
                    if theirs != last.get(field) and untouched:
                        known[field] = theirs
                    last[field] = theirs
            found = {b.organisasjonsnummer: vars(b) for b in load(folder).bedrifter}
            assert {n: {f: found[n][f] for f in known} for n, known in ours.items()} == ours
            again = compared(folder, table, said=read_snapshot(folder, "liste"))
            assert again.counts.same == len(told)
            if done.new or done.changes:
                after = contents(folder)
                undo_import(folder)
                assert contents(folder) == before
                brought_in(folder, table)
                assert contents(folder) == after


def edit_by_hand(folder: Path, number: str, navn: str, staff: int | None) -> None:
    """Write other values over those of a company's table, as an editor would."""
    path = folder / "bedrifter/os.toml"
    tables = path.read_text("utf-8").split("[[bedrift]]\n")
    at = next(n for n, table in enumerate(tables) if number in table)
    kept = [
        line
        for line in tables[at].splitlines()
        if not line.startswith(("navn", "antall_ansatte")) and line
    ]
    kept += [f"navn = '{navn}'  # seen there"]
    kept += [] if staff is None else [f"antall_ansatte = {staff}"]
    tables[at] = "\n".join([*kept, "", ""])
    path.write_text("[[bedrift]]\n".join(tables), "utf-8")


def test_a_change_leaves_every_other_byte(write: Write) -> None:
    own = (
        "\ufeff# our list\r\n[[bedrift]]  # a friend\r\norganisasjonsnummer = "
        f'\'{A}\'\r\nkommunenummer = "3430" # Os\r\nnavn =   "Sag AS"   # the mill\r\n'
        '[bedrift.kontakt]\r\nnavn = "Sol"\r\n# at the end\r\n'
    )
    folder = write({})
    (folder / "bedrifter").mkdir()
    path = folder / "bedrifter/mine.toml"
    path.write_bytes(own.encode())
    brought_in(folder, write_table(folder, f"orgnr,navn,kommune\n{A},Sag AS,Os\n"))
    assert path.read_bytes() == own.encode()
    renamed = f"orgnr,navn,kommune,ansatte\n{A},Saga «AS»,Os,4\n"
    brought_in(folder, write_table(folder, renamed))
    expected = own.replace('"Sag AS"', '"Saga «AS»"').replace(
        "# the mill\r\n", "# the mill\r\nantall_ansatte = 4\r\n"
    )
    assert path.read_bytes() == expected.encode()
    undo_import(folder)
    assert path.read_bytes() == own.encode()


def test_what_changed_since_stays_when_an_import_is_taken_back(write: Write) -> None:
    folder = write({"bedrifter/os.toml": bedrift(A, "Sag AS")})
    before = (folder / "bedrifter/os.toml").read_text("utf-8")
    rows = [f"{A},Saga AS,Os,4", f"{B},Elv AS,Os,2", f"{C},Fjell AS,Os,1"]
    brought_in(folder, write_table(folder, f"orgnr,navn,kommune\n{A},Sag AS,Os\n"))
    brought_in(folder, write_table(folder, "\n".join(["orgnr,navn,kommune,ansatte", *rows])))
    path = folder / "bedrifter/os.toml"
    path.write_text(path.read_text("utf-8").replace("Elv AS", "Elven AS"), "utf-8")
    undone = undo_import(folder)
    assert undone.kept == {"bedrifter/os.toml": 1}
    left = {b.organisasjonsnummer: b for b in load(folder).bedrifter}
    assert set(left) == {A, B}
    assert (left[A].navn, left[A].antall_ansatte, left[B].navn) == ("Sag AS", None, "Elven AS")
    assert path.read_text("utf-8").startswith(before)
    with pytest.raises(RequestError, match="no import to undo"):
        undo_import(folder)


def test_companies_in_square_brackets_are_refused_and_nothing_is_written(write: Write) -> None:
    inline_list = (
        f'bedrift = [{{ organisasjonsnummer = "{A}", navn = "Sag AS", kommunenummer = "3430" }}]\n'
    )
    folder = write({"bedrifter/os.toml": inline_list})
    brought_in(folder, write_table(folder, f"orgnr,navn,kommune\n{A},Sag AS,Os\n"))
    before = contents(folder)
    table = write_table(folder, f"orgnr,navn,kommune\n{A},Saga AS,Os\n{B},Ny AS,Os\n")
    with pytest.raises(RequestError, match="separate tables"):
        brought_in(folder, table)
    assert {**before, "uttrekk.csv": b""} == {**contents(folder), "uttrekk.csv": b""}


@pytest.mark.parametrize(
    ("navn", "kommune", "expected"),
    [
        ("Fjellbakeriet", "Os", A),
        ("FJELLBAKERIET A/S", "", A),
        ("Bakeriet i fjellet", "Os", "no company in the municipality has this name"),
        ("Sag", "", "it may be"),
        ("Sag", "Tynset", C),
        ("Sag", "Røros", "no company in the municipality has this name"),
    ],
)
def test_a_row_without_a_number_is_told_by_name_and_place(
    write: Write, navn: str, kommune: str, expected: str
) -> None:
    tables = (
        bedrift(A, "Fjellbakeriet AS"),
        bedrift(B, "Sag AS"),
        bedrift(C, "Sag AS", kommunenummer="3427"),
    )
    folder = write({"bedrifter/os.toml": "".join(tables)})
    path = write_table(folder, f"navn,kommune,ansatte\n{navn},{kommune},7\n")
    with pytest.raises(RequestError, match="no column for organisasjonsnummer"):
        compared(folder, path)
    records = load(folder)
    with open_table(path, most_mb=1) as table:
        read = read_list(records, table, {}, by_name=True)
    found = compare(read, records, {}, lambda _: False, file="", source=SOURCE, dry_run=True)
    if found.rejected:
        assert expected in str(found.rejected[0].reason)
    else:
        assert found.fields == {expected: {"antall_ansatte": 7}}
        assert (found.by_name[0].likeness or 0) >= 90


def test_shared_names_get_a_file_each(write: Write) -> None:
    folder = write({})
    text = f"orgnr,navn,kommune\n{A},Sør,3114\n{B},Nord,Våler (Innlandet)\n{C},Midt,Midt-Telemark\n"
    report = compared(folder, write_table(folder, text))
    written = bring_in(folder, report.new, load(folder).kommuner)
    assert [p.name for p in written] == [
        "midt-telemark.toml",
        "vaaler-3114.toml",
        "vaaler-3419.toml",
    ] or [p.name for p in written] == ["midt-telemark.toml", "valer-3114.toml", "valer-3419.toml"]


def test_columns_can_be_mapped(write: Write) -> None:
    folder = write({})
    path = write_table(folder, f"Nummer,Hva,Hvor\n{A},Sag AS,Os\n")
    with pytest.raises(RequestError, match="no column for organisasjonsnummer, navn, kommune"):
        compared(folder, path)
    columns = {"organisasjonsnummer": "Nummer", "navn": "Hva", "kommune": "Hvor"}
    assert len(compared(folder, path, columns).new) == 1
    for wrong in ({"farge": "Hva"}, {"navn": "Ikke der"}):
        with pytest.raises(RequestError):
            compared(folder, path, {**columns, **wrong})


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no rows"),
        (b"Org. nr.,Navn\n", "no rows"),
        (b"a\0b,c\n1,2\n", "not a text file"),
        (b'a,b\n"open,2\n', "not valid CSV"),
    ],
)
def test_what_is_no_table_is_refused(write: Write, content: bytes, words: str) -> None:
    folder = write({})
    (folder / "x.csv").write_bytes(content)
    with pytest.raises(RequestError, match=words):
        compared(folder, folder / "x.csv")
    with pytest.raises(RequestError, match="cannot be read"):
        compared(folder, folder / "ikke.csv")


def test_a_real_register_extract(write: Write) -> None:
    if not TELEMARK.exists():
        pytest.skip(f"{TELEMARK} is not here")
    folder = write({})
    elsewhere = compared(folder, TELEMARK)
    assert (elsewhere.counts.rows, elsewhere.outside) == (0, 15922)
    numbers = ", ".join(
        f'"{k.kommunenummer}"' for k in load(folder).kommuner if k.fylkesnummer == "40"
    )
    (folder / "hageplan.toml").write_text(f"[naeringshage]\ndekker = [{numbers}]\n", "utf-8")
    report = compared(folder, TELEMARK)
    assert (len(report.new), len(report.rejected)) == (15922, 0)
    bring_in(folder, report.new, load(folder).kommuner)
    workspace = load(folder)
    assert sum(b.antall_ansatte is None for b in workspace.bedrifter) == 13654
    assert compared(folder, TELEMARK).counts.same == 15922


def test_companies_with_tables_of_their_own_survive_being_written(write: Write) -> None:
    folder = write({})
    example = load()
    bring_in(folder, example.bedrifter, example.kommuner)
    written = {b.organisasjonsnummer: b for b in load(folder).bedrifter}
    assert written == {b.organisasjonsnummer: b for b in example.bedrifter}


def workbook(path: Path, *sheets: tuple[str, Sequence[Sequence[object]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def read_book(
    folder: Path, path: Path, sheet: str | None = None, most_mb: int = 100
) -> CompanyImport:
    records = load(folder)
    with open_workbook(path, sheet, most_mb) as table:
        read = read_list(records, table, {})
    return compare(read, records, {}, lambda _: False, file="", source=SOURCE, dry_run=True)


HEADINGS = ["Org. nr.", "Navn", "Kommune", "Ansatte"]


def test_a_workbook_is_read_as_excel_shows_it(write: Write) -> None:
    folder = write({})
    rows: Sequence[Sequence[object]] = [
        HEADINGS,
        [int(A), "Sag AS", "Os", 12.0],
        [f"{B[:3]} {B[3:6]} {B[6:]}", "Elv AS", 3430.0, None],
        [None, None, None, None],
        [float(C), "Fjell AS", "Ingensted", 1],
    ]
    found = read_book(folder, workbook(folder / "l.xlsx", ("Liste", rows), ("Tom", [])))
    new = {b.organisasjonsnummer: (b.navn, b.kommunenummer, b.antall_ansatte) for b in found.new}
    assert new == {A: ("Sag AS", "3430", 12), B: ("Elv AS", "3430", None)}
    assert [r.line for r in found.rejected] == [5]


def test_several_sheets_must_be_chosen_from(write: Write) -> None:
    folder = write({})
    one: list[list[object]] = [[*HEADINGS], [A, "Sag AS", "Os", 1]]
    other: list[list[object]] = [[*HEADINGS], [B, "Elv AS", "Os", 1]]
    path = workbook(folder / "l.xlsx", ("Vår", one), ("Høst", other))
    with pytest.raises(RequestError, match="has rows in several sheets: Vår, Høst"):
        read_book(folder, path)
    assert [b.organisasjonsnummer for b in read_book(folder, path, "Høst").new] == [B]
    with pytest.raises(RequestError, match="has no sheet «Sommer»"):
        read_book(folder, path, "Sommer")


def test_a_formula_that_was_never_reckoned_is_named_with_its_row(write: Write) -> None:
    folder = write({})
    rows: list[list[object]] = [[*HEADINGS], [A, "Sag AS", "Os", 1], [B, "Elv AS", "Os", "=D2+1"]]
    with pytest.raises(RequestError, match=r"l\.xlsx:3: the formula in column 4 has no value"):
        read_book(folder, workbook(folder / "l.xlsx", ("Liste", rows)))


def test_what_unpacks_to_too_much_is_refused_before_it_is_unpacked(write: Write) -> None:
    folder = write({})
    rows: list[list[object]] = [[*HEADINGS], *([A, "x" * 30_000, "Os", 1] for _ in range(70))]
    path = workbook(folder / "l.xlsx", ("Liste", rows))
    assert path.stat().st_size < 100_000
    with pytest.raises(RequestError, match="larger than 1 MB"):
        read_book(folder, path, most_mb=1)
    packed = folder / "l.csv.gz"
    packed.write_bytes(gzip.compress(b"orgnr,navn,kommune\n" + b"," * 20_000_000))
    with pytest.raises(RequestError, match="larger than 1 MB"), open_table(packed, 1):
        pass


def test_a_packed_csv_is_read_and_one_cut_off_is_refused(write: Write) -> None:
    folder = write({})
    packed = gzip.compress(TABLE.encode())
    path = folder / "l.csv.gz"
    path.write_bytes(packed)
    assert len(compared(folder, path).new) == 6
    path.write_bytes(packed[:-20])
    with pytest.raises(RequestError, match="incomplete or damaged"):
        compared(folder, path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04rest", "a workbook, not a CSV file"),
        (
            b"orgnr,navn,kommune\n1,2,3\n1," + b"x" * 10_000_000 + b",3\n",
            r":3 is not valid CSV",
        ),
        (b'orgnr,navn,kommune\n1,"' + b"x" * 10_000_000 + b'",3\n', r":2 is not valid CSV"),
    ],
)
def test_odd_files_are_refused_with_the_row(write: Write, content: bytes, words: str) -> None:
    folder = write({})
    (folder / "x.csv").write_bytes(content)
    with pytest.raises(RequestError, match=words):
        compared(folder, folder / "x.csv")


def test_line_breaks_in_cells_are_part_of_them(write: Write) -> None:
    folder = write({})
    text = f'orgnr,navn,kommune,adresse\n{A},Sag AS,Os,"Vegen 1\n2550 Os"\n{B},Elv,Ingen,\n'
    found = compared(folder, write_table(folder, text))
    assert found.new[0].adresse == "Vegen 1 2550 Os"
    assert [r.line for r in found.rejected] == [4]


def test_rows_of_other_municipalities_are_passed_over(write: Write) -> None:
    folder = write({})
    path = write_table(folder)
    records = load(folder)
    with open_table(path, 1) as table:
        read = read_list(records, table, {}, kommuner=["Tynset"])
    found = compare(read, records, {}, lambda _: False, file="", source=SOURCE, dry_run=True)
    assert (found.counts.rows, found.outside) == (0, 11)


OWN = """Bedrifter i Os og Tynset, november 2026;;;;;;;;
;;;;;;;;
Org nr.;Firmanavn;Komm.;Antall ansatte;Kontaktperson;Mobil;E-post;Medlem;Merknad;Sist ringt
="{a}";Sag AS;Os kommune;ca. 10;Nils Eksempel;99 00 00 00;nils@sag.example;Ja;Ring først;i går
{b};Elv;3430;5;;;;kanskje;;
{c};#REF!;Os;;;;;;;
"""


def own_list(folder: Path, text: str = "") -> Path:
    b = f"{B[:3]}.{B[3:6]}.{B[6:]}"
    return write_table(folder, text or OWN.format(a=A, b=b, c=C))


def test_an_adviser_s_own_list_comes_in_with_contacts(write: Write) -> None:
    """Below a title, with headings and cells as people write them; what isn't used is named."""
    folder = write({})
    found = brought_in(folder, own_list(folder))
    records = {b.organisasjonsnummer: b for b in load(folder).bedrifter}
    assert set(records) == {A}
    assert (records[A].kontakt.navn, records[A].kontakt.telefon, records[A].kontakt.epost) == (
        "Nils Eksempel",
        "99 00 00 00",
        "nils@sag.example",
    )
    assert (records[A].status, records[A].notat, records[A].antall_ansatte) == (
        "medlem",
        "Ring først",
        10,
    )
    assert found.left_out == ()
    assert [(r.line, str(r.reason)) for r in found.rejected] == [
        (5, "status: the meaning of «kanskje» is not given"),
        (6, "navn: «#REF!» is not allowed here"),
    ]
    remembered = (folder / "kilder/liste.toml").read_text("utf-8")
    assert not any(word in remembered for word in ("Nils", "99 00", "nils@", "Ring først"))
    assert brought_in(folder, own_list(folder)).counts.same == 1


@pytest.mark.parametrize(
    "kontakt",
    [{"rolle": "daglig leder"}, {"navn": "nils eksempel", "telefon": "+47 99000000"}],
    ids=["no name", "the same"],
)
def test_a_contact_is_filled_in(write: Write, kontakt: dict[str, str]) -> None:
    own = bedrift(A, "Sag AS", kontakt=kontakt, status="medlem") + "# slutt\n"
    folder = write({"bedrifter/os.toml": own})
    found = brought_in(folder, own_list(folder))
    company = load(folder).bedrifter[0]
    assert company.kontakt.epost == "nils@sag.example"
    assert company.kontakt.rolle == kontakt.get("rolle", "")
    assert company.kontakt.navn == kontakt.get("navn", "Nils Eksempel")
    assert [d.field for d in found.kept] == []
    undo_import(folder)
    assert (folder / "bedrifter/os.toml").read_text("utf-8") == own


@pytest.mark.parametrize(
    "kontakt",
    [
        {"navn": "Kari Eksempel"},
        {"telefon": "62 48 00 00"},
        {"rolle": "leder", "samtykke": date(2026, 1, 1)},
    ],
    ids=["another name", "another phone", "consent"],
)
def test_what_is_of_another_person_is_not_mixed_in(write: Write, kontakt: dict[str, Any]) -> None:
    """An address that somebody else gave would be under this one's name and consent."""
    inside = ", ".join(f"{k} = {v if k == 'samtykke' else repr(v)}" for k, v in kontakt.items())
    own = f"{bedrift(A, 'Sag AS').rstrip()}\nkontakt = {{ {inside} }}\n"
    folder = write({"bedrifter/os.toml": own})
    found = brought_in(folder, own_list(folder))
    assert f"kontakt = {{ {inside} }}\n" in (folder / "bedrifter/os.toml").read_text("utf-8")
    assert {d.field for d in found.kept} >= {"kontakt.navn", "kontakt.telefon", "kontakt.epost"}


def test_a_person_s_name_is_no_company_s(write: Write) -> None:
    folder = write({})
    text = f"Bedrift;Org.nr;Kommune;Navn\nElv AS;{A};Os;Kari Nordmann\n"
    (company,) = compared(folder, write_table(folder, text)).new
    assert company.navn == "Elv AS"


def test_rows_without_a_municipality_are_rejected_not_passed_over(write: Write) -> None:
    folder = write({})
    path = write_table(folder, f"orgnr,navn,kommune\n{A},Sag AS,\n{B},Elv,Os\n{C},By,Tynset\n")
    found = compared(folder, path, kommuner=["Os"])
    assert [str(r.reason) for r in found.rejected] == ["kommune is empty"]
    assert (len(found.new), found.outside) == (1, 1)


ODD = """Org.nr;Navn;Kommune;Mobil;E-post;Medlem;Postnr
NO {a} MVA;Sag AS;3430 Os;'+47 99 00 00 00;mailto:a@b.no;x;N-2550
{b};Elv;Os (3430);;to adresser a@b.no, c@d.no;Nei;2550 Os
"""


def test_what_people_write_in_cells_is_understood(write: Write) -> None:
    folder = write({})
    found = compared(folder, write_table(folder, ODD.format(a=A, b=B)))
    sag, elv = found.new
    assert (sag.organisasjonsnummer, sag.kommunenummer, sag.postnummer) == (A, "3430", "2550")
    assert (sag.kontakt.telefon, sag.kontakt.epost) == ("+47 99 00 00 00", "a@b.no")
    assert (sag.status, elv.status, elv.postnummer) == ("medlem", "prospekt", "2550")
    assert [str(r.reason).partition(":")[0] for r in found.left_out] == ["epost"]


@pytest.mark.parametrize(
    "content",
    [
        "sep=|\norgnr|navn|kommune\n{a}|Sag, AS|Os\n{b}|Elv, Å|Os\n".encode(),
        "orgnr\tnavn\tkommune\n{a}\tSag, AS\tOs\n{b}\tElv, Å\tOs\n".encode("utf-16"),
        "Liste, med, mange, komma\norgnr;navn;kommune\n{a};Sag, AS;Os\n{b};Elv, Å;Os\n".encode("cp1252"),
    ],
    ids=["sep", "utf-16", "title"],
)  # fmt: skip
def test_what_spreadsheets_save_is_read(write: Write, content: bytes) -> None:
    folder = write({})
    path = folder / "l.csv"
    is_wide = content[:2] == codecs.BOM_UTF16
    for sign, number in (("{a}", A), ("{b}", B)):
        kind = "utf-16-le" if is_wide else "ascii"
        content = content.replace(sign.encode(kind), number.encode(kind))
    path.write_bytes(content)
    assert [b.navn for b in compared(folder, path).new] == ["Sag, AS", "Elv, Å"]


def test_a_list_of_one_municipality_needs_no_column_for_it(write: Write) -> None:
    folder = write({})
    path = write_table(folder, f"orgnr,navn\n{A},Sag AS\n")
    with pytest.raises(RequestError, match="kommune"):
        compared(folder, path)
    (company,) = compared(folder, path, kommuner=["Os"]).new
    assert company.kommunenummer == "3430"


def test_whom_the_source_does_not_tell_of_any_more_is_named(write: Write) -> None:
    folder = write({})
    brought_in(folder, write_table(folder))
    found = brought_in(folder, write_table(folder, f"orgnr,navn,kommune\n{A},Sag AS,Os\n"))
    assert {b.organisasjonsnummer for b in found.missing} == {B, D, *NUMBERS[6:9]}
    assert found.counts.model_dump() == {
        "rows": 1, "new": 0, "changed": 0, "same": 1, "gone": 0, "rejected": 0,
    }  # fmt: skip
    elsewhere = compared(folder, folder / "uttrekk.csv", said=found.snapshot, kommuner=["Tynset"])
    assert elsewhere.missing == ()


def test_what_the_log_refers_to_stays_when_an_import_is_taken_back(write: Write) -> None:
    folder = write({})
    brought_in(folder, write_table(folder))
    visit = Henvendelse(organisasjonsnummer=B, tid=datetime(2026, 11, 2, 10), medarbeider="kari")
    append_entries(folder, 2026, [visit])
    undone = undo_import(folder)
    assert undone.kept == {"bedrifter/os.toml": 1}
    assert [b.organisasjonsnummer for b in load(folder).bedrifter] == [B]


@pytest.mark.parametrize(
    "undo",
    [
        b"",
        b'{"command": "x", "fi',
        b'{"command": "x", "whole": {"../offer.txt": null}}',
        b'{"command": "x", "whole": {"../offer.txt": "nytt"}}',
        b'{"command": "x", "whole": {"bedrifter/../../offer.txt": null}}',
        b'{"command": "x", "files": {"hageplan.toml": {"added": "n"}}}',
        b'{"command": "x", "whole": {"/tmp/offer.toml": null}}',
        b'{"command": "x", "files": {"kilder/..\\\\x.toml": {}}}',
    ],
)
def test_what_others_wrote_is_no_way_to_undo(write: Write, undo: bytes) -> None:
    folder = write({"bedrifter/os.toml": bedrift(NUMBERS[0])})
    victim = folder.parent / "offer.txt"
    victim.write_text("gammelt", "utf-8")
    (folder / ".hageplan").mkdir()
    (folder / ".hageplan/angre.json").write_bytes(undo)
    before = {path: path.read_bytes() for path in folder.rglob("*.toml")}
    done = hageplan("import", "undo", "-w", str(folder), "--lang", "en")
    assert done.code == 1
    assert "angre.json is damaged" in " ".join(done.err.split())
    assert victim.read_text("utf-8") == "gammelt"
    assert {path: path.read_bytes() for path in folder.rglob("*.toml")} == before


@pytest.mark.parametrize("table", ["", "=", "[[bedrift]]", "x = 1", "[[a]]\n[[b]]", "a = [[1]]"])
def test_what_no_import_added_is_not_taken_out(write: Write, table: str) -> None:
    folder = write({"bedrifter/os.toml": bedrift(NUMBERS[0])})
    (folder / ".hageplan").mkdir()
    undo = {"command": "x", "files": {"bedrifter/os.toml": {"tables": [table]}}}
    (folder / ".hageplan/angre.json").write_text(json.dumps(undo), "utf-8")
    before = (folder / "bedrifter/os.toml").read_bytes()
    assert hageplan("import", "undo", "-w", str(folder)).code == 0
    assert (folder / "bedrifter/os.toml").read_bytes() == before
