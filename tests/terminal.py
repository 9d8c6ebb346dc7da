"""A terminal at which somebody types to the program."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import subprocess
import termios
import time

from tests import patience
from tests.program import COMMAND, ENVIRONMENT


class Terminal:
    """A terminal at which somebody types to `kiosk`."""

    def __init__(self, *arguments: object) -> None:
        self._hand, side = pty.openpty()
        self._program = subprocess.Popen(
            [*COMMAND, *map(str, arguments)],
            env={**ENVIRONMENT, "TERM": "xterm"},
            stdin=side,
            stdout=side,
            stderr=side,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # passwords are asked for at /dev/tty
        )
        os.close(side)
        self.shown = ""

    def see(self, words: str) -> None:
        """Waits until the program shows `words`, and forgets what came before them."""
        end = time.monotonic() + patience.SECONDS
        while words not in self.shown:
            assert time.monotonic() < end, self.shown
            if select.select([self._hand], [], [], 1)[0]:
                self.shown += os.read(self._hand, 4096).decode(errors="replace")
        self.shown = self.shown.split(words, 1)[1]

    def type(self, line: str) -> None:
        self.send(f"{line}\n".encode())

    def send(self, keys: bytes) -> None:
        """Types `keys`, which need not be text."""
        os.write(self._hand, keys)

    def end(self) -> int:
        """The program's exit code."""
        code = self._program.wait(patience.SECONDS)
        os.close(self._hand)
        return code
