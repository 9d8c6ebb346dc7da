"""A question over the whole window, to be answered before anything else: two buttons, and a countdown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.ui.stall.view import View
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label

_WIDTH = 760


class QuestionOver(QWidget):
    """Lies over `window` until it is answered; what is below can be neither read nor touched.

    Args:
        question: what is asked, in the visitor's language.
        stay: called by the button that goes on, and by Esc.
        leave: called by the other button, and when the countdown is over.
        seconds: how long the countdown is; without it there is none.
    """

    def __init__(
        self,
        window: QWidget,
        view: View,
        question: str,
        stay: Callable[[], object],
        leave: Callable[[], object],
        seconds: int = 0,
    ) -> None:
        super().__init__(window)
        self.setObjectName("question-over")
        self._view = view
        self._stay = stay
        self._leave = leave
        self._left = seconds
        self._open = True
        px, text = view.theme.px, view.language.text
        card = QFrame()
        card.setProperty("role", "question-card")
        card.setFixedWidth(min(px(_WIDTH), window.width() - px(40)))
        column = QVBoxLayout(card)
        column.setContentsMargins(px(40), px(34), px(40), px(34))
        column.setSpacing(px(14))
        column.addWidget(label(question, "heading"))
        self._countdown = label("", "intro")
        column.addWidget(self._countdown)
        row = QHBoxLayout()
        row.setSpacing(px(16))
        self._buttons = [
            button(text("Start anew"), "start-anew", self._answer(leave)),
            button(text("Go on"), "go-on", self._answer(stay), role="primary"),
        ]
        for answer in self._buttons:
            row.addWidget(answer, 1)
        column.addLayout(row)
        middle = QVBoxLayout(self)
        middle.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        if seconds:
            self._timer.start(1000)
        self._show_left()
        self.setGeometry(window.rect())
        self.show()
        self.raise_()
        self._buttons[1].setFocus()

    def close_over(self) -> None:
        """Takes the question away, unanswered."""
        self._timer.stop()
        self._open = False
        for answer in self._buttons:
            answer.clearFocus()
        self.hide()
        self.deleteLater()

    def _answer(self, then: Callable[[], object]) -> Callable[[], None]:
        def answer() -> None:
            self.close_over()
            then()

        return answer

    def _tick(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self._answer(self._leave)()
        else:
            self._show_left()

    def _show_left(self) -> None:
        self._countdown.setVisible(bool(self._left))
        self._countdown.setText(
            self._view.language.plural(
                "Everything is cleared in {number} second.",
                "Everything is cleared in {number} seconds.",
                self._left,
            )
        )

    def focusNextPrevChild(self, forward: bool) -> bool:
        """While it is open, Tab goes between the two buttons and never to what lies below."""
        if not self._open:
            return super().focusNextPrevChild(forward)
        self._buttons[0 if self._buttons[1].hasFocus() else 1].setFocus()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._answer(self._stay)()
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        veil = QColor(self._view.theme.ink)
        veil.setAlphaF(0.97)  # the next person is not to read what the last one typed
        QPainter(self).fillRect(self.rect(), veil)
