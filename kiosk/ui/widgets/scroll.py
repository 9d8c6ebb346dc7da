"""A page that scrolls up and down when it must, and never sideways."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QScroller, QVBoxLayout, QWidget

from kiosk.ui.language import Language
from kiosk.ui.widgets.text_field import TextField

_AROUND = 8
"""Pixels above and below what is brought into view."""


class ScrollPage(QScrollArea):
    """Holds `content`, a vertical layout to put widgets into; a finger can drag it.

    The page is exactly as high as its wrapped text needs at this width (a plain
    scroll area takes the size hint, which knows nothing of the width). Tab comes to its
    scroll bar, which takes the arrow keys, Page Up and Page Down.
    """

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._page = QWidget()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        bar = self.verticalScrollBar()
        bar.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a bar that is not needed is hidden, and left out
        bar.setAccessibleName(language.text("Scroll"))
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.content = QVBoxLayout(self._page)
        self.content.setContentsMargins(0, 0, 0, 0)
        self.setWidget(self._page)
        self._page.installEventFilter(self)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        # The page covers it. Where Qt dresses a viewport by the style sheet, it keeps that after its end.
        self.viewport().setAutoFillBackground(False)
        self.viewport().grabGesture(_drag())
        QScroller.scroller(self.viewport())  # moves the page for the gesture
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._show_focus)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        focus = self.focusWidget()
        if focus is not None:  # the on-screen keyboard may have taken the room it stood in
            self.ensureWidgetVisible(focus)
        self._show_focus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._page and event.type() == QEvent.Type.LayoutRequest:
            self._fit()
            self._show_focus()  # a remark may have taken the room it stood in
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        room = self.viewport().size()
        needed = self.content.totalHeightForWidth(room.width())
        if needed < 0:
            needed = self.content.totalSizeHint().height()
        self._page.resize(room.width(), max(needed, room.height()))

    def _show_focus(self) -> None:
        """Brings the field with the cursor on the page into view, with its title and its remark."""
        focus = QApplication.focusWidget()
        field = focus.parentWidget() if focus is not None and self._page.isAncestorOf(focus) else None
        if isinstance(field, TextField):  # a button that moved under the finger would not be pressed
            self.ensureWidgetVisible(field, 0, _AROUND)


@cache
def _drag() -> Qt.GestureType:
    """A finger's drag, as a gesture that any page can grab.

    `QScroller.grabGesture` would register a new kind for every page, and those are never given back:
    after a day at a stall there would be a hundred thousand.
    """
    application = QCoreApplication.instance()
    assert application is not None
    return QScroller.grabGesture(application, QScroller.ScrollerGestureType.TouchGesture)
