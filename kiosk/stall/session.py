"""The locked session around the kiosk, if there is one: it does what only root can do, where it is asked.

It is asked by an empty file with the request's name (packaging/session, `answer-requests`).
"""

from __future__ import annotations

from pathlib import Path

from kiosk.files import storage

REQUESTS = Path("/run/signing-kiosk-requests")
"""Is there as long as the session has the laptop."""


def is_locked_session() -> bool:
    """Whether the laptop shows the kiosk and nothing else, and root answers it."""
    return REQUESTS.is_dir()


def ask_root(request: str) -> None:
    """Asks for `request`, and does not wait for it. Raises StorageError where that cannot be asked."""
    with storage(REQUESTS):
        (REQUESTS / request).touch()
