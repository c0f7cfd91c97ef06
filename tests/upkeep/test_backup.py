"""Backups, restoring and mending by the real command."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.conftest import NUMBERS, SETTINGS, Run, Write, bedrift
from tests.documents import document

LOG = f'[[henvendelse]]\nid = "h-1"\norganisasjonsnummer = "{NUMBERS[0]}"\ntid = 2026-05-01 10:00:00\n'
EN = ("--lang", "en")


@pytest.fixture
def folder(write: Write) -> Path:
    return write(
        {
            "hageplan.toml": SETTINGS,
            "bedrifter/os.toml": bedrift(NUMBERS[0]) + bedrift(NUMBERS[1]),
            "logg/2026.toml": LOG,
        }
    )


def archives(folder: Path) -> list[Path]:
    return sorted((folder / "sikkerhetskopier").glob("*.zip"))


def test_a_backup_that_sha256sum_finds_whole(run: Run, folder: Path, tmp_path: Path) -> None:
    done = run("backup", "-w", folder, "--json")
    made = document(done.stdout)
    assert (done.returncode, made["files"]) == (0, 3)
    assert Path(made["file"]) == archives(folder)[0]
    assert archives(folder)[0].stat().st_mode & 0o027 == 0
    with zipfile.ZipFile(archives(folder)[0]) as archive:
        archive.extractall(tmp_path / "ut")
    if shutil.which("sha256sum") is None:
        pytest.skip("no sha256sum")
    client = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path / "ut", check=False)
    assert client.returncode == 0
    elsewhere = run("backup", "--folder", tmp_path, "-w", folder)
    assert (elsewhere.returncode, len(list(tmp_path.glob("*.zip")))) == (0, 1)
    assert run("backup", "--folder", tmp_path / "x", "-w", folder).returncode == 1


def test_what_a_killed_backup_left_on_another_disk_goes(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    half = tmp_path / ".hageplan-2026-01-01-120000.zip.0123abcd.hageplan-tmp"
    half.write_bytes(b"PK")
    assert run("backup", "--folder", tmp_path, "-w", folder).returncode == 0
    assert not half.exists()


def test_what_restore_made_itself_is_never_the_latest(run: Run, folder: Path) -> None:
    """Else to do it twice, as after a crash, would bring back what was not wanted."""
    run("backup", "-w", folder)
    (folder / "logg/2026.toml").write_text(LOG + "# feil\n", "utf-8")
    for _ in range(3):
        assert run("restore", "latest", "--yes", "-w", folder).returncode == 0
        assert (folder / "logg/2026.toml").read_text("utf-8") == LOG
    first, *others = (path.name.partition("-2")[0] for path in archives(folder))
    assert (first, others) == ("foer-restore", ["hageplan"])
    own = next((folder / "sikkerhetskopier").glob("foer-restore-*.zip"))
    assert run("restore", own, "--yes", "-w", folder).returncode == 0
    assert (folder / "logg/2026.toml").read_text("utf-8") == LOG + "# feil\n"


def test_restore_shows_then_brings_back(run: Run, folder: Path) -> None:
    run("backup", "-w", folder)
    path = archives(folder)[0]
    (folder / "bedrifter/os.toml").unlink()
    (folder / "logg/2026.toml").write_text(LOG + "# mer\n", "utf-8")
    (folder / "logg/2025.toml").write_text("", "utf-8")
    shown = run("restore", path, "-w", folder, *EN)
    assert shown.returncode == 1
    assert "bedrifter/os.toml: new" in shown.stdout
    assert "logg/2026.toml: changed (+0 -1)" in shown.stdout
    assert "logg/2025.toml: only in the workspace" in shown.stdout
    assert not (folder / "bedrifter/os.toml").exists()
    assert run("restore", "latest", "--dry-run", "-w", folder).returncode == 0
    assert run("restore", "latest", "--yes", "-w", folder).returncode == 0
    assert (folder / "logg/2026.toml").read_text("utf-8") == LOG
    assert (folder / "logg/2025.toml").exists()
    assert len(archives(folder)) == 2  # what was there before is kept
    again = run("restore", path, "-w", folder, *EN)
    assert (again.returncode, "Nothing would be changed" in again.stdout) == (0, True)


@pytest.mark.parametrize("how", ["cut", "changed", "foreign", "up", "text", "none"])
def test_what_is_no_whole_backup_is_refused(
    run: Run, folder: Path, tmp_path: Path, how: str
) -> None:
    run("backup", "-w", folder)
    whole, bad = archives(folder)[0].read_bytes(), tmp_path / "bad.zip"
    if how == "cut":
        bad.write_bytes(whole[:-200])
    elif how == "text":
        bad.write_text("not a zip")
    elif how in ("changed", "foreign", "up"):
        with zipfile.ZipFile(archives(folder)[0]) as old, zipfile.ZipFile(bad, "w") as new:
            for name in old.namelist():
                data = old.read(name)
                if how == "foreign" and name == "SHA256SUMS":
                    continue
                new.writestr(name, data + b"#" if how == "changed" and "logg" in name else data)
            if how == "up":
                new.writestr("../ut.toml", "x = 1")
    done = run("restore", bad, "--yes", "-w", folder, *EN)
    assert (done.returncode, "nothing was changed" in done.stderr) == (1, True)
    assert not (folder.parent / "ut.toml").exists()
    assert (folder / "logg/2026.toml").read_text("utf-8") == LOG


def test_what_was_forgotten_is_told_when_it_would_come_back(run: Run, folder: Path) -> None:
    run("backup", "-w", folder)
    assert run("privacy", "forget", NUMBERS[0], "--yes", "-w", folder).returncode == 0
    found = document(run("restore", "latest", "-w", folder, "--json").stdout)
    assert (found["applied"], found["forgotten"]) == (False, [NUMBERS[0]])
    done = document(run("restore", "latest", "--yes", "-w", folder, "--json").stdout)
    assert (done["applied"], done["changes"]) == (True, found["changes"])


def test_a_torn_log_is_mended_and_what_goes_is_kept(run: Run, folder: Path) -> None:
    torn = '\n[[henvendelse]]\norganisasjonsnummer = "3100'
    (folder / "logg/2026.toml").write_text(LOG + torn, "utf-8")
    (folder / "logg/2026 (kopi).toml").write_text(LOG, "utf-8")
    logged = run("log", NUMBERS[0], "-w", folder, *EN)
    assert (logged.returncode, "hageplan check --repair" in logged.stderr) == (1, True)
    found = document(run("check", "--repair", "-w", folder, "--json").stdout)
    assert (found["applied"], [one["damage"] for one in found["findings"]]) == (
        False,
        ["torn", "double"],
    )
    shown = run("check", "--repair", "-w", folder, *EN)
    assert (shown.returncode, "logg/2026.toml:6: cannot be read" in shown.stdout) == (1, True)
    assert (folder / "logg/2026.toml").read_text("utf-8") == LOG + torn
    done = run("check", "--repair", "--yes", "-w", folder, *EN)
    assert (done.returncode, "0 errors" in done.stdout) == (0, True)
    assert (folder / "logg/2026.toml").read_text("utf-8").rstrip() == LOG.rstrip()
    kept = "".join(p.read_text("utf-8") for p in (folder / "logg/reddet").glob("*.txt"))
    assert torn.strip() in kept
    assert len(archives(folder)) == 1
    assert run("log", NUMBERS[0], "-w", folder).returncode == 0
    nothing = run("check", "--repair", "-w", folder, *EN)
    assert (nothing.returncode, "Nothing is damaged" in nothing.stdout) == (0, True)
