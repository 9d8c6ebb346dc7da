"""The locked screen: it tells whoever looks at it nothing, not even what the laptop is for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QPointF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent

from kiosk.campaign.model import Colours
from kiosk.ui.screen import Screen, View

NEUTRAL = Colours(paper="#14171a", ink="#e4e7ea", accent="#8d99a5", on_accent="#14171a")
"""No campaign's colours."""
TITLE = "Locked"
"""Of the window, meanwhile."""
DEAF_MS = 1000
"""Whoever panics taps more often than needed: for so long, that leads nowhere."""


class NeutralScreen(Screen):
    """A dark screen with a quiet dot; a touch or a key calls `knock`."""

    def __init__(self, view: View, knock: Callable[[], object]) -> None:
        super().__init__(view)
        self._knock = knock
        self._shown = QElapsedTimer()
        self._shown.start()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.first_focus = self

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._touched()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat():
            self._touched()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.view.theme.line))
        radius = self.view.theme.px(5)
        painter.drawEllipse(QPointF(self.rect().center()), radius, radius)

    def _touched(self) -> None:
        if self._shown.elapsed() >= DEAF_MS:
            self._knock()
