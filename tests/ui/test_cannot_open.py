"""A kiosk whose own files are at fault says so on the screen, and opens once they are mended."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from kiosk.app import application, run_kiosk
from kiosk.errors import SettingsError, StorageError
from kiosk.files import locked
from kiosk.stall import session
from kiosk.stall.folder import SETTINGS
from kiosk.stall.kiosk import Kiosk
from kiosk.ui.staff.cannot_open import CannotOpenWindow
from kiosk.ui.window.window import StallWindow
from tests import patience
from tests.conftest import MakeKiosk


@pytest.fixture
def kiosk(make_kiosk: MakeKiosk) -> Kiosk:
    return make_kiosk()


def _shown(kind: type) -> QWidget:
    (found,) = (w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())
    return found


def when(kind: type, act: Callable[[], object]) -> None:
    """Does something in the program's own loop, once a window of this kind is there and active."""
    looking = QTimer(application())
    looking.setInterval(10)

    def look() -> None:
        if isinstance(QApplication.activeWindow(), kind):
            looking.stop()
            looking.deleteLater()
            act()

    looking.timeout.connect(look)
    looking.start()


def _tap(name: str) -> None:
    _shown(CannotOpenWindow).findChild(QAbstractButton, name).click()


def test_truncated_settings_are_told_on_the_screen_and_mended(kiosk: Kiosk, qtbot: QtBot) -> None:
    whole = (kiosk.data / SETTINGS).read_bytes()
    (kiosk.data / SETTINGS).write_bytes(whole[:100])
    read: list[str] = []

    def mend() -> None:
        window = _shown(CannotOpenWindow)
        read.extend(label.text() for label in window.findChildren(QLabel))
        (kiosk.data / SETTINGS).write_bytes(whole)
        when(StallWindow, leave)
        _tap("try-again")

    def leave() -> None:
        os.kill(os.getpid(), signal.SIGTERM)  # as a laptop that is switched off does

    when(CannotOpenWindow, mend)
    assert run_kiosk(kiosk.data, None) == 0
    assert f"The settings {kiosk.data / SETTINGS} are damaged." in " ".join(read)
    assert f"設定檔 {kiosk.data / SETTINGS} 已損壞。請保留整個資料夾的副本" in " ".join(read)
    assert f"设置文件 {kiosk.data / SETTINGS} 已损坏。请保留整个文件夹的副本" in " ".join(read)


def test_staff_can_leave_it_and_the_terminal_says_it_too(kiosk: Kiosk, qtbot: QtBot) -> None:
    (kiosk.data / SETTINGS).write_text("{")
    when(CannotOpenWindow, lambda: _tap("leave-now"))
    with pytest.raises(SettingsError, match="damaged"):
        run_kiosk(kiosk.data, None)
    patience.settle()


def test_in_the_locked_session_leaving_it_asks_root(
    kiosk: Kiosk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By itself the program would only be started again, and nobody could get out."""
    requests = tmp_path / "requests"
    requests.mkdir()
    monkeypatch.setattr(session, "REQUESTS", requests)
    (kiosk.data / SETTINGS).write_text("{")

    def leave() -> None:
        _tap("leave-now")
        patience.until((requests / "leave").exists)
        os.kill(os.getpid(), signal.SIGTERM)  # as root does

    when(CannotOpenWindow, leave)
    with pytest.raises(SettingsError, match="damaged"):
        run_kiosk(kiosk.data, None)


def test_a_second_window_says_so_and_leaves(kiosk: Kiosk, qtbot: QtBot) -> None:
    with locked(kiosk.data / "open.lock", 0, StorageError("taken")), pytest.raises(StorageError) as told:
        run_kiosk(kiosk.data, None)
    assert "open already" in str(told.value)
    assert (kiosk.data / "vault.sqlite").is_file()
