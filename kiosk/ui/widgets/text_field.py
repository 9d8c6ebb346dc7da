"""A field to type into: its label above, a remark below, and nothing that outlives the visit."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QClipboard, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.key_button import KeyButton
from kiosk.ui.widgets.labels import label

MAX_TYPED = 2000
"""Characters that a field takes at all, so that a pasted book does not stall the screen."""

_COPYING = (
    QKeySequence.StandardKey.Copy,
    QKeySequence.StandardKey.Cut,
    # Qt keeps what these delete in the clipboard.
    QKeySequence.StandardKey.DeleteEndOfLine,
    QKeySequence.StandardKey.DeleteCompleteLine,
)


class _Line(QLineEdit):
    """A line that lets nothing out: no copying, no cutting, no X11 primary selection."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if any(event.matches(keys) for keys in _COPYING):
            event.accept()
            return
        super().keyPressEvent(event)
        _clear_selection()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.hasSelectedText():
            event.accept()  # Qt would publish what is selected
            return
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        _clear_selection()


def _clear_selection() -> None:
    """Empties X11's primary selection, if it is ours."""
    clipboard = QGuiApplication.clipboard()
    if clipboard.supportsSelection() and clipboard.ownsSelection():
        clipboard.clear(QClipboard.Mode.Selection)


class TextField(QWidget):
    """A labelled line to type in.

    Args:
        title: what is asked.
        name: the object name of the line, "field-NAME".
        text: what is in it to begin with.
        changed: told every new text.
        key: shows the on-screen keyboard; stands beside the line.
        hint: stands in the empty line; a line without a title is called that.
    """

    def __init__(
        self, title: str, name: str, text: str, changed: Callable[[str], None], key: KeyButton, hint: str = ""
    ) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._about = ""
        self._title = label(title, "item")
        self.line = _Line(text)
        self.line.setObjectName(f"field-{name}")
        self.line.setAccessibleName(title or hint)
        self.line.setPlaceholderText(hint)
        self.line.setMaxLength(MAX_TYPED)
        self.line.setDragEnabled(False)
        self.line.setAcceptDrops(False)
        self.line.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.line.setInputMethodHints(
            Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhSensitiveData
        )
        self.line.textChanged.connect(changed)
        self._title.setBuddy(self.line)
        if not title:
            self._title.hide()
        self._remark = label("", "warning")
        self._remark.setObjectName(f"remark-{name}")
        self._remark.hide()
        key.pressed.connect(self.line.setFocus)
        row = QHBoxLayout()
        row.setSpacing(key.apart)
        row.addWidget(self.line, 1)
        row.addWidget(key)
        layout.addWidget(self._title)
        layout.addLayout(row)
        layout.addWidget(self._remark)

    def tell_about(self, text: str) -> None:
        """What a screen reader adds to the line's name while there is no remark."""
        self._about = text
        self.line.setAccessibleDescription(text)

    def remark(self, text: str, *, stops: bool) -> None:
        """Shows `text` next to the field, or nothing; `stops` marks the field as the one to correct."""
        if text == self._remark.text():
            announce(self.line, text)
            return
        self._remark.setText(text)
        self._remark.setVisible(bool(text))
        self._remark.setProperty("role", "warning" if stops else "doubt")
        self.line.setAccessibleDescription(text or self._about)
        announce(self.line, text)
        self.line.setProperty("stopped", stops)
        for part in (self.line, self._remark):
            part.style().unpolish(part)
            part.style().polish(part)
