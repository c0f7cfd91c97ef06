"""Public services asked over HTTP: no answer takes longer, or is larger, than the settings allow.

What comes is not believed: it is read and unpacked as far as the limit goes, and where JSON is
asked for, it is JSON whose numbers are numbers, or else the service is at fault. Redirections are
not followed. No message quotes an address: some are secrets.
"""

from __future__ import annotations

import json
import logging
import math
import time
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final, NoReturn, Self, TypeVar

import httpx2
import stamina

from hageplan.errors import RequestError, ServiceError
from hageplan.messages import Message, msg
from hageplan.records.settings.rules import Innlesing

T = TypeVar("T")
Keep = Callable[[str, int, bytes], None]
"""Takes an answer: what was asked for, its status, and its content."""

_SILENCE_S: Final = 20.0
"""Without a byte, until the same is asked again."""
_ATTEMPTS: Final = 4
_WAIT_S: Final = 0.5
_LONGEST_WAIT_S: Final = 20.0
_MEGABYTE: Final = 1_000_000
_ABSENT: Final = (404, 410)
_TOO_MANY_REQUESTS: Final = 429
_SERVER_ERROR: Final = 500
_FAULTS: Final = (httpx2.HTTPError, ValueError, KeyError, TypeError, OverflowError)
"""What asking raises, and what taking apart raises where an answer is not as it should be."""


class Service:
    """A service that a command asks; the command's time runs from when it is made.

    `name` is the service's, `again` what to do where it fails. Raises RequestError where `url` is
    no address, or this machine names a proxy or certificates that cannot be used. What is given as
    `keep` gets each answer as it comes, with its path and status, those of errors too.
    """

    def __init__(
        self,
        name: Message,
        url: str,
        settings: Innlesing,
        again: Message,
        keep: Keep | None = None,
    ) -> None:
        self._name, self._settings, self._again = name, settings, again
        self._keep = keep
        self._end = time.monotonic() + settings.hente_minutter * 60
        self._until, self._bytes = self._end, 0
        try:
            self._client = httpx2.Client(base_url=url)
        except (httpx2.InvalidURL, ImportError, ValueError, OSError) as fault:
            raise RequestError(
                msg("{url} cannot be used as an address", url=url),
                msg(
                    "fix the address under [innlesing] in hageplan.toml, or the settings "
                    "for proxies and certificates (HTTPS_PROXY, ALL_PROXY, SSL_CERT_FILE)"
                ),
            ) from fault

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self._client.close()

    def get(self, path: str, understood: Callable[[Any], T], **headers: str) -> T:
        """Return what `understood` makes of the JSON at `path`; raises ServiceError."""
        found = self._asked(path, _of_json(understood), headers, absent=())
        return found[0]

    def content(self, path: str) -> bytes:
        """Return what stands at `path`, as it is; raises ServiceError."""
        return self._asked(path, lambda found: found, {}, absent=())[0]

    def find(
        self,
        path: str,
        understood: Callable[[Any], T],
        absent: Collection[int] = _ABSENT,
        **headers: str,
    ) -> T | None:
        """Return what `get` does, None where the service says that nothing is there."""
        found = self._asked(path, _of_json(understood), headers, absent=absent)
        return found[0] if found else None

    def post(
        self, path: str, body: object, understood: Callable[[Any], T], absent: Collection[int] = ()
    ) -> T | None:
        """Return what `get` does of the answer to a body of JSON; None for a status of `absent`."""
        found = self._asked(path, _of_json(understood), {}, absent=absent, body=body)
        return found[0] if found else None

    def _asked(
        self,
        path: str,
        understood: Callable[[bytes], T],
        headers: Mapping[str, str],
        absent: Collection[int],
        body: object = None,
    ) -> tuple[T, ...]:
        """Return what is there, if anything; what may go well later is asked again, ever slower.

        All attempts at one answer share its time.
        """
        logging.getLogger("stamina").addHandler(logging.NullHandler())
        self._until = min(time.monotonic() + self._settings.svar_sekunder, self._end)
        attempts = stamina.retry_context(
            on=self._wait, attempts=_ATTEMPTS, timeout=None, wait_initial=_WAIT_S,
            wait_max=min(_LONGEST_WAIT_S, self._seconds()),
        )  # fmt: skip
        try:
            for attempt in attempts:
                with attempt:
                    content = self._answer(path, headers, absent, body)
                    return () if content is None else (understood(content),)
        except _FAULTS as fault:
            why = _told(fault)
            what = msg("{service} gave an unexpected answer: {why}", service=self._name, why=why)
            raise ServiceError(what, self._again) from fault
        raise AssertionError

    def _answer(
        self, path: str, headers: Mapping[str, str], absent: Collection[int], body: object
    ) -> bytes | None:
        """Return an answer's whole content, unpacked; None for a status of those in `absent`."""
        self._bytes, content = 0, bytearray()
        timeout, watched = httpx2.Timeout(self._seconds()), {"trace": self._watch}
        method = "GET" if body is None else "POST"
        try:
            with self._client.stream(
                method, path, headers=headers, json=body, timeout=timeout, extensions=watched
            ) as answer:
                is_good = answer.is_success
                for piece in answer.iter_bytes() if is_good or self._keep else ():
                    content += piece
                    self._check_size(len(content))
                if self._keep:
                    self._keep(path, answer.status_code, bytes(content))
                if answer.status_code in absent:
                    return None
                answer.raise_for_status()
        except httpx2.TimeoutException:
            self._seconds()
            raise
        return bytes(content)

    def _wait(self, fault: Exception) -> bool | float:
        """Tell whether another attempt may go well, and after how many seconds if that is said.

        It may not where the request itself is wrong, nor where the service asks for more patience
        than there is time.
        """
        if not isinstance(fault, httpx2.HTTPStatusError):
            return isinstance(fault, httpx2.TransportError)
        status = fault.response.status_code
        if status != _TOO_MANY_REQUESTS and status < _SERVER_ERROR:
            return False
        told = _seconds_told(fault.response.headers.get("Retry-After", ""))
        return True if told is None else told < self._until - time.monotonic() and told

    def _watch(self, event: str, info: Mapping[str, Any]) -> None:
        """Let no read of a new connection, encrypted or not, wait longer than there is time.

        The client's own limits are for each piece that comes, of the headers too.
        """
        if not event.endswith(("connect_tcp.complete", "start_tls.complete")):
            return
        stream = info["return_value"]
        read = stream.read

        def bounded(max_bytes: int, timeout: float | None = None) -> bytes:
            piece: bytes = read(max_bytes, min(self._seconds(), timeout or _SILENCE_S))
            self._bytes += len(piece)
            self._check_size(self._bytes)
            return piece

        stream.read = bounded

    def _seconds(self) -> float:
        """Return how long to wait for what comes next; raises ServiceError where time is up."""
        left = self._until - time.monotonic()
        if left > 0:
            return min(left, _SILENCE_S)
        if self._until < self._end:
            what = msg("{service} did not answer within {limit} seconds",
                       service=self._name, limit=f"{self._settings.svar_sekunder:g}")  # fmt: skip
            raise self._over(what, "svar_sekunder")
        what = msg("{service} was not finished after {limit} minutes",
                   service=self._name, limit=f"{self._settings.hente_minutter:g}")  # fmt: skip
        raise self._over(what, "hente_minutter")

    def _check_size(self, count: int) -> None:
        limit = self._settings.svar_megabyte
        if count > limit * _MEGABYTE:
            what = msg("{service} gave an answer larger than {limit} MB",
                       service=self._name, limit=f"{limit:g}")  # fmt: skip
            raise self._over(what, "svar_megabyte")

    def _over(self, what: Message, key: str) -> ServiceError:
        todo = msg(
            "{again}. If the limit is too low, set a higher {key} under [innlesing] in "
            "hageplan.toml",
            again=self._again,
            key=key,
        )
        return ServiceError(what, todo)


def _of_json(understood: Callable[[Any], T]) -> Callable[[bytes], T]:
    return lambda content: understood(_parsed(content))


def _told(fault: Exception) -> Message | str:
    """Return what a fault says, in a line; of a status only that, since it quotes the address."""
    if isinstance(fault, httpx2.HTTPStatusError):
        return f"{fault.response.status_code} {fault.response.reason_phrase}".strip()
    why = " ".join(str(fault).split())[:200] or type(fault).__name__
    return msg("no connection ({why})", why=why) if isinstance(fault, httpx2.ConnectError) else why


def _parsed(content: bytes) -> object:
    """Return what JSON says; raises ValueError for what is none, or no JSON of a service."""
    try:
        return json.loads(content, parse_float=_finite, parse_constant=_no_number)
    except RecursionError:
        raise ValueError("nested too deep") from None


def _finite(digits: str) -> float:
    number = float(digits)
    return number if math.isfinite(number) else _no_number(digits)


def _no_number(digits: str) -> NoReturn:
    raise ValueError(f"{digits[:20]} is not a number")


def _seconds_told(text: str) -> float | None:
    """Return what a header says of when to ask again: seconds, or a moment; None: nothing."""
    if text.isascii() and text.isdecimal():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
        return max(0.0, (moment - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None
