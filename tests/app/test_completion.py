"""What shells offer: the real shells with the scripts that `--show-completion` prints."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hageplan
from hageplan.command import completion
from hageplan.upkeep.create import create_workspace, new_workspace
from hageplan.workspace.partial import read_kommuner
from tests.conftest import NUMBERS, Write, bedrift

pytestmark = pytest.mark.slow

Complete = Callable[..., list[str]]

BASH = """
eval "$(_HAGEPLAN_COMPLETE=source_bash hageplan)"
COMP_WORDS=({words})
COMP_CWORD={at}
_hageplan_completion hageplan
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
FISH = """
_HAGEPLAN_COMPLETE=source_fish hageplan | source
complete -C {line}
"""
ZSH = """
zmodload zsh/zpty
zpty z zsh -f -i
typeset seen
until_seen() {{
    local piece
    repeat 200; do
        while zpty -r -t z piece; do seen+=$piece; done
        [[ $seen == *$1* ]] && return
        sleep 0.1
    done
    exit 1
}}
zpty -w z 'stty -echo; autoload -Uz compinit; compinit -u -D; LISTMAX=9999'
zpty -w z 'eval "$(_HAGEPLAN_COMPLETE=source_zsh hageplan)"; print rea""dy'
until_seen ready
seen=
zpty -w -n z {line}$'\\t'
until_seen {wanted}
"""


@pytest.fixture
def shells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put `hageplan` on the path of shells, in English, and return a folder without a workspace."""
    shim = tmp_path / "bin/hageplan"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m hageplan "$@"\n')
    shim.chmod(0o755)
    monkeypatch.setenv("PATH", f"{shim.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(Path(hageplan.__file__).parents[1]))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    for name in ("HAGEPLAN_LANG", "HAGEPLAN_WORKSPACE", "COMP_WORDS"):
        monkeypatch.delenv(name, raising=False)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    return elsewhere


def in_shell(name: str, script: str, cwd: Path) -> list[str]:
    """Return the lines that a shell prints; nothing may stand on standard error."""
    program = shutil.which(name)
    if program is None:
        pytest.skip(f"{name} is not installed")
    bare = {"bash": ["--norc"], "fish": ["--no-config"], "zsh": ["-f"]}[name]
    done = subprocess.run(
        [program, *bare, "-c", script],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.stderr == ""
    return [line for line in done.stdout.splitlines() if line]


def in_bash(cwd: Path, *words: str) -> list[str]:
    """Return what bash offers for the last of the words, which are written as they were typed."""
    quoted = " ".join(map(shlex.quote, ("hageplan", *words)))
    return in_shell("bash", BASH.format(words=quoted, at=len(words)), cwd)


def in_fish(cwd: Path, line: str) -> list[str]:
    """Return what fish offers at the end of the line, with help behind a tab."""
    return in_shell("fish", FISH.format(line=shlex.quote(f"hageplan {line}")), cwd)


def zsh_shows(cwd: Path, line: str, wanted: str) -> bool:
    """Tell whether zsh shows `wanted` when the tabulator is pressed at the end of the line."""
    script = ZSH.format(line=shlex.quote(f"hageplan {line}"), wanted=shlex.quote(wanted))
    in_shell("zsh", script + "print done", cwd)
    return True


def asked(line: str, cwd: Path, shell: str = "fish") -> subprocess.CompletedProcess[str]:
    """Ask as a shell does, without the shell."""
    return subprocess.run(
        [sys.executable, "-m", "hageplan"],
        cwd=cwd,
        env={
            **os.environ,
            "_HAGEPLAN_COMPLETE": f"complete_{shell}",
            "_TYPER_COMPLETE_FISH_ACTION": "get-args",
            "_TYPER_COMPLETE_ARGS": f"hageplan {line}",
        },
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


ENTRIES = """
[[avtale]]
id = "avtale-1"
organisasjonsnummer = "301877250"
tid = 2026-12-01T10:00:00
medarbeider = "sigrid"

[[avtale]]
id = "avtale-2"
organisasjonsnummer = "332961888"
tid = 2026-12-01T12:00:00
status = "avlyst"

[[avtale]]
organisasjonsnummer = "no number"

[[henvendelse]]
organisasjonsnummer = "310000000"
tid = 2026-11-10T09:00:00

[[henvendelse]]
id = "h-20261109"
organisasjonsnummer = "310000000"
tid = 2026-11-09T09:00:00
"""


@pytest.fixture
def hage(shells: Path) -> Path:
    """Make the example region a workspace, with two saved plans and some entries."""
    folder = shells.parent / "hage"
    create_workspace(folder, new_workspace(folder, (), demo=True))
    for name in ("2026-11-20-1", "2026-11-23-2"):
        (folder / "planer").mkdir(exist_ok=True)
        (folder / f"planer/{name}.toml").write_text("", encoding="utf-8")
    (folder / "logg/2027.toml").write_text(ENTRIES, encoding="utf-8")
    return folder


def test_bash_offers_words_that_it_reads_as_one(hage: Path) -> None:
    assert in_bash(hage, "pla") == ["plan"]
    assert in_bash(hage, "plan", "--kommune", "Ty") == ["Tynset"]
    assert in_bash(hage, "plan", "--kommune", "ty") == ["tynset"]
    assert in_bash(hage, "plan", "--kommune", "Ro") == ["Roros"]  # no ø on this keyboard
    assert in_bash(hage, "plan", "--kommune", "Midtre") == [r"Midtre\ Gauldal"]
    assert in_bash(hage, "plan", "--kommune", "Midtre\\ ") == [r"Midtre\ Gauldal"]
    assert in_bash(hage, "plan", "--kommune", '"Midtre G') == ["Midtre Gauldal"]
    assert in_bash(hage, "plan", "--kommune", "=", "Ty") == ["Tynset"]  # as bash parts them
    assert set(in_bash(hage, "plan", "--kommune", "Våler")) == {
        r"Våler\ \(Innlandet\)",
        r"Våler\ \(Østfold\)",
    }


def test_bash_asks_in_the_workspace_that_the_line_names(shells: Path, hage: Path) -> None:
    assert in_bash(shells, "show", "-w", str(hage), "") == [
        "latest",
        "2026-11-23-2",
        "2026-11-20-1",
    ]
    assert in_bash(shells, "show", "-w", "~/hage", "2026-11-2")[0] == "2026-11-23-2"
    assert in_bash(shells, "show", "--workspace", "=", str(hage), "la") == ["latest"]
    assert in_bash(shells, "show", "-w", "nowhere", "") == []


def test_fish_offers_with_help(hage: Path) -> None:
    assert in_fish(hage, "plan --kommune Ty") == ["Tynset\t3427 Innlandet"]
    assert in_fish(hage, "plan --kommune=Ty") == ["--kommune=Tynset\t3427 Innlandet"]
    assert in_fish(hage, "plan --kommune 'Midtre ") == ["Midtre Gauldal\t5027 Trøndelag"]
    assert in_fish(hage, "slots 30187") == ["301877250\tIsglefse Bakeri AS"]
    assert in_fish(hage, "import csv hageplan.t") == ["hageplan.toml"]  # files, where we know none


def test_zsh_completes(hage: Path) -> None:
    assert zsh_shows(hage, "plan --kommune Midtr", r"Midtre\ Gauldal")
    assert zsh_shows(hage, "plan --kommune=Tyn", "--kommune=Tynset")
    assert zsh_shows(hage, 'plan --kommune "Midtre ', '"Midtre Gauldal"')
    assert zsh_shows(hage, "slots 30187", "301877250")


def test_zsh_completes_files_where_nothing_is_known(hage: Path) -> None:
    assert asked("plan --csv pl", hage, "zsh").stdout.strip() == "_files"
    assert asked("plan --csv=pl", hage, "zsh").stdout.strip() == "_files"


@pytest.mark.usefixtures("shells")
def test_no_shell_takes_text_from_records_for_a_command(write: Write) -> None:
    name = "Pål's \\$(touch A) $(touch B) `touch C` [/b] \"AS\": '; touch D; \x1b[31m"
    second = bedrift(NUMBERS[1], "Gytt AS")
    folder = write({"bedrifter/os.toml": bedrift(NUMBERS[0], name) + second})
    before = sorted(folder.iterdir())
    assert zsh_shows(folder, "bedrift ", NUMBERS[1])
    assert in_bash(folder, "slots", "") == ["gytt", "pal"]
    assert in_bash(folder, "bedrift", "P") == []  # such a name is no word for a shell
    assert in_bash(folder, "bedrift", "gy") == ["gytt"]
    (_other, shown) = in_fish(folder, "slots ")
    assert "touch A" in shown
    assert shown.isprintable() or set(filter(lambda sign: not sign.isprintable(), shown)) == {"\t"}
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize(
    ("line", "first"),
    [
        ("plan --kommune ", "Røros\t5025 Trøndelag"),
        ("score -k 343", "3430\tOs"),
        ("init ny --kommune Tyd", "Tydal\t5033 Trøndelag"),  # not of the region
        ("plan --medarbeider ", "sigrid\tSigrid"),
        ("book 301877250 --medarbeider o", "ola\tOla"),
        ("log 301877250 --ansvarlig s", "sigrid\tSigrid"),
        ("followup --medarbeider ", "sigrid\tSigrid"),
        ("plan --from-plan ", "latest\t2026-11-23-2"),
        ("compare 2026-11-20", "2026-11-20-1\tA saved plan"),
        ("slots 301877250 --plan l", "latest\t2026-11-23-2"),
        ("plan --must 30187", "301877250\tIsglefse Bakeri AS"),
        ("bedrift isg", "isglefse-bakeri\tIsglefse Bakeri AS (301877250)"),
        ("plan --without isglefse-b", "isglefse-bakeri\tIsglefse Bakeri AS (301877250)"),
        ("privacy forget isglefse-t", "isglefse-teknologi\tIsglefse Teknologi AS (332961888)"),
        ("cancel isg", "isglefse-bakeri\t01.12.2026 10:00 Isglefse Bakeri AS"),
        ("bedrift isglefse\\ b", "isglefse bakeri as\t301877250"),
        ("log Isglefse\\ B", "Isglefse Bakeri AS\t301877250"),
        ("log s", "show"),
        ("log show 30187", "301877250\tIsglefse Bakeri AS"),
        ("log fix h-202611", "h-20261110-0900-310000000\t10.11.2026 09:00 310000000"),
        ("cancel a", "avtale-1\t01.12.2026 10:00 Isglefse Bakeri AS"),
        ("move 30", "301877250\t01.12.2026 10:00 Isglefse Bakeri AS"),
        ("done av", "avtale-1\t01.12.2026 10:00 Isglefse Bakeri AS"),
        ("match i", "introduce"),
        ("match introduce 301877250 33296", "332961888\tIsglefse Teknologi AS"),
        ("privacy fo", "forget\tErase a person or a company everywhere"),
        ("privacy reserve 30187", "301877250\tIsglefse Bakeri AS"),
    ],
)
def test_what_is_offered(
    line: str, first: str, hage: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HAGEPLAN_LANG", "en")
    done = asked(line, hage)
    assert (done.stdout.splitlines()[0], done.stderr) == (first, "")


BROKEN = {
    "no TOML": {
        "hageplan.toml": "[naeringshage\n",
        "bedrifter/a.toml": "navn = ",
        "kommuner.toml": "x",
    },
    "not UTF-8": {"hageplan.toml": "\udcff", "bedrifter/a.toml": "\udcff"},
    "other types": {
        "hageplan.toml": 'naeringshage = 3\nmedarbeider = "kari"\n',
        "bedrifter/a.toml": "bedrift = 3\n",
        "kommuner.toml": "kommune = [3]\n",
        "planer": "a file",
        "logg/2026.toml": "avtale = 3\nhenvendelse = 4\n",
    },
    "other types inside": {
        "hageplan.toml": "medarbeider = [3]\n[naeringshage]\ndekker = [3, {}]\n",
        "bedrifter/a.toml": "bedrift = [3, {}]\n",
        "kommuner.toml": "kommune = 3\n",
    },
}


@pytest.mark.parametrize("files", BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize(
    "line",
    [
        "plan --kommune \udcff",
        "plan --medarbeider ",
        "slots ",
        "cancel ",
        "log fix ",
        "log ab",
        "show ",
        "plan '",
    ],
)
def test_broken_files_give_no_error(files: dict[str, str], line: str, shells: Path) -> None:
    for name, text in files.items():
        path = shells / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", errors="surrogateescape")
    done = asked(line, shells)
    assert "Traceback" not in done.stdout
    assert done.stderr == ""
    assert done.stdout.split("\t")[0].strip() in ("", "latest")


def test_completion_is_installed(shells: Path) -> None:
    environ = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    done = subprocess.run(
        ["hageplan", "--install-completion", "bash"],
        cwd=shells,
        env={**os.environ, **environ},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    script = shells.parent / ".bash_completions/hageplan.sh"
    assert str(script) in (shells.parent / ".bashrc").read_text()
    words = BASH.replace('eval "$(_HAGEPLAN_COMPLETE=source_bash hageplan)"', f"source {script}")
    assert in_shell("bash", words.format(words="hageplan slo", at=1), shells) == ["slots"]


CATALOGUE = read_kommuner()
WITHOUT_NORWEGIAN_KEYS = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})
SPELLINGS: Sequence[Callable[[str], str]] = (
    str,
    str.lower,
    str.upper,
    lambda name: name.casefold().translate(WITHOUT_NORWEGIAN_KEYS),
)


@given(st.sampled_from(list(CATALOGUE)), st.sampled_from(SPELLINGS), st.integers(1, 30))
def test_what_is_offered_for_a_name_means_it(
    kommune: Any, spelled: Callable[[str], str], length: int
) -> None:
    typed = spelled(kommune.navn)[:length]
    offers = completion.all_kommuner(SimpleNamespace(params={}), typed)  # type: ignore[arg-type]
    meant = {found.kommunenummer for v, _ in offers for found in CATALOGUE.matching(v)}
    assert kommune.kommunenummer in meant
    assert all(value.startswith(typed) for value, _ in offers)
    assert all(len(CATALOGUE.matching(value)) == 1 for value, _ in offers)


def test_long_lists_are_cut_and_keep_what_all_begin_with(write: Write) -> None:
    tables = "".join(
        f'[[bedrift]]\norganisasjonsnummer = "{number}"\nnavn = "N"\n'
        for number in [*range(310000000, 310001000), 320000000]
    )
    context: Any = SimpleNamespace(params={"workspace": write({"bedrifter/a.toml": tables})})
    offered = [value for value, _ in completion.bedrifter(context, "3")]
    assert len(offered) == completion.MOST
    assert (offered[0][:3], offered[-1][:3]) == ("310", "320")
