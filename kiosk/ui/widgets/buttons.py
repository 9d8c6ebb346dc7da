"""Buttons: each has a name to be found by, a role for its look, and a text that says what it does."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from kiosk.ui.widgets.accessible_role import Role, set_accessible_role
from kiosk.ui.widgets.lines import balanced_lines, break_lines

_LONGEST_LINE = 34
"""Letters after which a button's text would rather take a second line."""


class WrappingButton(QPushButton):
    """A push button whose text takes as many lines as its width needs (a plain one's is cut)."""

    def __init__(self, text: str, parent: QWidget | None = None, told: Role | None = None) -> None:
        super().__init__(parent)
        if told is not None:
            set_accessible_role(self, told)
        self._words = text
        self._heights: dict[int, int] = {}
        """By width: a layout asks many times."""
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setText(_plain(text))

    def say(self, text: str) -> None:
        """Shows `text` from now on, in the size that it has."""
        self._words = text
        self._heights.clear()
        self.setAccessibleName(text)
        self._break_lines()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._size_of(self._lines(width - self._frame())).height()
        return self._heights[width]

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        longest = self.fontMetrics().averageCharWidth() * _LONGEST_LINE
        return self._size_of(self._lines(longest))

    def minimumSizeHint(self) -> QSize:
        self.ensurePolished()
        return QSize(self._size_of(self._lines(1)).width(), self._size_of([self._words]).height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._heights.clear()

    def paintEvent(self, event: QPaintEvent) -> None:
        """As Qt does, which sets every text from left to right: a full stop stood on the wrong side."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._break_lines()

    def _break_lines(self) -> None:
        lines = balanced_lines(self._words, self.fontMetrics(), self.width() - self._frame())
        self.setText(_plain("\n".join(lines)))

    def _lines(self, width: int) -> list[str]:
        return break_lines(self._words, self.fontMetrics(), width)

    def _frame(self) -> int:
        """What border and padding take of the width."""
        wide = "M" * _LONGEST_LINE  # a short text would be given the least width of a button
        return self._size_of([wide]).width() - self.fontMetrics().horizontalAdvance(wide)

    def _size_of(self, lines: list[str]) -> QSize:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        metrics = self.fontMetrics()
        width = max(metrics.horizontalAdvance(line) for line in lines)
        height = metrics.height() * len(lines)
        if len(lines) > 1:  # one line has room in the least height of a button
            height += 2 * metrics.descent()
        text = QSize(width + 1 if width else 0, height)
        return self.style().sizeFromContents(QStyle.ContentsType.CT_PushButton, option, text, self)


def button(
    text: str,
    name: str,
    clicked: Callable[[], object],
    *,
    role: str = "plain",
    checkable: bool = False,
    parent: QWidget | None = None,
    told: Role | None = None,
) -> WrappingButton:
    """A button that shows `text` and calls `clicked`.

    Args:
        name: its object name, one of a kind on its screen.
        role: its look in the style sheet.
        told: what a screen reader calls it, if neither a button nor, where it is `checkable`, a box to tick.
    """
    made = WrappingButton(text, parent, told)
    made.setObjectName(name)
    made.setAccessibleName(text)
    made.setProperty("role", role)
    made.setCheckable(checkable)
    made.setAutoDefault(True)  # Enter presses it, as Space does
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
    made.clicked.connect(lambda: clicked())
    return made


def choice_button(
    text: str,
    name: str,
    clicked: Callable[[], object],
    *,
    role: str = "choice",
    told: Role = Role.RadioButton,
) -> WrappingButton:
    """A button as `button` makes it, one of several of which one is down.

    Args:
        told: what a screen reader calls it.
    """
    return button(text, name, clicked, role=role, checkable=True, told=told)


def _plain(text: str) -> str:
    """`text` without mnemonics."""
    return text.replace("&", "&&")
