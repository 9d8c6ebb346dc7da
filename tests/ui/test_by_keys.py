"""No mouse and no finger: every screen by the keys alone, and always to be seen where one is."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QContextMenuEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from kiosk.campaign.palette import contrast
from kiosk.signing.visit import Step
from kiosk.ui.window.sections import SECTIONS
from tests import long_campaign, patience
from tests.ui.conftest import OpenStall, Stall
from tests.ui.faults import _page_of
from tests.ui.tour import tour


def _press(stall: Stall, key: Qt.Key) -> None:
    QTest.keyClick(stall.window.focusWidget() or stall.window, key)
    patience.settle()


def _round(stall: Stall) -> list[QWidget]:
    """Everything that Tab comes to, in order, from the top of the window."""
    start = stall.window.focusWidget()
    found: list[QWidget] = []
    for _ in range(200):
        _press(stall, Qt.Key.Key_Tab)
        now = stall.window.focusWidget()
        if now is None or now in found:
            break
        found.append(now)
    if start is not None:
        start.setFocus()
    top = min(range(len(found)), key=lambda n: (_box(found[n]).top(), n)) if found else 0
    homes = [n for n, widget in enumerate(found) if widget.objectName() == "home"]
    top = homes[0] if homes else top
    return found[top:] + found[:top]


def _box(widget: QWidget) -> QRect:
    return QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())


def _called(widget: QWidget) -> str:
    return widget.objectName() or type(widget).__name__


def _against_reading(stops: list[QWidget], right_to_left: bool) -> Iterator[str]:
    """Pairs that Tab takes in an order in which nobody reads; scroll bars stand beside what they scroll."""
    read = [widget for widget in stops if not isinstance(widget, QScrollBar)]
    for one, other in itertools.pairwise(read):
        if _page_of(one) is not _page_of(other):
            continue
        a, b = _box(one), _box(other)
        onwards = a.left() >= b.right() if right_to_left else b.left() >= a.right()
        beside = min(a.bottom(), b.bottom()) - max(a.top(), b.top()) > min(a.height(), b.height()) / 2
        if not onwards and (beside or b.bottom() <= a.top()):
            yield f"{_called(one)} before {_called(other)}"


def _least_seen(stall: Stall, widget: QWidget) -> float:
    """How much the focus changes in the picture of `widget`: the greatest contrast of a pixel to itself."""
    if (page := _page_of(widget)) is not None:
        page.ensureWidgetVisible(widget)
    room = _box(widget).adjusted(-4, -4, 4, 4)

    def picture() -> QImage:
        QApplication.processEvents()
        return stall.window.grab(room).toImage().convertToFormat(QImage.Format.Format_RGB32)

    widget.setFocus(Qt.FocusReason.TabFocusReason)
    focused = picture()
    widget.clearFocus()
    plain = picture()
    pairs = set(zip(_pixels(focused), _pixels(plain), strict=True))
    return max((contrast(_named(a), _named(b)) for a, b in pairs if a != b), default=1.0)


def _pixels(image: QImage) -> memoryview:
    """The colours of a picture of 32 bits a pixel, one after the other."""
    return memoryview(image.constBits()).cast("I")


def _named(pixel: int) -> str:
    return f"#{pixel & 0xFFFFFF:06x}"


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
def test_tab_goes_through_every_screen_as_one_reads(stall: Stall, language: str) -> None:
    stall.window.activateWindow()
    stall.visitor.tap(f"language-{language}")
    for name in tour(stall.visitor):
        stall.window.activateWindow()
        assert stall.window.focusWidget() is not None, f"on {name} nothing has the focus"
        stops = _round(stall)
        assert list(_against_reading(stops, right_to_left=False)) == [], name


def test_tab_goes_from_right_to_left_where_one_reads_so(open_stall: OpenStall, tmp_path: Path) -> None:
    stall = open_stall(long_campaign.right_to_left(tmp_path))
    stall.visitor.tap("language-ar")
    for name in tour(stall.visitor):
        stall.window.activateWindow()
        assert list(_against_reading(_round(stall), right_to_left=True)) == [], name


def test_countries_that_were_found_come_right_after_the_letters(stall: Stall) -> None:
    visitor = stall.visitor
    stall.window.activateWindow()
    visitor.tap("sign")
    visitor.type_into("name", "Ann")
    visitor.tap("next")
    visitor.type_into("country", "nor")
    stops = [_called(widget) for widget in _round(stall)]
    at = stops.index("field-country")
    assert stops[at + 1].startswith("country-")
    assert stops.index("country-NO") < stops.index("back") < stops.index("next")


@pytest.mark.parametrize("colours", ["light", pytest.param("dark", marks=pytest.mark.long), "contrast"])
def test_the_focus_is_always_to_be_seen(stall: Stall, colours: str) -> None:
    QApplication.setCursorFlashTime(0)
    visitor = stall.visitor
    visitor.tap("appearance")
    visitor.tap(f"colours-{colours}")
    visitor.tap("appearance-done")
    unseen = []
    for name in tour(visitor):
        stall.window.activateWindow()
        patience.settle()
        start = stall.window.focusWidget()
        for widget in _round(stall):
            seen = _least_seen(stall, widget)
            if seen < 3:
                unseen.append(f"{name}: {_called(widget)} {seen:.1f}")
        if start is not None:
            start.setFocus()
    assert not unseen, "\n".join(unseen)


def test_a_long_text_is_read_by_the_keys(open_stall: OpenStall, tmp_path: Path) -> None:
    stall = open_stall(long_campaign.very_long(tmp_path))
    stall.window.activateWindow()
    stall.visitor.read("demands")
    bars = [stop for stop in _round(stall) if isinstance(stop, QScrollBar)]
    assert len(bars) == 1
    assert bars[0].accessibleName() == "Scroll"
    bars[0].setFocus()
    _press(stall, Qt.Key.Key_PageDown)
    page = bars[0].value()
    assert page > 0
    _press(stall, Qt.Key.Key_Down)
    assert bars[0].value() > page
    _press(stall, Qt.Key.Key_End)
    assert bars[0].value() == bars[0].maximum()


def test_enter_presses_what_has_the_focus(stall: Stall) -> None:
    stall.window.activateWindow()
    _press(stall, Qt.Key.Key_Return)
    assert stall.window.visit.step is Step.NAME, "the start is at the button to sign"
    for key in "Ann":
        QTest.keyClicks(stall.window.focusWidget(), key)
    _press(stall, Qt.Key.Key_Enter)
    assert stall.window.visit.step is Step.COUNTRY


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_the_keys_alone_lead_from_the_start_to_every_section(stall: Stall, key: Qt.Key) -> None:
    stall.window.activateWindow()
    _go_to(stall, "read-more")
    _press(stall, key)
    for section in SECTIONS:
        _go_to(stall, f"section-{section}")
        _press(stall, key)
        assert stall.visitor.button(f"section-{section}").isChecked()


def _go_to(stall: Stall, name: str) -> None:
    """By Tab, until `name` has the focus."""
    for _ in range(200):
        focused = stall.window.focusWidget()
        if focused is not None and focused.objectName() == name:
            return
        _press(stall, Qt.Key.Key_Tab)
    pytest.fail(f"Tab never comes to {name}")


def test_escape_leads_back_a_step_and_loses_nothing(stall: Stall) -> None:
    visitor, window = stall.visitor, stall.window
    window.activateWindow()
    visitor.tap("sign")
    visitor.type_into("name", "Ann")
    for tap in ("next", "country-HK", "extra-contact", "read-privacy"):
        visitor.tap(tap)
    _press(stall, Qt.Key.Key_Escape)
    assert window.visit.step is Step.CONTACT
    for step in (Step.EXTRAS, Step.COUNTRY, Step.NAME, Step.READING):
        _press(stall, Qt.Key.Key_Escape)
        assert window.visit.step is step
    assert window.visit.draft.texts["name"] == "Ann"
    visitor.tap("sign")
    for tap in ("next", "next", "next", "consent", "submit"):
        visitor.tap(tap)
    visitor.find(QWidget, "done")
    _press(stall, Qt.Key.Key_Escape)
    assert window.visit.step is Step.THANKS, "the receipt is not gone by a slip"


def test_no_widget_has_a_menu_or_takes_what_is_dropped(stall: Stall, qtbot: QtBot) -> None:
    opened: list[str] = []
    for name in tour(stall.visitor):
        for widget in list(stall.window.findChildren(QWidget)):
            if not widget.isVisible():
                continue
            middle = widget.rect().center()
            reason = QContextMenuEvent.Reason.Mouse
            QApplication.sendEvent(widget, QContextMenuEvent(reason, middle, widget.mapToGlobal(middle)))
            menus = [
                top for top in QApplication.topLevelWidgets() if isinstance(top, QMenu) and top.isVisible()
            ]
            opened += [f"{name}: {_called(widget)}" for _ in menus]
            assert not widget.acceptDrops(), _called(widget)
    assert opened == []
