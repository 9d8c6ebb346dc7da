"""Keeps the system's input method out of a window: it remembers the words that are typed, on the disk."""

from __future__ import annotations

import ctypes
import sys

if sys.platform == "win32":
    from ctypes import wintypes

    _imm = ctypes.WinDLL("imm32")
    _imm.ImmAssociateContext.argtypes = [wintypes.HWND, wintypes.HANDLE]
    _imm.ImmAssociateContext.restype = wintypes.HANDLE
    _imm.ImmGetContext.argtypes = [wintypes.HWND]
    _imm.ImmGetContext.restype = wintypes.HANDLE

    def keep_out(window: int) -> None:
        """From now on no input method of the system takes what is typed in `window` (its HWND)."""
        _imm.ImmAssociateContext(window, None)

    def is_in(window: int) -> bool:
        """Whether an input method of the system would take what is typed in `window`."""
        return bool(_imm.ImmGetContext(window))
