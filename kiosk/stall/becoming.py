"""Making this laptop a kiosk, or giving it back: the locked session's own commands (packaging/session)."""

from __future__ import annotations

import subprocess
from pathlib import Path

from kiosk.errors import SettingsError

COMMANDS = Path("/usr/lib/signing-kiosk-session")
"""Where they are once the session is installed."""
_NOT_ALLOWED = (126, 127)
"""pkexec's exit codes where nobody gave a password, or the wrong one."""


def become(on: bool, commands: Path = COMMANDS) -> None:
    """Makes this laptop a kiosk from its next start, or gives it back; the system asks for a password first.

    Args:
        commands: the folder with the session's commands.

    Raises:
        SettingsError: the session is not installed, nobody allowed it, or the system could not be changed.
    """
    command = commands / ("turn-on" if on else "turn-off")
    if not command.exists():
        raise SettingsError(
            "What makes a laptop a kiosk is not installed here.",
            "Install it, too (on Debian: the package signing-kiosk-session).",
        )
    try:
        done = subprocess.run(["pkexec", command], capture_output=True, check=False)
    except FileNotFoundError:
        raise SettingsError(
            "This laptop has nothing that asks for an administrator’s password.",
            "Run {command} in a terminal, as root.",
            command=command,
        ) from None
    if done.returncode in _NOT_ALLOWED:
        raise SettingsError(
            "Nobody allowed it, so nothing was changed.", "Try again, with an administrator’s password."
        )
    if done.returncode:
        raise SettingsError(
            "The system could not be changed.",
            "Run {command} in a terminal, as root: it says why.",
            command=command,
        )


def restart() -> None:
    """Restarts the laptop. Raises SettingsError where the system does not let it."""
    try:
        subprocess.run(["systemctl", "reboot"], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise SettingsError("The laptop could not be restarted.", "Restart it yourself.") from error
