"""Answers with nothing what would lead out of the kiosk: shortcuts, menus, drops, links, dialogs."""

from __future__ import annotations

import sys

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QDropEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

_MOVING = {
    Qt.Key.Key_Tab,
    Qt.Key.Key_Backtab,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Space,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
}
_EDITING = {
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_Backspace,
    Qt.Key.Key_Delete,
}
_EDITING_LETTERS = {
    Qt.Key.Key_A,
    Qt.Key.Key_C,
    Qt.Key.Key_V,
    Qt.Key.Key_X,
    Qt.Key.Key_Y,
    Qt.Key.Key_Z,
}
"""With Ctrl; a field takes them, and itself refuses to copy (kiosk/ui/widgets/text_field.py)."""
_OF_WRITING = {
    Qt.Key.Key_Shift,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Mode_switch,
    Qt.Key.Key_Multi_key,
}
_DEAD_KEYS = range(Qt.Key.Key_Dead_Grave.value, Qt.Key.Key_Dead_Longsolidusoverlay.value + 1)
"""Accents that wait for their letter."""

_KEYS = {QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride}
_NEVER = {
    QEvent.Type.Shortcut,
    QEvent.Type.ContextMenu,
    QEvent.Type.ToolTip,
    QEvent.Type.EnterWhatsThisMode,
    QEvent.Type.QueryWhatsThis,
    QEvent.Type.WhatsThis,
}
_SCHEMES = ("http", "https", "mailto", "tel", "file")


class Guard(QObject):
    """Lets through what a visitor needs to read, move about, write and tap, and nothing else.

    It belongs before the window: what others of the program wait for (staff's own keys)
    they then see first, because Qt asks the filter that came last before the others.

    Args:
        application: whose events are watched.
    """

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        application.installEventFilter(self)
        for scheme in _SCHEMES:
            # The stub asks for bytes, PySide6 itself for str.
            QDesktopServices.setUrlHandler(scheme, self, "open_nothing")  # type: ignore[arg-type]

    def close(self) -> None:
        """Watches no more."""
        self._application.removeEventFilter(self)
        for scheme in _SCHEMES:
            QDesktopServices.unsetUrlHandler(scheme)

    @Slot(QUrl)
    def open_nothing(self, url: QUrl) -> None:
        """Where Qt would start a browser or a file manager."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _NEVER:
            return True
        if kind in _KEYS and isinstance(event, QKeyEvent):
            return not _serves_a_visitor(event)
        if isinstance(event, QDropEvent):  # and what comes before a drop
            event.ignore()
            return True
        if isinstance(event, QMouseEvent):
            # The middle button pastes, the right one asks for a menu, others go "back".
            return event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton)
        if isinstance(watched, QWidget) and _is_dialog(watched):
            if kind == QEvent.Type.Polish:
                watched.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
            elif kind == QEvent.Type.Show:
                # Whoever opened it waits for it to close, which only works once it is open.
                QTimer.singleShot(0, watched, watched.close)
        return False


def _serves_a_visitor(event: QKeyEvent) -> bool:
    key = Qt.Key(event.key())
    held = event.modifiers()
    ctrl = bool(held & Qt.KeyboardModifier.ControlModifier)
    alt = bool(held & Qt.KeyboardModifier.AltModifier)
    if held & Qt.KeyboardModifier.MetaModifier:
        return False
    # Windows says Ctrl+Alt for AltGr, macOS says Alt: both write letters with it.
    if event.text().isprintable() and event.text() and ctrl == alt:
        return True
    if alt:
        return sys.platform == "darwin" and event.text().isprintable() and bool(event.text())
    if ctrl:
        return key in _EDITING_LETTERS or key in _EDITING
    return key in _MOVING or key in _EDITING or key in _OF_WRITING or event.key() in _DEAD_KEYS


def _is_dialog(widget: QWidget) -> bool:
    """Whether it is a window beside the kiosk's own: a dialog, a menu, a tool tip."""
    return widget.isWindow() and widget.windowType() != Qt.WindowType.Window
