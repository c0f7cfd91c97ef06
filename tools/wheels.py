"""Make the wheels of all platforms, and the source distribution, with Zig's compiler.

python tools/wheels.py                        all of them, into dist
python tools/wheels.py FOLDER [TARGET ...]    into FOLDER; wheels for some of hatch_build's TARGETS

Each has the same bytes wherever and whenever it is made of the same source by the same Zig. A
library that is not for what its wheel is called, or asks for more than is there, ends with 1.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
KINDS: Final = {
    "linux_2_17_x86_64": rb"\x7fELF\x02\x01.{12}\x3e\0",
    "linux_2_17_aarch64": rb"\x7fELF\x02\x01.{12}\xb7\0",
    "macosx_11_0_x86_64": rb"\xcf\xfa\xed\xfe\x07\0\0\x01",
    "macosx_11_0_arm64": rb"\xcf\xfa\xed\xfe\x0c\0\0\x01",
    "win_amd64": rb"MZ.*?PE\0\0\x64\x86",
    "win_arm64": rb"MZ.*?PE\0\0\x64\xaa",
}
"""How libraries begin that are for a platform, by what wheels are called."""
WANTS: Final = re.compile(rb"GLIBC_[0-9.]+|lib[\w+.-]+\.so[.0-9]*|[\w-]+\.dll", re.IGNORECASE)
THERE: Final = {b"kernel32.dll", b"ucrtbase.dll", b"engine.dll", b"pricing.dll"}
"""What a library may ask for: nothing of Linux, of Windows what every one since 10 has."""


def main() -> int:
    """Return 1 where a wheel is not what it is called."""
    sys.path.append(str(ROOT))
    from hatch_build import TARGETS

    folder, *asked = sys.argv[1:] or [str(ROOT / "dist")]
    faults: list[str] = []
    for target in asked or TARGETS:
        wheel = _made("wheel", Path(folder), target)
        faults += _faults(wheel)
    _made("sdist", Path(folder))
    print(*faults, sep="\n", end="")
    return int(bool(faults))


def _made(kind: str, folder: Path, target: str = "") -> Path:
    """Make one file, and tell its size and digest."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(folder.absolute())]
    env = {**os.environ, "HAGEPLAN_TARGET": target}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    made = folder / Path((done.stdout + done.stderr).split()[-1]).name
    content = made.read_bytes()
    print(f"{hashlib.sha256(content).hexdigest()}  {len(content):>9,}  {made.name}", flush=True)
    return made


def _faults(wheel: Path) -> Iterator[str]:
    kind = next(pattern for name, pattern in KINDS.items() if name in wheel.stem)
    with zipfile.ZipFile(wheel) as archive:
        libraries = [
            name for name in archive.namelist() if "/native/" in name and not name.endswith("pp")
        ]
        for name in libraries:
            content = archive.read(name)
            if not re.match(kind, content, re.DOTALL):
                yield f"{wheel.name}: {name} is for another platform"
            for wanted in {word.lower() for word in WANTS.findall(content)} - THERE:
                yield f"{wheel.name}: {name} asks for {wanted.decode()}"


if __name__ == "__main__":
    sys.exit(main())
