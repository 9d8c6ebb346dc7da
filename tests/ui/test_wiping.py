"""Staff wipe the laptop: they are told what is lost, and hold a button for it."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from kiosk.app import run_kiosk
from kiosk.errors import StorageError
from kiosk.rehearsal import Person
from kiosk.stall.kiosk import is_kiosk
from kiosk.ui.staff.pages import Ending
from kiosk.ui.widgets import hold_button
from kiosk.ui.widgets.hold_button import HoldButton
from tests.ui.canaries import CANARY, STEPS, files_with, kept
from tests.ui.conftest import OpenStall, Stall
from tests.ui.faults import faults

_BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


@pytest.fixture
def at_the_page(open_stall: OpenStall, qtbot: QtBot) -> Stall:
    """A stall where a visitor was typing, and where staff have gone to the page for wiping."""
    stall = open_stall()
    STEPS["name"](stall.visitor)
    QTest.keyClick(stall.window, Qt.Key.Key_S, _BOTH)
    qtbot.waitUntil(lambda: stall.window.staff.reporting.report is not None)
    stall.visitor.tap("wipe")
    qtbot.waitUntil(lambda: _button(stall).isEnabled())
    return stall


def _button(stall: Stall) -> HoldButton:
    found = stall.visitor.find(QAbstractButton, "wipe-now")
    assert isinstance(found, HoldButton)
    return found


def _read(stall: Stall) -> str:
    return "\n".join(label.text() for label in stall.window.findChildren(QLabel) if label.isVisible())


def test_it_is_held_for_five_seconds() -> None:
    assert hold_button.HOLD_MS == 5000


def test_the_page_says_what_is_lost(open_stall: OpenStall, qtbot: QtBot) -> None:
    stall = open_stall()
    for step in ("sign", "next", "next", "consent", "submit"):
        if step == "next" and stall.window.visit.is_blank():
            stall.visitor.type_into("name", "Rosa Secret")
        stall.visitor.tap(step)
        if step == "next" and not stall.window.visit.draft.texts["country"]:
            stall.visitor.tap("country-HK")
    stall.visitor.tap("done")
    QTest.keyClick(stall.window, Qt.Key.Key_S, _BOTH)
    qtbot.waitUntil(lambda: stall.window.staff.reporting.report is not None)
    stall.visitor.tap("wipe")
    qtbot.waitUntil(lambda: "1 signature is on this laptop only" in _read(stall))


def test_before_the_set_up_only_practice_goes(open_stall: OpenStall, qtbot: QtBot) -> None:
    stall = open_stall(before_set_up=True)
    stall.visitor.sign(Person("en", "Rosa Secret", "GB", "rosa@example.org"))
    stall.visitor.tap("done")
    QTest.keyClick(stall.window, Qt.Key.Key_S, _BOTH)
    qtbot.waitUntil(lambda: stall.window.staff.reporting.report is not None)
    stall.visitor.tap("wipe")
    qtbot.waitUntil(lambda: _button(stall).isEnabled())
    said = _read(stall)
    assert "Only practice signatures go: nothing that was signed here counts." in said
    assert "The laptop is then locked, and practice begins anew." in said
    for real in ("lost", "on no stick", "Nobody can bring them back", "flash disk"):
        assert real not in said
    assert faults(stall.window) == []


def test_the_page_waits_until_it_knows_what_is_lost(at_the_page: Stall, qtbot: QtBot) -> None:
    """A signature that came in since staff last looked is counted, and an old answer is never shown."""
    reporting = at_the_page.window.staff.reporting
    reporting.look()
    reporting.changed.emit()
    assert not _button(at_the_page).isEnabled()
    assert "none is lost" not in _read(at_the_page)
    qtbot.waitUntil(lambda: _button(at_the_page).isEnabled())


def test_what_is_not_known_is_said(at_the_page: Stall, qtbot: QtBot) -> None:
    (at_the_page.kiosk.data / "vault.sqlite").write_bytes(b"damaged" * 1000)
    at_the_page.window.staff.reporting.look()
    qtbot.waitUntil(lambda: "It is not known how many" in _read(at_the_page))
    assert _button(at_the_page).isEnabled()


@pytest.mark.parametrize("key", [None, Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_who_lets_go_has_deleted_nothing(
    at_the_page: Stall, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, key: Qt.Key | None
) -> None:
    monkeypatch.setattr(hold_button, "HOLD_MS", 600_000)
    held = _button(at_the_page)
    if key is None:
        QTest.mousePress(held, Qt.MouseButton.LeftButton)
    else:
        held.setFocus()
        QTest.keyPress(held, key)
    assert "Keep holding: 600 seconds" in held.accessibleName()
    qtbot.waitUntil(lambda: "600" not in held.accessibleName())
    if key is None:
        QTest.mouseRelease(held, Qt.MouseButton.LeftButton)
    else:
        QTest.keyRelease(held, key)
    assert "nothing was deleted" in _read(at_the_page)
    assert held.accessibleName() == "Hold for 5 seconds to wipe"
    assert is_kiosk(at_the_page.kiosk.data)


@pytest.mark.parametrize("key", [None, Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_who_holds_it_has_wiped_everything(
    at_the_page: Stall, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, key: Qt.Key | None
) -> None:
    monkeypatch.setattr(hold_button, "HOLD_MS", 300)
    held = _button(at_the_page)
    with qtbot.waitSignal(at_the_page.window.ended) as ended:
        if key is None:
            QTest.mousePress(held, Qt.MouseButton.LeftButton)
        else:
            held.setFocus()
            QTest.keyPress(held, key)
    assert ended.args == [Ending.REOPEN]
    assert not is_kiosk(at_the_page.kiosk.data)
    assert CANARY not in kept()
    assert files_with(CANARY, at_the_page.kiosk.data) == []


def test_a_panic_ends_the_holding(at_the_page: Stall, qtbot: QtBot) -> None:
    held = _button(at_the_page)
    QTest.mousePress(held, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(held.let_go):
        QTest.keyClick(at_the_page.window, Qt.Key.Key_L, _BOTH)
    assert is_kiosk(at_the_page.kiosk.data)


def test_what_could_not_be_deleted_is_said(
    at_the_page: Stall, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hold_button, "HOLD_MS", 100)
    in_the_way = Path(at_the_page.kiosk.data / "journal.txt.1")
    (in_the_way / "x").mkdir(parents=True)
    with qtbot.waitSignal(at_the_page.window.ended) as ended:
        QTest.mousePress(_button(at_the_page), Qt.MouseButton.LeftButton)
    assert ended.args == [Ending.REOPEN]
    with pytest.raises(StorageError, match=r"journal\.txt\.1"):  # and so says what opens next
        run_kiosk(at_the_page.kiosk.data, (1366, 768))


def test_a_disk_that_refuses_the_wipe_loses_nothing(
    at_the_page: Stall, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hold_button, "HOLD_MS", 100)
    monkeypatch.setattr(Path, "touch", _refuse)
    QTest.mousePress(_button(at_the_page), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "That did not work." in _read(at_the_page))
    assert is_kiosk(at_the_page.kiosk.data)
    assert not at_the_page.window.staff.locked


def _refuse(self: Path, *_: object, **__: object) -> None:
    raise OSError(errno.EROFS, "read-only", str(self))
