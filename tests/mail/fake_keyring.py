"""A keyring that holds the password of the tests' mail server."""

from __future__ import annotations

from typing import Any

from keyring.backends.null import Keyring

from tests.mail.servers import PASSWORD, USER


class Fake(Keyring):
    """Knows one password, and keeps no other."""

    priority = 1

    def get_password(self, *asked: Any, **_named: Any) -> str | None:
        """Return the password of hageplan's user."""
        return PASSWORD if asked == ("hageplan", USER) else None
