"""A kiosk that cannot keep signatures says so and takes none."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kiosk.app import stall_window
from kiosk.stall.kiosk import Kiosk
from tests.conftest import MakeKiosk


def test_a_damaged_vault_closes_the_kiosk(make_kiosk: MakeKiosk, qtbot: QtBot) -> None:
    data = make_kiosk().data
    (data / "vault.sqlite").write_bytes(b"something else" * 1000)
    window = stall_window(Kiosk.open(data))
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    qtbot.waitUntil(lambda: window.findChild(QPushButton, "sign") is None)
    shown = "\n".join(label.text() for label in window.findChildren(QLabel))
    assert "cannot take signatures" in shown
    assert "keep a copy of the whole folder" in shown
