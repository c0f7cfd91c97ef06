"""Make a folder with hageplan as a program in it, for machines without Python.

python tools/program.py [FOLDER]      FOLDER is build/program where none is given

What the wheel carries goes in: the same recipe makes it on Linux, macOS and Windows, each for
itself alone. PyInstaller works in an environment of its own, so that nothing else gets in.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import venv
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
IS_WINDOWS: Final = sys.platform == "win32"
LIBRARIES: Final = (".so", ".dll", ".dylib")
LANGUAGES: Final = ("root", "nb", "no", "en")
"""Of Babel's, whose 1 000 take 30 MB."""
UNUSED: Final = ("tkinter", "numpy.f2py", "numpy.testing", "numpy.distutils")
LOADED_LATE: Final = ("hageplan", "keyring.backends", "rich._unicode_data")
"""Whose modules are found by name when they are needed."""


def build(folder: Path) -> Path:
    """Build the program in `folder`/hageplan; return its file."""
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        wheel = _wheel(work)
        environment = work / "env"
        python = _environment(environment, wheel)
        unpacked = work / "wheel"
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(unpacked)
        options = [*_options(unpacked, environment), "--distpath", str(folder)]
        options += [word for place in ("--workpath", "--specpath") for word in (place, scratch)]
        start = ROOT / "src/hageplan/__main__.py"
        _run([python, "-m", "PyInstaller", "--name", "hageplan", *options, start])
    _trim(folder / "hageplan")
    return folder / "hageplan" / ("hageplan.exe" if IS_WINDOWS else "hageplan")


def _wheel(work: Path) -> Path:
    _run([sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", work, ROOT])
    (wheel,) = work.glob("hageplan-*.whl")
    return wheel


def _environment(folder: Path, wheel: Path) -> Path:
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts/python.exe" if IS_WINDOWS else "bin/python")
    constraints = ["-c", str(ROOT / "constraints.txt")]
    wanted = (f"hageplan[nokkelring] @ {wheel.as_uri()}", "pyinstaller")
    _run([python, "-m", "pip", "install", "-q", *constraints, *wanted])
    return python


def _options(unpacked: Path, environment: Path) -> Iterator[str]:
    """Give PyInstaller's options: what the unpacked wheel has beside modules, and where to."""
    compiled = environment.rglob("site-packages/*__mypyc.*")  # known to compiled code alone
    for path in compiled:
        yield from ("--hidden-import", path.name.partition(".")[0])
    yield from ("--noconfirm", "--log-level", "WARN", "--paths", str(unpacked))
    yield from ("--copy-metadata", "hageplan", "--copy-metadata", "keyring")
    for name in LOADED_LATE:
        yield from ("--collect-submodules", name)
    for name in UNUSED:
        yield from ("--exclude-module", name)
    for path in (unpacked / "hageplan").rglob("*"):
        if path.is_file() and path.suffix != ".py":
            kind = "--add-binary" if path.suffix in LIBRARIES else "--add-data"
            yield from (kind, f"{path}{os.pathsep}{path.relative_to(unpacked).parent}")


def _trim(program: Path) -> None:
    """Remove the languages that nobody sees."""
    for path in program.glob("_internal/babel/locale-data/*.dat"):
        if path.stem.partition("_")[0] not in LANGUAGES:
            path.unlink()


def try_out(program: Path) -> float:
    """Plan a week with the program where there is no Python; return its seconds to `--help`."""
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "Min hage æ"
        home.mkdir()
        kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP") if name in os.environ}
        environ = {**kept, "PATH": "", "HOME": str(home), "USERPROFILE": str(home)}
        for words in ("init hage --demo", "check -w hage", "plan -k Tynset -w hage --save"):
            _run([program, *words.split()], cwd=home, env=environ)
        began = time.perf_counter()
        _run([program, "--help"], cwd=home, env=environ)
        return time.perf_counter() - began


def _run(words: Sequence[str | Path], cwd: Path = ROOT, env: dict[str, str] | None = None) -> None:
    subprocess.run(words, check=True, cwd=cwd, env=env, stdout=subprocess.DEVNULL)


def main() -> None:
    """Build, try out, pack."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build/program").resolve()
    program = build(folder)
    seconds = try_out(program)
    packed = Path(shutil.make_archive(str(folder / "hageplan"), "zip", folder, "hageplan"))
    size = sum(path.stat().st_size for path in program.parent.rglob("*") if path.is_file())
    print(f"{program}: {size / 1e6:.0f} MB, {packed.name} {packed.stat().st_size / 1e6:.0f} MB")
    print(f"hageplan --help: {seconds:.2f} s")


if __name__ == "__main__":
    main()
