"""Starts the kiosk again when it has crashed, at once and without a word.

The kiosk runs in a process of its own, with one end of a pipe as its standard input. It ends in good
order as soon as that pipe closes: when the supervisor is told to end, and also when it was killed.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from types import FrameType
from typing import NoReturn

FAULT = 70
"""The exit code of a program that has a fault (EX_SOFTWARE in BSD's sysexits.h)."""
SUPERVISED = "--supervised"
"""The option of `kiosk run` that makes it the process which is started again."""

_CODES = range(20)
"""With which the kiosk may end by itself, after it has said why."""
_BY_ITSELF = 100
"""What is added to them, so that its supervisor knows them.

All others are crashes: on Windows abort() is 3, and who is ended by another program has whatever number
that one gave, mostly 1. (120 is Python's, where the last words could not be written.)
"""
_SOUND_SECONDS = 60.0
"""Whoever has run for so long started well; crashes before it do not count any more."""
_AT_ONCE = 3
"""How many crashes in a row are answered without a pause."""
_LONGEST_PAUSE = 60.0


class _AskedToEnd(Exception):  # noqa: N818  it is no error
    """Somebody asked the program to end."""


def supervise(once: Sequence[str] = ()) -> int:
    """Runs this same command as a kiosk, again after every crash, until it ends by itself or is asked to.

    Args:
        once: arguments that only the first start gets: whoever comes after a crash has not asked for it.

    Returns:
        the kiosk's exit code; 0 when SIGTERM or Ctrl+C ended it.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _ask)
    crashes, arguments = 0, sys.argv[1:]
    try:
        while True:
            started = time.monotonic()
            # Leaving the block closes the pipe and waits for the kiosk's end, however it is left.
            with subprocess.Popen(_command(arguments), stdin=subprocess.PIPE) as kiosk:
                code = kiosk.wait()
            if code - _BY_ITSELF in _CODES:
                return code - _BY_ITSELF
            arguments = [argument for argument in arguments if argument not in once]
            crashes = 1 if time.monotonic() - started > _SOUND_SECONDS else crashes + 1
            time.sleep(pause_after(crashes))
    except _AskedToEnd:
        return 0


def pause_after(crashes: int) -> float:
    """Seconds to wait after so many crashes in a row: none at first, then doubled up to a minute."""
    return 0.0 if crashes <= _AT_ONCE else min(2.0 ** (crashes - _AT_ONCE - 1), _LONGEST_PAUSE)


def exit_code(code: int) -> int:
    """What this process is to exit with when it ends by itself with `code`: its supervisor must know it."""
    is_supervised = SUPERVISED in sys.argv[1:]
    return code + _BY_ITSELF if is_supervised and code in _CODES else code


def end_with_supervisor() -> None:
    """In the kiosk: from now on it gets SIGTERM when its supervisor is gone or wants it to end."""
    threading.Thread(target=_await_the_end, daemon=True).start()


def _await_the_end() -> None:
    while os.read(0, 1):
        pass
    signal.raise_signal(signal.SIGTERM)


def _ask(number: int, frame: FrameType | None) -> NoReturn:
    raise _AskedToEnd


def _command(arguments: Sequence[str]) -> list[str]:
    """This process's own command line with `arguments`, of a bundle (PyInstaller) or of Python."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "kiosk"]
    return [*program, *arguments, SUPERVISED]
