"""A card to tap: a title, and below it what there is to know about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.labels import label


class CardButton(QPushButton):
    """Calls `clicked`; as high as its text needs.

    Args:
        detail: the smaller text, in plain letters.
        name: its object name.
        least: pixels of height that it has at least.
    """

    def __init__(
        self,
        title: str,
        detail: str,
        name: str,
        theme: Theme,
        clicked: Callable[[], object],
        *,
        least: int = 0,
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setAccessibleDescription(detail)
        self.setProperty("role", "card")
        self.setAutoDefault(True)  # Enter presses it, as Space does
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.clicked.connect(lambda: clicked())
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(24), theme.px(12), theme.px(24), theme.px(12))
        row.setSpacing(theme.px(16))
        row.addStrut(least - 2 * theme.px(12))
        words = QVBoxLayout()
        words.setSpacing(theme.px(2))
        words.addWidget(_inside(title, "item"))
        if detail:
            words.addWidget(_inside(detail, "small"))
        row.addLayout(words, 1)
        self._arrow = _inside("", "arrow")
        self._arrow.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        row.addWidget(self._arrow)
        self._point()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:  # known once it is on its screen
            self._point()

    def _point(self) -> None:
        self._arrow.setText("‹" if self.isRightToLeft() else "›")

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._row.totalHeightForWidth(width)

    def sizeHint(self) -> QSize:
        return self._row.totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._row.totalMinimumSize()


def _inside(text: str, role: str) -> QLabel:
    """A label that leaves touches to the card it lies in."""
    made = label(text, role)
    made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return made
