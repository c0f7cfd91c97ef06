"""A library that kills, and a workspace that asks services of this machine."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.durability import cases
from tests.durability.killer import Killer, compiled
from tests.durability.states import WORKSPACE
from tests.imports import filed, maps, register, tables
from tests.imports.filed import Filing
from tests.imports.maps import Maps
from tests.imports.register import Register
from tests.imports.tables import Tables
from tests.mail import servers
from tests.mail.servers import Inbox


@pytest.fixture(scope="session")
def killer(tmp_path_factory: pytest.TempPathFactory) -> Killer:
    """What runs commands that are killed; skips where nothing compiles."""
    return Killer(compiled(tmp_path_factory.mktemp("killer")))


@pytest.fixture(scope="session")
def inbox() -> Inbox:
    """What the mail server of the workspace got."""
    return Inbox()


@pytest.fixture(scope="session")
def base(killer: Killer, inbox: Inbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a workspace, in which a plan is saved."""
    root = tmp_path_factory.mktemp("base")
    known = Register(enheter=list(cases.UNITS), updates=cases.UPDATES)
    with ExitStack() as running:
        texts = {
            "{register}": running.enter_context(register.serving(known)).url,
            "{accounts}": running.enter_context(filed.serving(Filing(cases.ACCOUNTS))).url,
            "{counts}": running.enter_context(tables.serving(Tables(cases.COUNTS))).url,
            "{maps}": running.enter_context(maps.serving(Maps(cases.PLACES))).url,
            "{mail}": str(running.enter_context(servers.serving(inbox))),
        }
        for name, text in cases.BASE.items():
            put(root / name, re.sub(r"\{\w+\}", lambda word: texts[word[0]], text))
        assert killer.run(shlex.split(f"{cases.PLANNED} -w {WORKSPACE}"), root).code == 0
        yield root


def put(path: Path, content: str | bytes) -> None:
    """Write a file, and make the folders that it is in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
