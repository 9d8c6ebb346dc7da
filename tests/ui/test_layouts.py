"""Screens are built by the thousand in a day at a stall: of one that has gone nothing may stay in memory."""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Callable
from statistics import median

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel, QLayout, QVBoxLayout, QWidget

from kiosk.ui.language import Language
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.flow import FlowLayout
from kiosk.ui.widgets.layouts import clear_layout
from kiosk.ui.widgets.scroll import ScrollPage

_ROUNDS = 3
_TIMES = 15
_ITEMS = 30
_NOTHING = 1200
"""Bytes for each time: the C library's and Qt's own tables grow a little. A leak here took 3,000."""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="asks the C library of Linux")


class _MallInfo(ctypes.Structure):
    """mallinfo2(3)."""

    _fields_ = [
        (name, ctypes.c_size_t)
        for name in (
            "arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks",
            "keepcost",
        )
    ]  # fmt: skip


def in_use() -> int:
    """Bytes that were asked of the C library and not given back."""
    gc.collect()
    ask = ctypes.CDLL(None).mallinfo2
    ask.restype = _MallInfo
    told: int = ask().uordblks
    return told


@pytest.fixture
def window(qtbot, stall) -> QWidget:
    """A window that is dressed as the stall's is."""
    shown = QWidget()
    qtbot.addWidget(shown)
    QVBoxLayout(shown).setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
    shown.setStyleSheet(Theme.make(stall.kiosk.campaign.colours, 800, 600, "en").style_sheet())
    shown.resize(800, 600)
    shown.show()
    return shown


@pytest.fixture
def left_by(window: QWidget) -> Callable[[Callable[[], QWidget]], float]:
    """What is left of a widget that was shown and deleted, in bytes, beside what is left of a plain one."""
    kept: list[QWidget] = []

    def show(make: Callable[[], QWidget]) -> None:
        kept.extend(QWidget() for _ in range(6))  # else the next would get the same addresses
        made = make()
        layout = window.layout()
        assert layout is not None
        layout.addWidget(made)
        QApplication.processEvents()
        made.grab()
        layout.removeWidget(made)
        made.hide()
        made.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QApplication.processEvents()

    def left(make: Callable[[], QWidget]) -> float:
        for _ in range(20):
            show(make)
        rounds = []
        for _ in range(_ROUNDS):
            before = in_use()
            for _ in range(_TIMES):
                show(make)
            rounds.append((in_use() - before) / _TIMES)
        return median(rounds)  # a leak is in every round; a table that grew, or memory given back, in one

    left(QWidget)  # what is there once
    return lambda make: left(make) - left(QWidget)


def test_of_pages_that_scroll_nothing_is_left(left_by, stall) -> None:
    language = Language("en", stall.kiosk.campaign.words_in("en"))

    def pages() -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        for _ in range(3):
            column.addWidget(ScrollPage(language))
        return holder

    assert left_by(pages) < _NOTHING


@pytest.mark.parametrize("inside", [False, True])
def test_of_buttons_in_rows_nothing_is_left(left_by, inside: bool) -> None:
    def rows() -> QWidget:
        holder = QWidget()
        flow = FlowLayout(4)
        for number in range(_ITEMS):
            flow.addWidget(button("Sign", f"button-{number}", lambda: None))
        if inside:
            QVBoxLayout(holder).addLayout(flow)
        else:
            holder.setLayout(flow)
        return holder

    assert left_by(rows) < _NOTHING


@pytest.mark.parametrize("kind", [QVBoxLayout, lambda holder: FlowLayout(4, parent=holder)])
def test_of_what_is_taken_out_of_a_layout_nothing_is_left(left_by, kind: Callable[[QWidget], object]) -> None:
    def emptied() -> QWidget:
        holder = QWidget()
        layout = kind(holder)
        for _ in range(_ITEMS):
            layout.addWidget(QLabel("Sign"))
        clear_layout(layout)
        assert layout.count() == 0
        return holder

    assert left_by(emptied) < _NOTHING
