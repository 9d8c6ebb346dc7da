"""Where the cursor is: a ring of two colours around it, with a gap, to be seen on every ground."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget
from shiboken6 import isValid

from kiosk.ui.theme import Theme

_GAP, _INNER, _OUTER = 2, 3, 3
"""Units between the control and the ring, and how wide its two lines are."""
_CORNER = 14
_FOLLOWED = {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide}
_BY_POINTER = {QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.TabletPress}


class FocusRing(QWidget):
    """Lies over `window`, around whatever has the cursor there; it goes while somebody points instead.

    Args:
        application: tells where the cursor is.
    """

    def __init__(self, application: QApplication, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self.setObjectName("focus-ring")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._window = window
        self._theme = theme
        self._around: QWidget | None = None
        self._followed: list[QWidget] = []
        self._pointed = False
        self.hide()
        application.focusChanged.connect(self._go)

    def set_theme(self, theme: Theme) -> None:
        """Draws itself in the colours of `theme` from now on."""
        self._theme = theme
        self._place()

    def watch(self, watched: QObject, event: QEvent) -> bool:
        """To be told of what hands do; keeps nothing from others."""
        kind = event.type()
        if kind in _BY_POINTER or kind == QEvent.Type.KeyPress:
            self._pointed = kind in _BY_POINTER
            self._place()
        return False

    def _go(self, old: QWidget | None, now: QWidget | None) -> None:
        inside = now is not None and self._window.isAncestorOf(now)
        for each in filter(isValid, self._followed):
            each.removeEventFilter(self)
        self._around, self._followed = (now if inside else None), []
        above = self._around
        while above is not None and above is not self._window:
            above.installEventFilter(self)
            self._followed.append(above)
            above = above.parentWidget()
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _FOLLOWED:
            self._place()
        return False

    def _place(self) -> None:
        around = self._around
        there = around is not None and isValid(around) and around.isVisible()
        seen = self._seen() if there else QRect()
        if self._pointed or seen.isEmpty():
            self.hide()
            return
        wide = self._theme.px(_GAP + _INNER + _OUTER)
        self.setGeometry(seen.adjusted(-wide, -wide, wide, wide))
        self.show()
        self.raise_()
        self.update()

    def _seen(self) -> QRect:
        """What is to be seen of the control, on the window."""
        assert self._around is not None
        seen = QRect(self._around.mapTo(self._window, QPoint(0, 0)), self._around.size())
        for each in self._followed[1:]:
            if isinstance(each, QAbstractScrollArea):
                view = each.viewport()
                seen &= QRect(view.mapTo(self._window, QPoint(0, 0)), view.size())
        return seen & self._window.rect()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner, outer = theme.px(_INNER), theme.px(_OUTER)
        corner = theme.px(_CORNER)
        for inside, width, colour in ((outer / 2, outer, theme.paper), (outer + inner / 2, inner, theme.ink)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawRoundedRect(
                QRectF(self.rect()).adjusted(inside, inside, -inside, -inside), corner, corner
            )
