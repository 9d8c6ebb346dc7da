"""A card over the whole window, to be answered before anything else."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QVBoxLayout, QWidget

from kiosk.campaign.palette import luminance
from kiosk.ui.screen import View
from kiosk.ui.widgets.accessible_role import Role, set_accessible_role
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.labels import heading_label

_WIDTH = 760
_DIM = 150
"""How dark the page is behind a card, of 255."""


class Over(QWidget):
    """Lies over `window` until it is closed; what is below cannot be touched.

    Nor can it be read, unless the card `shows_below`: the next person is not to see what the last one typed.

    Put what it holds into `column`, then call `appear`.

    Args:
        heading: what it says on top, in the visitor's language.
        escape: called by the Esc key.

    Attributes:
        before: what had the cursor before it came, if anything.
    """

    shows_below = False

    def __init__(self, window: QWidget, view: View, heading: str, escape: Callable[[], object]) -> None:
        super().__init__(window)
        self.setObjectName("over")
        set_accessible_role(self, Role.Dialog)
        self.view = view
        self.before = window.focusWidget()
        self._escape = escape
        self._open = True
        px = view.theme.px
        card = QFrame()
        card.setProperty("role", "over-card")
        card.setFixedWidth(min(px(_WIDTH), window.width() - px(40)))
        self.column = QVBoxLayout(card)
        self.column.setContentsMargins(px(40), px(34), px(40), px(34))
        self.column.setSpacing(px(16))
        self.column.addWidget(heading_label(heading))
        self.setAccessibleName(heading)
        middle = QVBoxLayout(self)
        middle.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)

    def appear(self, focus: QWidget) -> None:
        """Shows it over everything, with the cursor on `focus`."""
        window = self.parentWidget()
        assert window is not None
        self.setGeometry(window.rect())
        self.show()
        self.raise_()
        focus.setFocus()
        announce(self, self.accessibleName())

    def close_over(self) -> None:
        """Takes it away, unanswered."""
        self._open = False
        for answer in self._answers():
            answer.clearFocus()
        self.hide()
        self.deleteLater()

    def answer(self, then: Callable[[], object]) -> Callable[[], None]:
        """What a button of it does: close it, then `then`."""

        def close_and_go() -> None:
            self.close_over()
            then()

        return close_and_go

    def _answers(self) -> list[QAbstractButton]:
        return [button for button in self.findChildren(QAbstractButton) if button.isVisible()]

    def focusNextPrevChild(self, forward: bool) -> bool:
        """While it is open, Tab stays among its buttons and never goes to what lies below."""
        answers = self._answers()
        if not self._open or not answers:
            return super().focusNextPrevChild(forward)
        at = next((number for number, button in enumerate(answers) if button.hasFocus()), -1)
        answers[(at + (1 if forward else -1)) % len(answers)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.answer(self._escape)()
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.shows_below:
            painter.fillRect(self.rect(), QColor(0, 0, 0, _DIM))
        else:
            theme = self.view.theme
            painter.fillRect(self.rect(), QColor(min(theme.ink, theme.paper, key=luminance)))
