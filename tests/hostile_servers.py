"""Servers of this machine that misbehave: over HTTP, in TLS, and as mail servers.

None of them ends by itself within the time that clients in tests have.
"""

from __future__ import annotations

import gzip
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Final

HOST: Final = "127.0.0.1"
Behaviour = Callable[[socket.socket], None]
"""What a server does with a connection; when it returns, the connection is closed."""

_LONGEST_S: Final = 20.0
"""Without end, but not longer than a test: a client that has no limit is found by its time."""
_DRIP_S: Final = 0.02


@contextmanager
def serving(behaviour: Behaviour, met: list[int] | None = None) -> Iterator[int]:
    """Give the port of a server that does the same with each connection, counted in `met`."""
    listener = socket.create_server((HOST, 0))
    ended = threading.Event()

    def accept() -> None:
        while not ended.is_set():
            with suppress(OSError):
                client, _ = listener.accept()
                if met is not None:
                    met.append(1)
                threading.Thread(target=_attend, args=(client, behaviour), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        ended.set()
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def _attend(client: socket.socket, behaviour: Behaviour) -> None:
    with client, suppress(OSError):
        client.settimeout(_LONGEST_S)
        behaviour(client)


def without_end(piece: bytes) -> Behaviour:
    """Send the same again and again, as fast as it is taken."""

    def send(client: socket.socket) -> None:
        end = time.monotonic() + _LONGEST_S
        while time.monotonic() < end:
            client.sendall(piece)

    return send


def dripping(content: bytes) -> Behaviour:
    """Send a byte at a time, and begin again; no single one is waited for long."""

    def send(client: socket.socket) -> None:
        end = time.monotonic() + _LONGEST_S
        while time.monotonic() < end:
            for number in range(len(content)):
                client.sendall(content[number : number + 1])
                time.sleep(_DRIP_S)

    return send


def silence(client: socket.socket) -> None:
    """Say nothing until the client goes."""
    while client.recv(2**16):
        pass


def closing(_client: socket.socket) -> None:
    """Say nothing and go."""


def sending(content: bytes) -> Behaviour:
    """Say something."""
    return lambda client: client.sendall(content)


def saying(content: bytes) -> Behaviour:
    """Say something and go."""

    def send(client: socket.socket) -> None:
        client.sendall(content)
        with suppress(OSError):
            client.shutdown(socket.SHUT_WR)
            silence(client)

    return send


def each(*steps: Behaviour) -> Behaviour:
    """Do one after the other."""

    def do(client: socket.socket) -> None:
        for step in steps:
            step(client)

    return do


def answering(
    body: bytes, status: str = "200 OK", *, length: int | None = None, **headers: str
) -> Behaviour:
    """Answer a request with a body, whose length may be another than is said."""
    said = {"content-length": str(len(body) if length is None else length), **headers}
    lines = (f"{key.replace('_', '-')}: {value}" for key, value in said.items())
    head = "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode()
    return asked(saying(head + body))


def asked(then: Behaviour) -> Behaviour:
    """Wait for a request, then do something."""

    def do(client: socket.socket) -> None:
        request = b""
        while b"\r\n\r\n" not in request:
            piece = client.recv(2**16)
            if not piece:
                return
            request += piece
        then(client)

    return do


_OK: Final = b"HTTP/1.1 200 OK\r\n"
_CHUNKED: Final = _OK + b"transfer-encoding: chunked\r\n\r\n"
_BOMB: Final = gzip.compress(b"[" + b" " * 30_000_000 + b"]")
_SHAPES: Final[Sequence[Any]] = (
    None, [], {}, 5, "x", {"adresser": None, "page": None}, {"adresser": [None], "page": {}},
    {"adresser": [{"representasjonspunkt": None}], "page": {"size": "x"}},
    {"adresser": [{"representasjonspunkt": {"lat": [], "lon": {}}}], "page": []},
    {"adresser": [{"representasjonspunkt": {"lat": 10**400, "lon": 10**400}}],
     "page": {"size": 1, "number": 0, "totalElements": 10**18, "totalPages": 10**18}},
    {"adresser": {"a": 1},
     "page": {"size": 1, "number": 7, "totalElements": 1, "totalPages": 99}},
    {"adresser": "x", "_embedded": {"underenheter": [{"navn": 1}]},
     "page": {"size": 1, "number": 0, "totalElements": 1, "totalPages": 1}},
)  # fmt: skip
"""JSON of other shapes than any service gives."""

HTTP: Final[Mapping[str, Behaviour]] = {
    "silent": silence,
    "closes": closing,
    "closes after the request": asked(closing),
    "silent after the request": asked(silence),
    "drips the status": asked(dripping(b"H")),
    "drips headers": asked(each(sending(_OK), dripping(b"a: b\r\n"))),
    "drips a body": asked(each(sending(_OK + b"\r\n"), dripping(b" "))),
    "silent in the body": asked(each(sending(_OK + b"\r\n["), silence)),
    "a status without end": asked(without_end(b"H" * 4096)),
    "headers without end": asked(each(sending(_OK), without_end(b"a: b\r\n" * 1000))),
    "a header without end": asked(each(sending(_OK + b"a: "), without_end(b"b" * 4096))),
    "hints without end": asked(without_end(b"HTTP/1.1 103 Early Hints\r\n\r\n")),
    "drips hints": asked(dripping(b"HTTP/1.1 103 Early Hints\r\n\r\n")),
    "a body without end": asked(each(sending(_OK + b"\r\n"), without_end(b" " * 4096))),
    "chunks without end": asked(
        each(sending(_CHUNKED), without_end(b"1000\r\n" + b" " * 4096 + b"\r\n"))
    ),
    "chunks that are none": asked(saying(_CHUNKED + b"zz\r\n")),
    "a bomb": answering(_BOMB, content_encoding="gzip"),
    "a bomb in a bomb": answering(gzip.compress(_BOMB), content_encoding="gzip, gzip"),
    "zip that is none": answering(b"[]", content_encoding="gzip"),
    "an error without end": asked(
        each(sending(b"HTTP/1.1 500 Oops\r\n\r\n"), without_end(b" " * 4096))
    ),
    "no HTTP": asked(saying(b"220 mail.example ESMTP\r\n")),
    "noise": saying(bytes(range(256)) * 100),
    "status 999": answering(b"", "999 Oops"),
    "status 500": answering(b"{}", "500 Oops"),
    "status 429": answering(b"{}", "429 Later", retry_after="1000000000"),
    "status 404": answering(b"{}", "404 Not Found"),
    "status 204": asked(saying(b"HTTP/1.1 204 No Content\r\n\r\n")),
    "longer than it says": answering(b'{"a": 1}', length=3),
    "shorter than it says": answering(b"[", length=10**9),
    "a negative length": answering(b"[]", length=-1),
    "two lengths": answering(b"[]", Content_Length="9"),
    "to itself": answering(b"", "302 Found", location="/"),
    "to a file": answering(b"", "302 Found", location="file:///etc/passwd"),
    "to another host": answering(b"", "307 Moved", location="http://192.0.2.1/"),
    "to nowhere": answering(b"", "301 Moved", location="http://[::"),
    "was not held": answering(b"", "302 Found"),
    "a web page": answering(b"<html>hei</html>", content_type="text/html"),
    "another encoding": answering('{"adresser": "æ"}'.encode("utf-16"), content_type="text/plain"),
    "not text": answering(b'{"adresser": "\xff\xfe"}'),
    "half a character": answering(b'{"adresser": ["\\ud800"], "page": "\\ud800"}'),
    "deep lists": answering(b"[" * 50_000 + b"]" * 50_000),
    "deep tables": answering(b'{"page":' * 20_000),
    "1e999": answering(b'{"adresser": 1e999}'),
    "NaN": answering(b'{"adresser": NaN}'),
    "Infinity": answering(b'{"adresser": -Infinity}'),
    "many digits": answering(b'{"adresser": ' + b"9" * 100_000 + b"}"),
    "nothing": answering(b""),
    **{f"shape {n}": answering(json.dumps(one).encode()) for n, one in enumerate(_SHAPES)},
}
"""Servers that a service's address may lead to; none of them gives an answer."""

TLS: Final[Mapping[str, Behaviour]] = {
    "silent in TLS": silence,
    "drips in TLS": dripping(b"\x16\x03\x03\x40\x00"),
    "noise in TLS": saying(bytes(range(256)) * 100),
    "closes in TLS": asked(closing),
    "no TLS": saying(b"HTTP/1.1 200 OK\r\n\r\n"),
}
"""Servers that begin no encryption."""

WORDS: Final[Mapping[str, Behaviour]] = {
    "closes": closing,
    "is silent": silence,
    "drips": dripping(b"2"),
    "drips lines": dripping(b"250-a\r\n"),
    "a line without end": without_end(b"250 " + b"x" * 4096),
    "lines without end": without_end(b"250-more\r\n" * 500),
    "noise": saying(bytes(range(128, 256)) + b"\r\n"),
    "no number": saying(b"hei\r\n"),
    "a number that is none": saying(b"999 hei\r\n"),
    "a challenge": saying(b"334 A\r\n"),
}
"""What a mail server says where it should say something else."""
_GREETING: Final = {"banner": b"220 hage ESMTP\r\n"}
_LETTER: Final = {
    "mail": b"250 OK\r\n",
    "rcpt": b"250 OK\r\n",
    "data": b"354 go ahead\r\n",
    "end": b"250 taken\r\n",
    "quit": b"221 bye\r\n",
}
DIALOGUES: Final[Mapping[str, Mapping[str, bytes]]] = {
    "ingen": {**_GREETING, "ehlo": b"250 hage\r\n", **_LETTER},
    "login": {**_GREETING, "ehlo": b"250-hage\r\n250 AUTH CRAM-MD5 PLAIN LOGIN\r\n", "auth": b""},
    "starttls": {
        **_GREETING,
        "ehlo": b"250-hage\r\n250 STARTTLS\r\n",
        "starttls": b"220 go ahead\r\n",
        "handshake": b"",
    },
    "tls": {"handshake": b""},
}
"""What a mail server says in turn, by how it is spoken to."""


def mail_server(dialogue: Mapping[str, bytes], at: str, then: Behaviour) -> Behaviour:
    """Do as a mail server should until something else is done `at` a step."""

    def serve(client: socket.socket) -> None:
        lines = client.makefile("rb")
        for step, answer in dialogue.items():
            if step == "end":
                while lines.readline() not in (b".\r\n", b""):
                    pass
            elif step not in ("banner", "handshake"):
                lines.readline()
            if step == at:
                then(client)
                return
            client.sendall(answer)

    return serve
