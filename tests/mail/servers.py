"""Mail servers of this machine that do as a test says, and letters to send to them."""

from __future__ import annotations

import socket
import ssl
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from hageplan import load
from hageplan.mail.letter import Letter
from hageplan.mail.outbox import listed, queue
from hageplan.mail.result import Delivery
from hageplan.mail.send import send_waiting
from hageplan.workspace.journal import change_files
from tests.conftest import SETTINGS

HOST = "127.0.0.1"
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=ZoneInfo("Europe/Oslo"))
LETTER = Letter("Uke 48: Røros og Ålen", "Hei på deg\n.\n.. slutt\n", "<p>Hei på deg</p>")
KARI, OLA = "kari@hage.example", "ola@hage.example"
USER, PASSWORD = "hage", "hemmelig-9"


@dataclass
class Inbox:
    """What a server was given, and what it answers: a list a recipient, used up one by one."""

    at_rcpt: dict[str, list[str]] = field(default_factory=dict)
    at_data: dict[str, list[str]] = field(default_factory=dict)
    texts: dict[str, list[bytes]] = field(default_factory=lambda: defaultdict(list))
    accepted: Counter[str] = field(default_factory=Counter)
    encrypted: list[bool] = field(default_factory=list)
    mails: int = 0

    async def handle_MAIL(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        del session, options
        self.mails += 1
        self.encrypted.append(server.transport.get_extra_info("ssl_object") is not None)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        del server, session, options
        answer = next(iter(self.at_rcpt.get(address, ())), "250 OK")
        del self.at_rcpt.get(address, [])[:1]
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        del session
        (address,) = envelope.rcpt_tos
        self.texts[address].append(envelope.original_content)
        answer = next(iter(self.at_data.get(address, ())), "250 OK")
        del self.at_data.get(address, [])[:1]
        if answer == "cut":
            server.transport.abort()
        elif answer.startswith("250"):
            self.accepted[address] += 1
        return answer


@contextmanager
def serving(inbox: Any, port: int | None = None, **options: Any) -> Iterator[int]:
    """Give the port of a server that hands what it gets to `inbox`."""
    controller = Controller(inbox, hostname=HOST, port=port or free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as one:
        one.bind((HOST, 0))
        port: int = one.getsockname()[1]
        return port


def server_context(authority: trustme.CA, name: str = HOST) -> ssl.SSLContext:
    """Return what a server shows to prove that it is `name`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


def knows_user(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    """Let in who gives the user's name and password."""
    del server, session, envelope, mechanism
    is_right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_right, handled=False)


def settings(port: int, security: str = "ingen", **keys: object) -> str:
    """Return a workspace's settings that name the server at `port`."""
    more = "".join(
        f"{key} = {value if isinstance(value, int) else repr(value)}\n"
        for key, value in keys.items()
    )
    return (
        f'{SETTINGS}\n[epost]\navsender = "hage@hage.example"\nvert = "{HOST}"\nport = {port}\n'
        f'sikkerhet = "{security}"\ntidsgrense_sekunder = 5\n{more}'
    )


def put(folder: Path, *to: str, letter: Letter = LETTER) -> list[Path]:
    """Put a letter into the outbox."""
    queued = queue(folder, letter, to, sender="hage@hage.example", now=NOW)
    change_files(folder, queued.files)
    return [path for path in queued.files if path.suffix == ".eml"]


def send(folder: Path, secret: str = "") -> Delivery:
    """Send e-mail that is waiting."""
    return send_waiting(folder, load(folder), NOW, secret, alone=nullcontext)


def states(folder: Path) -> dict[str, str]:
    """Return where each letter is, by recipient; of those sent, "sent"."""
    found: dict[str, str] = {one.recipient: one.state for one in listed(folder)}
    for path in folder.glob("sendt/*/*.eml"):
        head = path.read_bytes().partition(b"\r\n")[0].decode()
        recipient = head.removeprefix("X-Hageplan-Mottaker: ")
        assert recipient not in found
        found[recipient] = "sent"
    return found
