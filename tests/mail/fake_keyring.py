"""A keyring that holds the password of the tests' mail server."""

from __future__ import annotations

from keyring.backend import KeyringBackend

from tests.mail.servers import PASSWORD, USER


class Fake(KeyringBackend):
    """Knows one password."""

    priority = 1

    def get_password(self, service: str, username: str) -> str | None:
        """Return the password of hageplan's user."""
        return PASSWORD if (service, username) == ("hageplan", USER) else None

    def set_password(self, service: str, username: str, password: str) -> None:
        """Never called."""
        raise NotImplementedError

    def delete_password(self, service: str, username: str) -> None:
        """Never called."""
        raise NotImplementedError
