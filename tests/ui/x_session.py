"""An X display of its own with openbox, and the kiosk in it as people start it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import psutil

from tests import patience
from tests.lacking import need
from tests.program import COMMAND, ENVIRONMENT, ROOT

SESSION = ROOT / "packaging" / "session" / "files" / "usr" / "lib" / "signing-kiosk-session"
"""The locked session's own programs and settings."""
LOCKED = ("--config-file", str(SESSION / "openbox.xml"))
"""How openbox is started where the kiosk is locked down."""
_BUSY_PERCENT = 30.0


@contextmanager
def x_display(home: Path, *openbox: str) -> Iterator[str]:
    """A display such as ":5" with a window manager, without which no window gets the focus."""
    need("Xvfb", "openbox", "xdotool", "xmessage", "xprop", "xrandr")
    reading, writing = os.pipe()
    # Without -noreset it begins anew when whoever asks it goes, and turns openbox away meanwhile.
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1920x1080x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as answer:
        number = answer.readline().strip()
    name = f":{number}"
    environment = {**os.environ, "DISPLAY": name, "HOME": str(home)}
    manager = subprocess.Popen(["openbox", *openbox], env=environment, stderr=subprocess.DEVNULL)
    ask = ["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"]
    try:
        patience.until(
            lambda: b"window id" in subprocess.run(ask, env=environment, capture_output=True).stdout
        )
        yield name
    finally:
        manager.terminate()
        server.terminate()
        manager.wait()
        server.wait()


class XKiosk:
    """A kiosk that runs full screen on `display`; what it prints goes to the file `said`."""

    def __init__(self, display: str, data: Path, said: Path, *before: str) -> None:
        self.display = display
        self.said = said
        self._environment = {**ENVIRONMENT, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        self._environment.pop("DBUS_SESSION_BUS_ADDRESS", None)
        with said.open("w") as file:
            self.program = subprocess.Popen(
                [*before, *COMMAND, "run", "--data", str(data)],
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
            )

    def process(self) -> psutil.Process:
        """The one with the window."""
        (process,) = (
            child
            for child in psutil.Process(self.program.pid).children(recursive=True)
            if "--supervised" in child.cmdline()
        )
        return process

    def processes(self) -> set[int]:
        """All that the program has started."""
        return {child.pid for child in psutil.Process(self.program.pid).children(recursive=True)}

    def start(self, *command: str, said: IO[bytes] | None = None) -> subprocess.Popen[bytes]:
        """Another program on the same display; what it says goes to the file `said`."""
        return subprocess.Popen(command, env=self._environment, stdout=said, stderr=subprocess.DEVNULL)

    def ask(self, *command: str) -> str:
        """What a tool such as xprop says about the display; "" when it finds nothing."""
        return subprocess.run(command, env=self._environment, capture_output=True, text=True).stdout.strip()

    def owner(self) -> int:
        """The process whose window is active; 0 when none is."""
        return int(self.ask("xdotool", "getactivewindow", "getwindowpid") or 0)

    def window(self) -> str:
        """The active window, as X's number."""
        return self.ask("xdotool", "getactivewindow")

    def windows(self) -> set[str]:
        """All windows that are to be seen, menus and tool tips too."""
        return set(self.ask("xdotool", "search", "--onlyvisible", "--class", ".").split())

    def has_it_all(self) -> bool:
        """Whether the kiosk's window is active, full screen and over everything."""
        window = self.window()
        if not window or self.owner() not in self.processes():
            return False
        stacked = self.ask("xprop", "-root", "_NET_CLIENT_LIST_STACKING").split("#")[-1].split(",")[-1]
        state = self.ask("xprop", "-id", window, "_NET_WM_STATE")
        on_top = stacked.strip() == hex(int(window))
        return on_top and "_FULLSCREEN" in state and "_HIDDEN" not in state

    def is_busy(self) -> bool:
        """Whether it is still answering what was done."""
        return self.process().cpu_percent(0.2) > _BUSY_PERCENT


@contextmanager
def x_kiosk(display: str, data: Path, said: Path, *before: str) -> Iterator[XKiosk]:
    """A kiosk on `display`, up and active."""
    kiosk = XKiosk(display, data, said, *before)
    try:
        patience.until(lambda: bool(kiosk.owner()) and kiosk.has_it_all())
        yield kiosk
    finally:
        kiosk.program.terminate()
        kiosk.program.wait(patience.SECONDS)
