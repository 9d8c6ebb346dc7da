"""A question over the whole window: two buttons, and a countdown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kiosk.ui.screen import View
from kiosk.ui.stall.over import Over
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label

_MOVING = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Shift)
"""Keys that lead to the other answer."""
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class QuestionOver(Over):
    """Asks whether to go on. A touch anywhere, or a key, says yes.

    Args:
        question: what is asked, in the visitor's language.
        stay: called by the button that goes on, and by Esc.
        leave: called by the other button, and when the countdown is over: who asked may have walked away.
        seconds: how long the countdown is.
    """

    def __init__(
        self,
        window: QWidget,
        view: View,
        question: str,
        stay: Callable[[], object],
        leave: Callable[[], object],
        seconds: int,
    ) -> None:
        super().__init__(window, view, question, stay)
        self.question = question
        self._stay, self._leave = stay, leave
        self.left = seconds
        self._countdown = label("", "intro")
        self.column.addWidget(self._countdown)
        row = QHBoxLayout()
        row.setSpacing(view.theme.gap(16))
        text = view.language.text
        go_on = button(text("Go on"), "go-on", self.answer(stay), role="primary")
        for answer in (button(text("Start anew"), "start-anew", self.answer(leave)), go_on):
            answer.installEventFilter(self)
            row.addWidget(answer, 1)
        self.column.addLayout(row)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._timer.start(1000)
        self._show_left()
        self.appear(go_on)

    def close_over(self) -> None:
        self._timer.stop()
        super().close_over()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.answer(self._stay)()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _MOVING:
            super().keyPressEvent(event)
        else:
            self.answer(self._stay)()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """On a button, too, an arrow says yes: Qt would go to the other one, which Space then presses."""
        if isinstance(event, QKeyEvent) and event.key() in _ARROWS:
            if event.type() == QEvent.Type.KeyPress:
                self.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def _tick(self) -> None:
        self.left -= 1
        if self.left <= 0:
            self.answer(self._leave)()
        else:
            self._show_left()

    def _show_left(self) -> None:
        self._countdown.setText(
            self.view.language.plural(
                "Everything is cleared in {number} second.",
                "Everything is cleared in {number} seconds.",
                self.left,
            )
        )
