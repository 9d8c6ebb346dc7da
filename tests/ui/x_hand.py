"""A hand without xdotool's pauses: keys, buttons and movements through X's XTEST extension (libXtst)."""

from __future__ import annotations

import ctypes
from types import TracebackType

_MODIFIERS = {"ctrl": "Control_L", "alt": "Alt_L", "shift": "Shift_L", "super": "Super_L"}


class XHand:
    """Presses and moves on `display`, as fast as the X server takes it."""

    def __init__(self, display: str) -> None:
        self._x11 = ctypes.CDLL("libX11.so.6")
        self._test = ctypes.CDLL("libXtst.so.6")
        self._x11.XOpenDisplay.restype = ctypes.c_void_p
        self._x11.XStringToKeysym.restype = ctypes.c_ulong
        self._x11.XKeysymToKeycode.argtypes = [ctypes.c_void_p, ctypes.c_ulong]
        self._open = ctypes.c_void_p(self._x11.XOpenDisplay(display.encode()))
        assert self._open, f"there is no display {display}"

    def __enter__(self) -> XHand:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self._x11.XCloseDisplay(self._open)

    def move(self, x: int, y: int) -> None:
        """To a place on the screen."""
        self._test.XTestFakeMotionEvent(self._open, -1, x, y, ctypes.c_ulong(0))
        self._x11.XSync(self._open, 0)

    def button(self, number: int, *, down: bool) -> None:
        """Presses a mouse button (1 left, 2 middle, 3 right) or lets it go."""
        self._test.XTestFakeButtonEvent(self._open, number, int(down), ctypes.c_ulong(0))
        self._x11.XSync(self._open, 0)

    def key(self, name: str, *, down: bool) -> None:
        """Presses a key, such as "Shift_L", or lets it go; without such a key nothing happens."""
        code = self._x11.XKeysymToKeycode(self._open, self._x11.XStringToKeysym(name.encode()))
        if code:
            self._test.XTestFakeKeyEvent(self._open, code, int(down), ctypes.c_ulong(0))
        self._x11.XSync(self._open, 0)

    def press(self, *shortcuts: str) -> None:
        """Presses one shortcut after the other and lets it go, such as "ctrl+alt+t"."""
        for shortcut in shortcuts:
            names = [_MODIFIERS.get(name, name) for name in shortcut.split("+")]
            for name in names:
                self.key(name, down=True)
            for name in reversed(names):
                self.key(name, down=False)
