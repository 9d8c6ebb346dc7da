"""A page that scrolls up and down when it must, and never sideways."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QScroller, QVBoxLayout, QWidget


class ScrollPage(QScrollArea):
    """Holds `content`, a vertical layout to put widgets into; a finger can drag it.

    The page is exactly as high as its wrapped text needs at this width (a plain
    scroll area takes the size hint, which knows nothing of the width).
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._page = QWidget()
        self.content = QVBoxLayout(self._page)
        self.content.setContentsMargins(0, 0, 0, 0)
        self.setWidget(self._page)
        self._page.installEventFilter(self)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        focus = self.focusWidget()
        if focus is not None:  # the on-screen keyboard may have taken the room it stood in
            self.ensureWidgetVisible(focus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._page and event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        room = self.viewport().size()
        needed = self.content.totalHeightForWidth(room.width())
        if needed < 0:
            needed = self.content.totalSizeHint().height()
        self._page.resize(room.width(), max(needed, room.height()))
