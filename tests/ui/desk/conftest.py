"""A coordinator's desk with its window open, on a real campaign folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit
from pytestqt.qtbot import QtBot

from kiosk.app import application
from kiosk.rehearsal.preview import previews
from kiosk.rehearsal.staff_card import card_of_pack
from kiosk.rehearsal.still import draw_still, still_names
from kiosk.ui.desk.preview import StallScreens
from kiosk.ui.desk.window import DeskWindow
from tests.conftest import PASSPHRASE

OpenDesk = Callable[..., "DeskHand"]


class DeskHand:
    """Who sits before the window: finds things by name, clicks and types, and waits as people do."""

    def __init__(self, qtbot: QtBot, window: DeskWindow) -> None:
        self.qtbot = qtbot
        self.window = window

    def button(self, name: str) -> QAbstractButton:
        """The button `name`, as soon as it is there."""

        def shown() -> list[QAbstractButton]:
            return [one for one in self.window.findChildren(QAbstractButton, name) if one.isVisible()]

        self.qtbot.waitUntil(lambda: len(shown()) == 1)
        return shown()[0]

    def click(self, name: str) -> None:
        self.qtbot.waitUntil(lambda: self.button(name).isEnabled())
        self.qtbot.mouseClick(self.button(name), Qt.MouseButton.LeftButton)
        application().processEvents()  # what has come is shown only now

    def type(self, name: str, text: str) -> None:
        def shown() -> list[QLineEdit]:
            lines = self.window.findChildren(QLineEdit, f"field-{name}")
            return [one for one in lines if one.isVisible()]  # a page that was left is not deleted yet

        self.qtbot.waitUntil(lambda: len(shown()) == 1)
        (line,) = shown()
        line.setFocus()
        line.insert(text)  # QTest types nothing but ASCII

    def clear(self, name: str) -> None:
        """Empties the field `name`."""
        line = self.window.findChild(QLineEdit, f"field-{name}")
        assert isinstance(line, QLineEdit)
        line.clear()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        focus = self.window.focusWidget() or self.window
        self.qtbot.keyClick(focus, key, modifier)

    def unlock(self, passphrase: str = PASSPHRASE) -> None:
        self.type("passphrase", passphrase)
        self.click("unlock")

    def sees(self, words: str) -> bool:
        """Whether `words` stand somewhere on the window."""
        return any(words in text for text in self.texts())

    def texts(self) -> list[str]:
        """Everything that can be read on the window, without the spaces of a typesetter."""
        from PySide6.QtWidgets import QLabel

        kinds = (QLabel, QAbstractButton, QLineEdit)
        texts = [one.text() for kind in kinds for one in self.window.findChildren(kind) if one.isVisible()]
        return [text.replace("\u00a0", " ").replace("\u2005", "") for text in texts]

    def wait_for(self, words: str) -> None:
        self.qtbot.waitUntil(lambda: self.sees(words))


@pytest.fixture
def open_desk(qtbot: QtBot, tmp_path: Path) -> OpenDesk:
    """Opens the window on a campaign folder, or on none."""

    def start(
        folder: Path | None = None,
        *,
        size: tuple[int, int] = (1366, 768),
        idle_seconds: float = 600,
        address: str | None = None,
        exports: Sequence[Path] = (),
    ) -> DeskHand:
        window = DeskWindow(
            application(),
            tmp_path / "settings" / "desk.json",
            folder,
            address,
            idle_seconds=idle_seconds,
            previewer=previews,
            draw_card=card_of_pack,
            stall=StallScreens(still_names, draw_still),
            exports=exports,
        )
        qtbot.addWidget(window)
        window.resize(*size)
        window.show()
        application().processEvents()
        return DeskHand(qtbot, window)

    return start


@pytest.fixture
def hand(open_desk: OpenDesk, desk_folder: Path) -> DeskHand:
    """An unlocked desk."""
    hand = open_desk(desk_folder)
    hand.unlock()
    hand.qtbot.waitUntil(lambda: hand.window.findChild(QAbstractButton, "lock") is not None)
    return hand
