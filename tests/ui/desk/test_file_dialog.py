"""Files and folders are asked for with the sticks at the side."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from kiosk.app import application
from kiosk.ui.desk.parts import file_dialog
from kiosk.ui.desk.parts.file_dialog import FileDialog
from kiosk.ui.places import Stick

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # of a dialog, where there is no screen


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stick that is plugged in, with a signatures file."""
    folder = tmp_path / "STALL"
    folder.mkdir()
    (folder / "gate.signatures").touch()
    monkeypatch.setattr(file_dialog, "sticks", lambda: [Stick("STALL", folder, 10**9)])
    return folder


def when_asked(do: Callable[[QFileDialog], object]) -> None:
    """Does that in the dialog as soon as it stands there."""

    def look() -> None:
        (dialog,) = (one for one in application().topLevelWidgets() if isinstance(one, QFileDialog))
        do(dialog)

    QTimer.singleShot(0, look)


def test_a_stick_stands_at_the_side_and_what_is_chosen_on_it_is_the_answer(
    parent: QWidget, stick: Path
) -> None:
    beside: list[str] = []

    def choose(dialog: QFileDialog) -> None:
        beside.extend(url.toLocalFile() for url in dialog.sidebarUrls())
        dialog.selectFile(str(stick / "gate.signatures"))
        dialog.accept()

    when_asked(choose)
    assert FileDialog.open_many(parent, "Choose files …", "*.signatures") == [str(stick / "gate.signatures")]
    assert str(stick) in beside


def test_a_file_is_saved_under_the_name_that_is_proposed(parent: QWidget, stick: Path) -> None:
    when_asked(QFileDialog.accept)
    chosen, kind = FileDialog.save(parent, "Save as …", str(stick / "list.csv"), "*.csv")
    assert (chosen, kind) == (str(stick / "list.csv"), "*.csv")


def test_who_wants_none_answers_nothing(parent: QWidget, stick: Path) -> None:
    when_asked(QFileDialog.reject)
    assert FileDialog.folder(parent, "Where to?", str(stick)) == ""
