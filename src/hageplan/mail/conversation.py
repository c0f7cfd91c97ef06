"""A conversation with a mail server that ends, whatever the server does.

smtplib waits so long for each byte that comes, and reads as many as come.
"""

from __future__ import annotations

import io
import smtplib
import socket
import time
from typing import TYPE_CHECKING, Any, Final

from hageplan.messages import Message, msg
from hageplan.records.settings.epost import Epost

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

_PIECE: Final = 2**14
"""Bytes that are sent before the time is looked at again: what goes encrypted in one go."""


class Bounds:
    """What is left of a conversation: seconds, and bytes of what the server says.

    `broken` tells which of them is over, once one is.
    """

    def __init__(self, settings: Epost) -> None:
        self.broken: Message | None = None
        self._settings = settings
        self._end = time.monotonic() + settings.samtale_sekunder
        self._bytes = settings.svar_kilobyte * 1024

    def seconds(self) -> float:
        """Return how long to wait for what comes next; raises OSError where it is over."""
        left = self._end - time.monotonic()
        if left <= 0:
            self.broken = msg(
                "it took longer than {limit} seconds (samtale_sekunder under [epost])",
                limit=f"{self._settings.samtale_sekunder:g}",
            )
        if self._bytes < 0:
            self.broken = msg(
                "the server sent more than {limit} kB (svar_kilobyte under [epost])",
                limit=self._settings.svar_kilobyte,
            )
        if self.broken:
            raise OSError(str(self.broken))
        return min(left, self._settings.tidsgrense_sekunder)

    def heard(self, count: int) -> None:
        """Count bytes that the server said; raises OSError where they are too many."""
        self._bytes -= count
        self.seconds()


class Conversation(smtplib.SMTP):
    """A server that is connected, within bounds, and takes letters."""

    def __init__(
        self,
        settings: Epost,
        bounds: Bounds,
        **encrypted: Any,  # noqa: ANN401  (what smtplib takes)
    ) -> None:
        self.bounds = bounds
        where, wait_s = (settings.vert, settings.serverport), bounds.seconds()
        # By default smtplib asks the network for this machine's name, which may take long.
        super().__init__(*where, settings.domene, timeout=wait_s, **encrypted)

    def getreply(self) -> tuple[int, bytes]:
        """Return the code and the text of what the server says; raises OSError."""
        if self.file is None and self.sock is not None:
            self.file = io.BufferedReader(_Heard(self.sock, self.bounds))
        return super().getreply()

    def send(self, s: ReadableBuffer | str) -> None:
        """Send a line or a text; raises OSError."""
        content = s.encode(self.command_encoding) if isinstance(s, str) else bytes(s)
        for start in range(0, len(content), _PIECE):
            if self.sock is not None:
                self.sock.settimeout(self.bounds.seconds())
            super().send(content[start : start + _PIECE])


class EncryptedConversation(Conversation, smtplib.SMTP_SSL):
    """One that is encrypted from the start."""


class _Heard(io.RawIOBase):
    """What comes through a connection, as long as the bounds allow it."""

    def __init__(self, connection: socket.socket, bounds: Bounds) -> None:
        super().__init__()
        self._connection, self._bounds = connection, bounds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        self._connection.settimeout(self._bounds.seconds())
        try:
            count = self._connection.recv_into(buffer)
        except TimeoutError:
            self._bounds.seconds()
            raise
        self._bounds.heard(count)
        return count
