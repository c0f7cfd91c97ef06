"""How large an installation is, and what it takes to make it.

python benchmarks/install.py             what comes by default, the largest packages first
python benchmarks/install.py --extras    what each extra brings besides, for docs/en/extras.md

A new virtual environment, filled by pip from this checkout; packages come from pip's cache where it
has them. Megabytes are what the disk takes, as `du -m` counts them, without pip itself.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from operator import itemgetter
from pathlib import Path

ROOT = Path(__file__).parents[1]
INSTALLERS = ("pip", "setuptools")
"""What a new environment has already."""
FOR_DEVELOPERS = ("bench", "docs", "test")
"""Extras that no command asks for."""
LARGEST = 12
WANTED = {"packages": 60, "MB": 200, "pip (CPU s)": 25}


def installed(folder: Path, what: str) -> tuple[Path, float]:
    """Install `what` into a new environment; return its packages' folder and pip's CPU seconds."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    pip = [str(folder / "bin/python"), "-m", "pip", "install", "-qq"]
    process = subprocess.Popen([*pip, "-c", str(ROOT / "constraints.txt"), what])
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"{what} cannot be installed")
    return next((folder / "lib").glob("python*/site-packages")), usage.ru_utime + usage.ru_stime


def packages(site: Path) -> list[Distribution]:
    """Return what lies in an environment but the installers."""
    return [one for one in distributions(path=[str(site)]) if one.name not in INSTALLERS]


def files(one: Distribution) -> Iterator[Path]:
    """Return the files of a package that are there, once each."""
    found = {Path(str(path.locate())) for path in one.files or ()}
    return (path for path in found if path.is_file())


def megabytes(site: Path) -> dict[str, float]:
    """Return the size of each package, bytecode included, and of all bytecode as `.pyc`."""
    found = {one.name: [*files(one)] for one in packages(site)}
    found[".pyc"] = [path for paths in found.values() for path in paths if path.suffix == ".pyc"]
    return {name: sum(map(on_disk, paths)) for name, paths in found.items()}


def on_disk(path: Path) -> float:
    """Return the megabytes that a file takes, of 2^20 bytes."""
    return path.stat().st_blocks * 512 / 2**20


def by_default() -> None:
    """Print what comes without any extra."""
    with tempfile.TemporaryDirectory() as name:
        site, spent = installed(Path(name), str(ROOT))
        sizes = megabytes(site)
        bytecode = sizes.pop(".pyc")
    whole = sum(sizes.values())
    measured = {"packages": len(sizes), "MB": whole, "pip (CPU s)": spent}
    print("| | measured | wanted |\n|---|---|---|")
    for told, value in measured.items():
        print(f"| {told} | {value:.0f} | {WANTED[told]} |")
    print(f"| MB without bytecode, as uv installs | {whole - bytecode:.0f} | |")
    print("\n| package | MB |\n|---|---|")
    for package, size in sorted(sizes.items(), key=itemgetter(1), reverse=True)[:LARGEST]:
        print(f"| {package} | {size:.0f} |")


def by_extra() -> None:
    """Print what each extra adds to what comes by default."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    print("| extra | packages | MB |\n|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        usual = megabytes(installed(Path(name) / "usual", str(ROOT))[0])
        for extra in sorted(project["optional-dependencies"].keys() - {*FOR_DEVELOPERS}):
            sizes = megabytes(installed(Path(name) / extra, f"{ROOT}[{extra}]")[0])
            more = {one: size for one, size in sizes.items() if one not in (*usual, ".pyc")}
            print(f"| `{extra}` | {len(more)} | {sum(more.values()):.0f} |", flush=True)


if __name__ == "__main__":
    by_extra() if "--extras" in sys.argv else by_default()
