"""The locked session around the kiosk, if there is one (packaging/session): it does what the kiosk may not.

Root is asked by an empty file with the request's name; the session's own program turns the screen.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Final, Literal, get_args

from kiosk.errors import SettingsError
from kiosk.files import storage

REQUESTS = Path("/run/signing-kiosk-requests")
"""Is there as long as the session has the laptop."""
LEAVE: Final = "leave"
"""Asks root to give the laptop back until its next start."""
SWITCH_OFF: Final = "switch-off"
"""Asks root to switch the laptop off."""

Turn = Literal["normal", "right", "inverted", "left"]
"""How the screen is turned; clockwise is right, as in xrandr(1)."""
TURNS: tuple[Turn, ...] = get_args(Turn)
_TURN_SCREEN = "/usr/lib/signing-kiosk-session/turn-screen"
_KEPT = Path("/var/lib/signing-kiosk/screen-turn")
"""Where `turn-screen` keeps it from one start to the next."""
_SECONDS = 30.0


def is_locked_session() -> bool:
    """Whether the laptop shows the kiosk and nothing else, and root answers it."""
    return REQUESTS.is_dir()


def ask_root(request: str) -> None:
    """Asks for `request`, and does not wait for it. Raises StorageError where that cannot be asked."""
    with storage(REQUESTS):
        (REQUESTS / request).touch()


def screen_turn() -> Turn:
    """How the screen is turned now."""
    try:
        kept = _KEPT.read_text()
    except OSError:
        return "normal"
    return next((turn for turn in TURNS if turn == kept.strip()), "normal")


def turn_screen(turn: Turn) -> None:
    """Turns the screen, and where it is touched with it; kept for every later start.

    Raises:
        SettingsError: the screen cannot be turned.
    """
    # A bundle's own libraries are not for the system's programs.
    environment = {name: value for name, value in os.environ.items() if name != "LD_LIBRARY_PATH"}
    try:
        subprocess.run(
            [_TURN_SCREEN, turn],
            env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        raise SettingsError(
            "This screen cannot be turned.", "Turn it in the laptop’s own settings, if they can."
        ) from error
