"""Keeps the screen on and the laptop from sleeping while the kiosk is open."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_LOCAL_BUS = "unix:"
"""How the address of a session bus on this computer begins; no other is ever called."""
# SetThreadExecutionState, winbase.h
_ES_CONTINUOUS = 0x80000000
_ES_SYSTEM_REQUIRED = 0x00000001
_ES_DISPLAY_REQUIRED = 0x00000002


@contextmanager
def awake() -> Iterator[None]:
    """Within it neither a screen saver nor the system's sleep comes by itself.

    On Linux the desktop is asked over the session bus, if there is one; under a plain X server
    nobody blanks the screen. A desktop's lid that is closed sleeps all the same.
    """
    if sys.platform == "win32":
        with _windows_awake():
            yield
    elif sys.platform == "darwin":
        subprocess.Popen(["/usr/bin/caffeinate", "-d", "-i", "-w", str(os.getpid())])  # ends with us
        yield
    else:
        _ask_the_desktop()
        yield


@contextmanager
def _windows_awake() -> Iterator[None]:
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009  only Windows has it
    kernel.SetThreadExecutionState(_ES_CONTINUOUS | _ES_SYSTEM_REQUIRED | _ES_DISPLAY_REQUIRED)
    try:
        yield
    finally:
        kernel.SetThreadExecutionState(_ES_CONTINUOUS)


def _ask_the_desktop() -> None:
    """Asks for the Idle Inhibition Service (freedesktop.org); it holds until this process is gone."""
    # Without an address Qt would start a bus of its own.
    if not os.environ.get("DBUS_SESSION_BUS_ADDRESS", "").startswith(_LOCAL_BUS):
        return
    from PySide6.QtDBus import QDBusConnection, QDBusMessage

    call = QDBusMessage.createMethodCall(
        "org.freedesktop.ScreenSaver",
        "/org/freedesktop/ScreenSaver",
        "org.freedesktop.ScreenSaver",
        "Inhibit",
    )
    call.setArguments(["signing-kiosk", "The kiosk is open"])
    call.setAutoStartService(False)
    QDBusConnection.sessionBus().asyncCall(call)
