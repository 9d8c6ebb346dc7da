"""What leads out of a window, tried inside one: menus, links, dialogs, drops, the middle button."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QDesktopServices,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.window.guard import Guard


@pytest.fixture
def line(qapp: QApplication, qtbot: QtBot) -> Iterator[QLineEdit]:
    """A plain field of Qt's, which by itself has all that a kiosk must not."""
    guard = Guard(qapp)
    window = QWidget()
    qtbot.addWidget(window)
    made = QLineEdit(window)
    window.resize(400, 100)
    window.show()
    window.activateWindow()
    made.setFocus()
    yield made
    guard.close()


def test_writing_and_moving_about_work(line: QLineEdit) -> None:
    QTest.keyClicks(line, "Ann O'Hara")
    QTest.keyClick(line, Qt.Key.Key_Backspace)
    QTest.keyClick(line, Qt.Key.Key_Home)
    QTest.keyClick(line, Qt.Key.Key_Delete)
    assert line.text() == "nn O'Har"
    QTest.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert line.selectedText() == line.text()


@pytest.mark.parametrize(
    "keys", ["Ctrl+Q", "Ctrl+P", "Ctrl+Shift+I", "F1", "Alt+N", "Meta+E", "Print", "Menu"]
)
def test_a_shortcut_does_nothing(line: QLineEdit, keys: str) -> None:
    done: list[bool] = []
    action = QAction(line)
    action.setShortcut(QKeySequence(keys))
    action.triggered.connect(lambda: done.append(True))
    line.window().addAction(action)
    QTest.keySequence(line, QKeySequence(keys))
    assert done == []


def test_no_menu_opens(line: QLineEdit) -> None:
    middle = line.rect().center()
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, middle, line.mapToGlobal(middle))
    QApplication.sendEvent(line, asked)
    assert QApplication.activePopupWidget() is None


@pytest.mark.parametrize("button", [Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton])
def test_only_the_left_button_counts(line: QLineEdit, button: Qt.MouseButton) -> None:
    pressed = QMouseEvent(
        QEvent.Type.MouseButtonPress,
        QPointF(5, 5),
        line.mapToGlobal(QPointF(5, 5)),
        button,
        button,
        Qt.KeyboardModifier.NoModifier,
    )
    seen = _Seen(line)
    QApplication.sendEvent(line, pressed)
    assert seen.kinds == []


def test_nothing_can_be_dropped_in(line: QLineEdit) -> None:
    dragged = QMimeData()
    dragged.setText("from elsewhere")
    at, copy, held = QPoint(5, 5), Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    plain = Qt.KeyboardModifier.NoModifier
    seen = _Seen(line)
    QApplication.sendEvent(line, QDragEnterEvent(at, copy, dragged, held, plain))
    QApplication.sendEvent(line, QDropEvent(QPointF(at), copy, dragged, held, plain))
    assert seen.kinds == []


class _Seen(QObject):
    """The kinds of events that reach `widget`."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.kinds: list[QEvent.Type] = []
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.kinds.append(event.type())
        return False


def test_a_dialog_is_gone_before_it_is_seen(line: QLineEdit) -> None:
    dialog = QDialog(line)
    dialog.exec()  # comes back by itself
    assert not dialog.isVisible()
    assert dialog.testAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)


@pytest.mark.parametrize("link", ["https://example.org", "mailto:a@example.org", "file:///"])
def test_a_link_opens_nothing(line: QLineEdit, link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")  # were it opened, there is nothing to open it with
    assert QDesktopServices.openUrl(QUrl(link)), "the guard takes it"
