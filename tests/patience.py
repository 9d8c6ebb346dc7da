"""How a test waits: for the thing itself, as long as a busy machine needs, and never for a time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEventLoop
from PySide6.QtTest import QTest

Seen = TypeVar("Seen")

SECONDS = 180.0
"""How long something may take on a busy machine before it counts as not coming."""
LONG_SECONDS = 600.0
"""How long a whole program may take there, such as a rehearsal."""
_ROUNDS = 50
_POLL_SECONDS = 0.005


def until(look: Callable[[], Seen], seconds: float = SECONDS) -> Seen:
    """What `look` comes to see; this process's windows live on meanwhile."""
    end = time.monotonic() + seconds
    while not (seen := look()):
        assert time.monotonic() < end, "it did not happen in time"
        if QCoreApplication.instance() is not None:
            settle()
        time.sleep(_POLL_SECONDS)
    return seen


def settle() -> None:
    """Lets Qt do all that is due by now, what is to be deleted too."""
    loop = QEventLoop()
    for _ in range(_ROUNDS):
        QTest.qWait(0)
        if not loop.processEvents():
            return


def move_on() -> None:
    """The while that a finger takes to its next place: no wait for anything, but how fast it moves."""
    QTest.qWait(20)


def hold(seconds: float) -> None:
    """How long a hand holds a key or a button: no wait for anything."""
    time.sleep(seconds)


def let_go_on(seconds: float) -> None:
    """Lets another program go on for a moment of chance, at which it is killed or cut off.

    The moment need not meet anything: a test that needs something to have happened waits for that.
    """
    time.sleep(seconds)
