"""Dead keys and the Compose key of the laptop's own keyboard: an accent, then its letter.

Qt has one input method a program. Ours is the keyboard on the screen (platform.py), so that Qt's own
for dead keys is not there; this does the same, through the same library (libxkbcommon) with X's table.
"""

from __future__ import annotations

import ctypes
from functools import cache

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

_TABLE = b"en_US.UTF-8"
"""The table of compositions that has the most; those of other locales are parts of it, or name it."""
_LIBRARY = "libxkbcommon.so.0"
_NO_INCLUDES, _NO_ENVIRONMENT = 1, 2  # xkb_context_flags
_NOTHING, _COMPOSING, _COMPOSED = 0, 1, 2  # xkb_compose_status
_LONGEST = 64
"""Bytes of what a composition gives."""


class Composer(QObject):
    """Gives a field "é" when the acute accent was pressed and then "e".

    What has been begun ends with the field's focus, so that nobody finds it there later. Where the
    system has no libxkbcommon, as on Windows and macOS, it composes itself, and this does nothing.

    Args:
        application: whose fields are typed in.
    """

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._keys: _Keys | None = None
        self._field: QWidget | None = None
        application.focusChanged.connect(self._focus_changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and watched is self._field:
            return self._take(event)
        return False

    def _focus_changed(self, old: QWidget | None, now: QWidget | None) -> None:
        if self._keys is not None:
            self._keys.forget()
        if self._field is not None and isValid(self._field):
            self._field.removeEventFilter(self)
        self._field = None
        if now is not None and now.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled):
            self._keys = (
                self._keys or _Keys.open()
            )  # with the first field: the first screen waits for no table
            if self._keys is not None:
                self._field = now
                now.installEventFilter(self)

    def _take(self, event: QKeyEvent) -> bool:
        """Whether the key was for a composition; the field has got what came of it."""
        assert self._keys is not None
        assert self._field is not None
        keysym = event.nativeVirtualKey()
        if not keysym:  # no real key: one of the screen's
            return False
        if self._keys.composing and event.key() == Qt.Key.Key_Backspace:
            self._keys.forget()
            return True
        text = self._keys.press(keysym)
        if text:
            composed = QInputMethodEvent()
            composed.setCommitString(text)
            QApplication.sendEvent(self._field, composed)
        # Where the letter does not go with the accent, it is typed without.
        return bool(text) or self._keys.composing


class _Keys:
    """What has been pressed of a composition (xkbcommon-compose.h)."""

    def __init__(self, library: ctypes.CDLL, state: int) -> None:
        self._library = library
        self._state = state

    @classmethod
    def open(cls) -> _Keys | None:
        """None where the system has no such library or table."""
        library, table = _table()
        if library is None or not table:
            return None
        return cls(library, library.xkb_compose_state_new(table, 0))

    @property
    def composing(self) -> bool:
        """Whether a composition has been begun."""
        return int(self._library.xkb_compose_state_get_status(self._state)) == _COMPOSING

    def press(self, keysym: int) -> str:
        """What the key completes; "" where it does not (or not yet)."""
        self._library.xkb_compose_state_feed(self._state, keysym)
        status = self._library.xkb_compose_state_get_status(self._state)
        if status in (_NOTHING, _COMPOSING):
            return ""
        text = ctypes.create_string_buffer(_LONGEST)
        if status == _COMPOSED:
            self._library.xkb_compose_state_get_utf8(self._state, text, _LONGEST)
        self.forget()
        return text.value.decode()

    def forget(self) -> None:
        """Drops what has been begun."""
        self._library.xkb_compose_state_reset(self._state)


@cache
def _table() -> tuple[ctypes.CDLL | None, int]:
    """The library and its table, which the process keeps."""
    try:
        library = ctypes.CDLL(_LIBRARY)
    except OSError:
        return None, 0
    pointer, number = ctypes.c_void_p, ctypes.c_int
    for name, returned, arguments in (
        ("xkb_context_new", pointer, [number]),
        ("xkb_context_set_log_level", None, [pointer, number]),
        ("xkb_compose_table_new_from_locale", pointer, [pointer, ctypes.c_char_p, number]),
        ("xkb_compose_state_new", pointer, [pointer, number]),
        ("xkb_compose_state_feed", number, [pointer, ctypes.c_uint32]),
        ("xkb_compose_state_get_status", number, [pointer]),
        ("xkb_compose_state_get_utf8", number, [pointer, ctypes.c_char_p, ctypes.c_size_t]),
        ("xkb_compose_state_reset", None, [pointer]),
    ):
        function = getattr(library, name)
        function.restype, function.argtypes = returned, arguments
    context = library.xkb_context_new(_NO_INCLUDES | _NO_ENVIRONMENT)
    library.xkb_context_set_log_level(context, 0)
    return library, library.xkb_compose_table_new_from_locale(context, _TABLE, 0) or 0
