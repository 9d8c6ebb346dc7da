"""The chime when a signature is stored, by the system's own player.

docs/decisions/0043 has what Qt Multimedia would cost instead.
"""

from __future__ import annotations

import shutil
import sys

from PySide6.QtCore import QProcess, QProcessEnvironment
from PySide6.QtWidgets import QApplication

from kiosk import paths
from kiosk.stall.session import is_locked_session

_PLAYERS = (["pw-play"], ["paplay"], ["aplay", "-q"], ["afplay"])
"""What plays a file, of PipeWire, PulseAudio, ALSA and macOS; the first one that is there does."""


def ring() -> None:
    """Rings once, and waits for nothing; where no sound reaches the kiosk, with the laptop's bell."""
    chime = str(paths.resources() / "sounds" / "chime.wav")
    if sys.platform == "win32":
        import winsound

        try:
            winsound.PlaySound(chime, winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT)
        except RuntimeError:  # there is no sound device, or another program has it
            QApplication.beep()
    elif not is_locked_session() and (player := _player()):
        _start([*player, chime])
    else:
        QApplication.beep()


def _player() -> list[str] | None:
    return next((command for command in _PLAYERS if shutil.which(command[0])), None)


def _start(command: list[str]) -> None:
    """Starts `command` beside this program, and hears no more of it."""
    process = QProcess()
    process.setProgram(command[0])
    process.setArguments(command[1:])
    process.setStandardOutputFile(QProcess.nullDevice())
    process.setStandardErrorFile(QProcess.nullDevice())
    environment = QProcessEnvironment.systemEnvironment()
    environment.remove("LD_LIBRARY_PATH")  # a bundle's own libraries are not for the system's programs
    process.setProcessEnvironment(environment)
    process.startDetached()
