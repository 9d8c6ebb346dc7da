"""Making this laptop a kiosk, or giving it back: what will happen, one button, and what came of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from kiosk.campaign.model import Colours
from kiosk.errors import KioskError
from kiosk.ui.language import Language
from kiosk.ui.tasks import Tasks
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import heading_label, label
from kiosk.ui.widgets.layouts import clear_layout

SIZE = (760, 420)


class LaptopWindow(QWidget):
    """The window behind two menu entries.

    Args:
        become: makes the laptop a kiosk, or gives it back; raises KioskError where it cannot.
        restart: restarts the laptop.
        on: whether it is to become a kiosk.
    """

    def __init__(
        self,
        language: Language,
        colours: Colours,
        become: Callable[[], object],
        restart: Callable[[], object],
        *,
        on: bool,
    ) -> None:
        super().__init__()
        text = language.text
        self._language = language
        self._become = become
        self._restart = restart
        self._on = on
        self._tasks = Tasks(self)
        theme = Theme.make(colours, 1366, 768, language.tag)
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(theme.style_sheet("desk"))
        self.resize(*SIZE)
        heading = text("Make this laptop a kiosk") if on else text("Give this laptop back")
        self.setWindowTitle(heading)
        column = QVBoxLayout(self)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # it has the size that it is given
        column.setContentsMargins(*[theme.px(36)] * 4)
        column.setSpacing(theme.px(16))
        column.addWidget(heading_label(heading))
        self._words = QVBoxLayout()
        self._words.setSpacing(theme.px(12))
        column.addLayout(self._words)
        column.addStretch(1)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(theme.px(12))
        column.addLayout(self._buttons)
        if on:
            self._say(
                text("From its next start this laptop shows the signing kiosk and nothing else."),
                text("Nothing on it is deleted, and the desktop stays installed."),
                text(
                    "To undo it, leave the kiosk with the staff’s PIN, then choose “Give this laptop back”."
                ),
            )
        else:
            self._say(
                text("This laptop starts again as it did before it became a kiosk."),
                text("The signatures stay on it."),
            )
        self._offer(heading, "become", self._begin)

    def closeEvent(self, event: object) -> None:
        self._tasks.wait()

    def _say(self, *sentences: str, role: str = "body") -> None:
        clear_layout(self._words)
        for sentence in sentences:
            self._words.addWidget(label(sentence, role))

    def _offer(self, words: str, name: str, do: Callable[[], object]) -> None:
        clear_layout(self._buttons)
        self._buttons.addStretch(1)
        self._buttons.addWidget(button(self._language.text("Close"), "close", self.close))
        primary = button(words, name, do, role="primary")
        self._buttons.addWidget(primary)
        primary.setFocus()

    def _begin(self) -> None:
        clear_layout(self._buttons)
        self._say(self._language.text("One moment, please."))
        self._tasks.run(self._become, lambda _: self._done(), self._failed, asked_by=self)

    def _done(self) -> None:
        text = self._language.text
        if self._on:
            words = text("Done. Restart the laptop, and it opens as a kiosk.")
        else:
            words = text("Done. This laptop is no kiosk any more.")
        self._say(words, role="question")
        announce(self, words)
        self._offer(text("Restart now"), "restart", self._begin_again)

    def _begin_again(self) -> None:
        self._tasks.run(self._restart, lambda _: None, self._failed, asked_by=self)

    def _failed(self, error: KioskError) -> None:
        why = self._language.error(error)
        self._say(why, role="warning")
        announce(self, why)
        self._offer(self._language.text("Try again"), "become", self._begin)
