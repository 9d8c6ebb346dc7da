"""How bright the laptop's screen is, where the system lets the kiosk's user set that: Linux with logind.

The session's user may ask logind for it (`SetBrightness`, org.freedesktop.login1(5)), without root, and the
system keeps it over a restart. Elsewhere the laptop's own keys do it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from kiosk.errors import SettingsError

BACKLIGHTS = Path("/sys/class/backlight")
"""Where Linux has the lamps of a laptop's own screens."""
LEVELS = (25, 50, 75, 100)
"""Per cent that can be chosen; less can be too dark to find the way back."""
_SECONDS = 10.0


def brightness() -> int | None:
    """Which of `LEVELS` the screen is nearest to; None where it cannot be set."""
    lamp = _lamp()
    if lamp is None or shutil.which("busctl") is None:
        return None
    try:
        most, now = (int((lamp / name).read_text()) for name in ("max_brightness", "brightness"))
        percent = 100 * now / most
    except (OSError, ValueError, ZeroDivisionError):
        return None
    return min(LEVELS, key=lambda level: abs(level - percent))


def set_brightness(level: int) -> None:
    """Makes the screen as bright as `level` says, in per cent of the most. Raises SettingsError."""
    lamp = _lamp()
    # A bundle's own libraries are not for the system's programs.
    environment = {name: value for name, value in os.environ.items() if name != "LD_LIBRARY_PATH"}
    try:
        if lamp is None:
            raise FileNotFoundError(BACKLIGHTS)
        value = max(1, round(int((lamp / "max_brightness").read_text()) * level / 100))
        subprocess.run(
            [
                "busctl", "call", "org.freedesktop.login1", "/org/freedesktop/login1/session/auto",
                "org.freedesktop.login1.Session", "SetBrightness", "ssu", "backlight", lamp.name, str(value),
            ],
            env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=True,
        )  # fmt: skip
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise SettingsError(
            "The brightness of this screen cannot be set here.", "Use the laptop’s own keys for it."
        ) from error


def _lamp() -> Path | None:
    """The first lamp, by its name."""
    try:
        return min(BACKLIGHTS.iterdir(), default=None)
    except OSError:
        return None
