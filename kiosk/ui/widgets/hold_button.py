"""A button that must be held for a while, for what cannot be undone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QEvent, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QHideEvent, QKeyEvent, QPainter, QPaintEvent

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import WrappingButton

HOLD_MS = 5000
"""How long it is held."""
_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TICK_MS = 50


class HoldButton(WrappingButton):
    """Held by a finger, the mouse, Space or Enter for `HOLD_MS`; it counts down and fills meanwhile.

    Args:
        text: what it says while nobody holds it.
        counting: what it says with so many seconds left.
    """

    held = Signal()
    """It was held to the end."""
    let_go = Signal()
    """It was not."""

    def __init__(self, text: str, name: str, theme: Theme, counting: Callable[[int], str]) -> None:
        super().__init__(text)
        self.setObjectName(name)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._rest = text
        self._theme = theme
        self._counting = counting
        self._since = QElapsedTimer()
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._count)
        self.pressed.connect(self._begin)
        self.released.connect(self._stop)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in _KEYS:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self._begin()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() not in _KEYS:
            super().keyReleaseEvent(event)
        elif not event.isAutoRepeat():
            self._stop()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._stop()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._stop()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self._stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._tick.isActive():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.on_accent))  # while held, a button is in the strong colour
            high = self._theme.px(8)
            full = self.width() - 4 * high
            done = min(1.0, self._since.elapsed() / HOLD_MS)
            box = QRectF(2 * high, self.height() - 1.75 * high, full * done, high * 0.75)
            painter.drawRoundedRect(box, high / 2, high / 2)

    def _begin(self) -> None:
        if not self._tick.isActive():
            self._since.start()
            self._tick.start()
            self.setDown(True)
            self._count()

    def _count(self) -> None:
        left = HOLD_MS - self._since.elapsed()
        if left <= 0:
            self._tick.stop()
            self.setDown(False)
            self.say(self._rest)
            self.held.emit()
            return
        seconds = self._counting(-(-left // 1000))
        if seconds != self.accessibleName():
            self.say(seconds)
            announce(self, seconds)
        self.update()

    def _stop(self) -> None:
        if self._tick.isActive():
            self._tick.stop()
            self.setDown(False)
            self.say(self._rest)
            self.let_go.emit()
