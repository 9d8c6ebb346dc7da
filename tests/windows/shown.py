"""The windows of Qt programs on this Windows screen."""

from __future__ import annotations

import ctypes
import sys
from dataclasses import dataclass

_WM_CLOSE = 0x0010


@dataclass(frozen=True)
class Shown:
    """A window that can be seen: its handle, its process, and its place in pixels."""

    handle: int
    process: int
    rectangle: tuple[int, int, int, int]

    @property
    def size(self) -> int:
        """Its area in pixels."""
        left, top, right, bottom = self.rectangle
        return (right - left) * (bottom - top)


if sys.platform == "win32":
    from ctypes import wintypes

    _user = ctypes.WinDLL("user32")
    _BACK = ctypes.WINFUNCTYPE(wintypes.BOOL, wintypes.HWND, wintypes.LPARAM)
    _user.EnumWindows.argtypes = [_BACK, wintypes.LPARAM]
    _user.PostMessageW.argtypes = [wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM]

    def shown() -> list[Shown]:
        """All windows of Qt programs that can be seen, the topmost first."""
        found = []

        def look(handle: int, _: int) -> bool:
            kind = ctypes.create_unicode_buffer(64)
            _user.GetClassNameW(wintypes.HWND(handle), kind, 64)
            if kind.value.startswith("Qt") and _user.IsWindowVisible(wintypes.HWND(handle)):
                process, place = wintypes.DWORD(), wintypes.RECT()
                _user.GetWindowThreadProcessId(wintypes.HWND(handle), ctypes.byref(process))
                _user.GetWindowRect(wintypes.HWND(handle), ctypes.byref(place))
                rectangle = (place.left, place.top, place.right, place.bottom)
                found.append(Shown(handle, process.value, rectangle))
            return True

        _user.EnumWindows(_BACK(look), 0)
        return found

    def screen() -> tuple[int, int, int, int]:
        """The place of the whole screen, in pixels."""
        return 0, 0, _user.GetSystemMetrics(0), _user.GetSystemMetrics(1)

    def close(window: Shown) -> None:
        """As by the cross in its corner."""
        _user.PostMessageW(window.handle, _WM_CLOSE, 0, 0)
