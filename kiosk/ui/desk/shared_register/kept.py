"""Where the merged signatures of a campaign are kept, and how a page has them kept elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.coordinator.register.server_address import ServerAddress
from kiosk.coordinator.register.store import RegisterAddress


@dataclass(frozen=True)
class Kept:
    """Where the merged signatures are: in the campaign's folder, unless one of these says otherwise.

    Attributes:
        given: the register's address from the command line, which wins; may hold a password.
        server: what is remembered for the folder.
    """

    given: str | None = None
    server: ServerAddress | None = None

    @property
    def asks_password(self) -> bool:
        """Whether a password is to be asked for, which may stay empty."""
        return not self.given and self.server is not None

    def place(self, password: str) -> RegisterAddress | None:
        """What the register is opened with; None where it is the folder's own."""
        if self.given:
            return self.given
        return self.server.url(password) if self.server else None


@dataclass(frozen=True)
class Sharing:
    """What the Campaign page needs to have the register elsewhere.

    Attributes:
        kept: where it is now.
        is_busy: whether anything is under way that needs the register.
        use: has it on a server, with its password, or in the folder (None) from now on, and remembers
            that but for the password. Raises KioskError if it cannot be remembered; nothing changes then.
    """

    kept: Kept
    is_busy: Callable[[], bool]
    use: Callable[[ServerAddress | None, str], None]
