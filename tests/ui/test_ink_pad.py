"""Somebody signs with a mouse, a finger or a pen, as hands do it; the ink is there and stays."""

from __future__ import annotations

import itertools
import math
import time

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QEventPoint,
    QImage,
    QInputDevice,
    QPainter,
    QPaintEvent,
    QPointingDevice,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.app import application
from kiosk.campaign.model import Colours
from kiosk.signing.strokes import HEIGHT, WIDTH, Drawn, decode_strokes, encode_strokes
from kiosk.ui.language import Language
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.ink import paint_drawn
from kiosk.ui.widgets.ink_pad import InkPad

LIGHT = Theme.make(Colours("#fff6d6", "#1a1a1a", "#a3001b"), 1366, 768, "en")
SHARES = [(0.1, 0.6), (0.2, 0.2), (0.3, 0.6), (0.4, 0.3), (0.5, 0.6)]


def at(pad: InkPad, x: float, y: float) -> QPoint:
    """The place in the widget that many shares of the sheet from its left and its top."""
    sheet = pad._sheet()
    return QPointF(sheet.x() + x * sheet.width(), sheet.y() + y * sheet.height()).toPoint()


def along(pad: InkPad, shares: list[tuple[float, float]], steps: int = 20) -> list[QPoint]:
    """The way of a hand through those places."""
    way = [at(pad, *shares[0])]
    for (x, y), (to_x, to_y) in itertools.pairwise(shares):
        way += [at(pad, x + (to_x - x) * n / steps, y + (to_y - y) * n / steps) for n in range(1, steps + 1)]
    return way


def draw(pad: InkPad, shares: list[tuple[float, float]] = SHARES) -> None:
    """One stroke with the mouse."""
    way = along(pad, shares)
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=way[0])
    for place in way[1:]:
        QTest.mouseMove(pad, place)
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=way[-1])


def inked(pad: InkPad) -> int:
    """How many pixels have ink, the frame and the baseline apart."""
    image = pad.grab(pad._sheet().toRect().adjusted(6, 6, -6, -6)).toImage()
    return _dark(image)


def _dark(image: QImage, darker_than: int = 64) -> int:
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = (bytes(grey.constScanLine(row))[: grey.width()] for row in range(grey.height()))
    return sum(value < darker_than for row in rows for value in row)


def span(drawn: Drawn) -> tuple[float, float, float, float]:
    """The box around a drawing, in shares of the sheet: left, top, right, bottom."""
    xs = [x / WIDTH for stroke in drawn for x, _ in stroke]
    ys = [y / HEIGHT for stroke in drawn for _, y in stroke]
    return min(xs), min(ys), max(xs), max(ys)


@pytest.fixture
def pad(qtbot: QtBot) -> InkPad:
    application()
    made = InkPad(Language("en"), LIGHT)
    qtbot.addWidget(made)
    made.resize(820, 320)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_a_stroke_of_the_mouse_is_where_the_mouse_went(pad: InkPad, qtbot: QtBot) -> None:
    assert pad.drawn == ()
    assert inked(pad) == 0
    with qtbot.waitSignal(pad.changed):
        draw(pad)
    assert len(pad.drawn) == 1
    assert span(pad.drawn) == pytest.approx((0.1, 0.2, 0.5, 0.6), abs=0.02)
    assert inked(pad) > 1000


def test_the_ink_shows_while_it_is_drawn(pad: InkPad) -> None:
    way = along(pad, SHARES)
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=way[0])
    seen = [inked(pad)]
    for place in way[1:]:
        QTest.mouseMove(pad, place)
        if place == way[len(way) // 2] or place == way[-1]:
            seen.append(inked(pad))
    assert 0 < seen[0] < seen[1] < seen[2]
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=way[-1])


def test_a_tap_makes_a_dot_that_can_be_seen(pad: InkPad) -> None:
    QTest.mouseClick(pad, Qt.MouseButton.LeftButton, pos=at(pad, 0.5, 0.5))
    ((dot,),) = pad.drawn
    assert dot == pytest.approx((WIDTH / 2, HEIGHT / 2), abs=8)
    assert inked(pad) > 15


def test_a_tap_that_slips_is_a_dot_still(pad: InkPad) -> None:
    spot = at(pad, 0.5, 0.5)
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=spot)
    QTest.mouseMove(pad, spot + QPoint(1, 1))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=spot + QPoint(1, 1))
    assert [len(stroke) for stroke in pad.drawn] == [1]


def test_a_line_ends_where_the_pointer_left(pad: InkPad) -> None:
    end = at(pad, 0.5, 0.5)
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=at(pad, 0.3, 0.5))
    QTest.mouseMove(pad, end - QPoint(2, 0))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=end)
    assert pad.drawn[0][-1] == pytest.approx((WIDTH / 2, HEIGHT / 2), abs=6)


def test_only_the_left_button_draws(pad: InkPad) -> None:
    QTest.mouseMove(pad, at(pad, 0.3, 0.3))
    QTest.mouseMove(pad, at(pad, 0.6, 0.6))
    QTest.mouseClick(pad, Qt.MouseButton.RightButton, pos=at(pad, 0.5, 0.5))
    assert pad.drawn == ()


def test_the_hint_goes_with_the_first_ink_and_comes_back_when_it_is_cleared(pad: InkPad) -> None:
    def hint() -> QImage:
        sheet = pad._sheet().toRect()
        return pad.grab(QRect(sheet.x() + 200, sheet.bottom() - 70, 400, 60)).toImage()

    before = hint()
    QApplication.processEvents()
    watch = Painted(pad)
    pad.installEventFilter(watch)
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=at(pad, 0.1, 0.1))
    QApplication.processEvents()
    assert any(rect.contains(at(pad, 0.5, 0.9)) for rect in watch.rects)
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=at(pad, 0.1, 0.1))
    assert hint() != before
    pad.clear()
    assert hint() == before


def test_undo_takes_back_one_stroke_and_clear_all(pad: InkPad, qtbot: QtBot) -> None:
    draw(pad)
    first, ink = pad.drawn, inked(pad)
    draw(pad, [(0.6, 0.2), (0.9, 0.5)])
    QTest.mouseClick(pad, Qt.MouseButton.LeftButton, pos=at(pad, 0.8, 0.1))
    assert len(pad.drawn) == 3
    with qtbot.waitSignal(pad.changed):
        pad.undo()
    pad.undo()
    assert (pad.drawn, inked(pad)) == (first, ink)
    draw(pad, [(0.6, 0.2), (0.9, 0.5)])
    with qtbot.waitSignal(pad.changed):
        pad.clear()
    assert (pad.drawn, inked(pad)) == ((), 0)
    with qtbot.assertNotEmitted(pad.changed):
        pad.undo()
        pad.clear()


def test_the_keys_undo_and_clear(pad: InkPad) -> None:
    for n in range(4):
        draw(pad, [(0.1 + n / 10, 0.2), (0.15 + n / 10, 0.6)])
    pad.setFocus()
    QTest.keyClick(pad, Qt.Key.Key_Backspace)
    assert len(pad.drawn) == 3
    QTest.keyClick(pad, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(pad.drawn) == 2
    QTest.keyClick(pad, Qt.Key.Key_Delete)
    assert pad.drawn == ()


def test_drawing_off_the_sheet_cuts_the_line_at_its_edge(pad: InkPad) -> None:
    draw(pad, [(0.5, 0.5), (0.5, -0.6), (0.8, -0.6), (0.8, 0.4)])
    out, back = pad.drawn
    assert out[-1][1] == 0
    assert out[-1][0] == pytest.approx(WIDTH / 2, abs=12)
    assert back[0][1] == 0
    assert back[0][0] == pytest.approx(0.8 * WIDTH, abs=40)


def test_a_line_right_across_from_outside_is_drawn_where_it_crosses(pad: InkPad) -> None:
    pad.resize(820, 700)
    QApplication.processEvents()
    start, end = at(pad, 0.5, -0.4), at(pad, 0.5, 1.4)
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(pad, end)
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=end)
    ((first, last),) = pad.drawn
    assert (first[1], last[1]) == (0, HEIGHT - 1)


def test_beside_the_sheet_nothing_is_drawn(pad: InkPad) -> None:
    pad.resize(820, 700)
    QApplication.processEvents()
    draw(pad, [(0.2, -0.3), (0.8, -0.3)])
    assert pad.drawn == ()
    draw(pad)
    assert len(pad.drawn) == 1


@pytest.mark.parametrize("size", [(400, 150), (1900, 700), (320, 900), (1400, 200)])
def test_resizing_and_turning_keep_the_drawing_and_its_shape(
    pad: InkPad, qtbot: QtBot, size: tuple[int, int]
) -> None:
    draw(pad)
    before = pad.drawn
    assert inked(pad) > 0
    pad.resize(*size)
    QApplication.processEvents()
    assert pad.drawn == before
    sheet = pad._sheet()
    assert sheet.width() / sheet.height() == pytest.approx(WIDTH / HEIGHT, rel=0.03)
    assert pad.rect().contains(sheet.toRect())
    fresh = InkPad(Language("en"), LIGHT)
    qtbot.addWidget(fresh)
    fresh.resize(*size)
    fresh.set_drawn(before)
    assert inked(pad) == inked(fresh) > 0
    draw(pad, [(0.6, 0.2), (0.9, 0.5)])
    assert span(pad.drawn[1:]) == pytest.approx((0.6, 0.2, 0.9, 0.5), abs=0.03)


def test_a_resize_in_the_middle_of_a_stroke_loses_nothing(pad: InkPad) -> None:
    way = along(pad, SHARES)
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=way[0])
    for place in way[1:40]:
        QTest.mouseMove(pad, place)
    assert inked(pad) > 500
    pad.resize(500, 300)
    QApplication.processEvents()
    assert inked(pad) > 200
    for place in along(pad, SHARES)[40:]:
        QTest.mouseMove(pad, place)
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=at(pad, *SHARES[-1]))
    assert len(pad.drawn) == 1
    assert span(pad.drawn) == pytest.approx((0.1, 0.2, 0.5, 0.6), abs=0.02)


def test_a_screen_built_anew_shows_the_same_drawing(pad: InkPad, qtbot: QtBot) -> None:
    draw(pad)
    QTest.mouseClick(pad, Qt.MouseButton.LeftButton, pos=at(pad, 0.7, 0.2))
    again = InkPad(Language("ar"), LIGHT)
    again.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.addWidget(again)
    again.resize(pad.size())
    again.show()
    with qtbot.assertNotEmitted(again.changed):
        again.set_drawn(pad.drawn)
    assert again.drawn == pad.drawn
    assert again._sheet() == pad._sheet()
    assert inked(again) == inked(pad)


def test_what_travels_looks_like_what_was_drawn(pad: InkPad) -> None:
    draw(pad)
    shown = pad.grab().toImage()
    pad.set_drawn(decode_strokes(encode_strokes(pad.drawn)))
    again = pad.grab().toImage()
    assert _dark(again) == pytest.approx(_dark(shown), rel=0.03)


# ------------------------------------------------------------------------- fingers


@pytest.fixture(scope="module")
def screen() -> QPointingDevice:
    application()
    return QTest.createTouchDevice()


def test_a_finger_draws(pad: InkPad, screen: QPointingDevice) -> None:
    way = along(pad, SHARES)
    QTest.touchEvent(pad, screen).press(0, way[0], pad).commit()
    for place in way[1:]:
        QTest.touchEvent(pad, screen).move(0, place, pad).commit()
    QTest.touchEvent(pad, screen).release(0, way[-1], pad).commit()
    assert len(pad.drawn) == 1
    assert span(pad.drawn) == pytest.approx((0.1, 0.2, 0.5, 0.6), abs=0.02)


def test_a_second_finger_or_the_palm_changes_nothing(pad: InkPad, screen: QPointingDevice) -> None:
    way = along(pad, SHARES)
    palm = at(pad, 0.8, 0.9)
    QTest.touchEvent(pad, screen).press(0, way[0], pad).commit()
    for n, place in enumerate(way[1:]):
        event = QTest.touchEvent(pad, screen).move(0, place, pad)
        if n == 10:
            event.press(1, palm, pad)
        elif 10 < n < 40:
            event.move(1, palm + QPoint(n, 0), pad)
        elif n == 40:
            event.release(1, palm, pad)
        event.commit()
    QTest.touchEvent(pad, screen).release(0, way[-1], pad).commit()
    assert len(pad.drawn) == 1
    assert span(pad.drawn) == pytest.approx((0.1, 0.2, 0.5, 0.6), abs=0.02)


def test_a_touch_that_the_system_takes_for_a_palm_leaves_no_ink(pad: InkPad, screen) -> None:
    draw(pad)
    QTest.touchEvent(pad, screen).press(0, at(pad, 0.8, 0.8), pad).commit()
    QTest.touchEvent(pad, screen).move(0, at(pad, 0.6, 0.8), pad).commit()
    QApplication.sendEvent(pad, QTouchEvent(QEvent.Type.TouchCancel, screen))
    QTest.touchEvent(pad, screen).release(0, at(pad, 0.6, 0.8), pad).commit()
    assert len(pad.drawn) == 1
    assert span(pad.drawn)[2] == pytest.approx(0.5, abs=0.02)


def test_after_a_touch_whose_end_never_came_one_can_go_on_drawing(pad: InkPad, screen) -> None:
    spot = QEventPoint(7, QEventPoint.State.Pressed, QPointF(at(pad, 0.8, 0.8)), QPointF(at(pad, 0.8, 0.8)))
    no_key = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(pad, QTouchEvent(QEvent.Type.TouchBegin, screen, no_key, [spot]))
    QTest.touchEvent(pad, screen).press(0, at(pad, 0.2, 0.2), pad).commit()
    QTest.touchEvent(pad, screen).release(0, at(pad, 0.2, 0.2), pad).commit()
    assert span(pad.drawn)[:2] == pytest.approx((0.2, 0.2), abs=0.02)


def test_the_finger_that_stays_after_the_first_has_left_draws_nothing(pad: InkPad, screen) -> None:
    QTest.touchEvent(pad, screen).press(0, at(pad, 0.2, 0.5), pad).commit()
    QTest.touchEvent(pad, screen).move(0, at(pad, 0.3, 0.5), pad).press(1, at(pad, 0.9, 0.9), pad).commit()
    QTest.touchEvent(pad, screen).release(0, at(pad, 0.3, 0.5), pad).stationary(1).commit()
    QTest.touchEvent(pad, screen).move(1, at(pad, 0.5, 0.1), pad).commit()
    QTest.touchEvent(pad, screen).release(1, at(pad, 0.5, 0.1), pad).commit()
    assert len(pad.drawn) == 1
    assert span(pad.drawn)[2] == pytest.approx(0.3, abs=0.02)


# ---------------------------------------------------------------------------- pens

PEN = QPointingDevice(
    "pen",
    1,
    QInputDevice.DeviceType.Stylus,
    QPointingDevice.PointerType.Pen,
    QInputDevice.Capability.Position | QInputDevice.Capability.Pressure,
    1,
    1,
)


def pen(pad: InkPad, kind: QEvent.Type, place: QPoint) -> bool:
    """Sends what a pen sends; returns whether the pad took it."""
    down = Qt.MouseButton.NoButton if kind == QEvent.Type.TabletRelease else Qt.MouseButton.LeftButton
    spot, whole = QPointF(place), QPointF(pad.mapToGlobal(place))
    left, no_key = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QTabletEvent(kind, PEN, spot, whole, 0.7, 0, 0, 0, 0, 0, no_key, left, down)
    QApplication.sendEvent(pad, event)
    return event.isAccepted()


def test_a_pen_draws_and_the_mouse_that_shadows_it_does_not(pad: InkPad) -> None:
    way = along(pad, SHARES)
    assert pen(pad, QEvent.Type.TabletPress, way[0])
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=at(pad, 0.9, 0.9))
    for place in way[1:]:
        assert pen(pad, QEvent.Type.TabletMove, place)
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=at(pad, 0.9, 0.9))
    assert pen(pad, QEvent.Type.TabletRelease, way[-1])
    assert len(pad.drawn) == 1
    assert span(pad.drawn) == pytest.approx((0.1, 0.2, 0.5, 0.6), abs=0.02)


def test_a_pen_in_the_air_draws_nothing(pad: InkPad) -> None:
    for place in along(pad, SHARES):
        pen(pad, QEvent.Type.TabletMove, place)
    assert pad.drawn == ()


def test_the_hand_that_lies_down_before_the_pen_leaves_no_ink(pad: InkPad, screen: QPointingDevice) -> None:
    palm = at(pad, 0.9, 0.9)
    QTest.touchEvent(pad, screen).press(0, palm, pad).commit()
    QTest.touchEvent(pad, screen).move(0, palm - QPoint(30, 0), pad).commit()
    way = along(pad, SHARES)
    pen(pad, QEvent.Type.TabletPress, way[0])
    for place in way[1:]:
        pen(pad, QEvent.Type.TabletMove, place)
    QTest.touchEvent(pad, screen).move(0, palm, pad).commit()
    pen(pad, QEvent.Type.TabletRelease, way[-1])
    QTest.touchEvent(pad, screen).release(0, palm, pad).commit()
    assert len(pad.drawn) == 1
    assert span(pad.drawn)[2] == pytest.approx(0.5, abs=0.02)


# ---------------------------------------------------------------------- and the rest


def test_after_a_press_whose_release_never_came_one_can_go_on_drawing(pad: InkPad) -> None:
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=at(pad, 0.1, 0.1))
    pad.event(QEvent(QEvent.Type.WindowDeactivate))
    draw(pad)
    assert len(pad.drawn) == 2


@pytest.mark.long
def test_a_hundred_thousand_points_in_one_stroke_do_not_stall(pad: InkPad) -> None:
    circle = [
        at(pad, 0.5 + 0.45 * math.cos(n / 70) * n / 1e5, 0.5 + 0.45 * math.sin(n / 70) * n / 1e5)
        for n in range(100_000)
    ]
    before = time.thread_time()
    pad._begin(("pen", 0), QPointF(circle[0]))
    for place in circle[1:]:
        pad._go_on(("pen", 0), QPointF(place))
    middle = time.thread_time()
    pad._end(("pen", 0), QPointF(circle[-1]))
    pad.repaint()
    end = time.thread_time()
    assert end - middle < middle - before, "the end of a stroke costs less than drawing it"
    assert 0 < len(encode_strokes(pad.drawn)) < 2000


class Painted(QObject):
    """Sees which parts of a widget are painted."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rects: list[QRect] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.rects.append(event.rect())
        return False


def test_only_what_changed_is_painted_anew(pad: InkPad) -> None:
    draw(pad)
    QApplication.processEvents()
    watch = Painted(pad)
    pad.installEventFilter(watch)
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=at(pad, 0.7, 0.5))
    QTest.mouseMove(pad, at(pad, 0.75, 0.5))
    QApplication.processEvents()
    assert watch.rects
    assert all(rect.width() < pad.width() / 4 and rect.height() < pad.height() / 4 for rect in watch.rects)
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=at(pad, 0.75, 0.5))


def test_places_that_are_no_numbers_or_far_away_draw_nothing_wrong(pad: InkPad) -> None:
    wild = [math.nan, math.inf, -math.inf, 1e300, -1e300]
    pad._begin(("pen", 0), QPointF(at(pad, 0.5, 0.5)))
    for x, y in itertools.product(wild, wild):
        pad._go_on(("pen", 0), QPointF(x, y))
    pad._end(("pen", 0), QPointF(at(pad, 0.5, 0.6)))
    assert all(0 <= x < WIDTH and 0 <= y < HEIGHT for stroke in pad.drawn for x, y in stroke)
    pad.clear()
    draw(pad)
    assert len(pad.drawn) == 1


def test_a_screen_reader_hears_what_it_is(pad: InkPad) -> None:
    assert pad.accessibleName() == "Your signature"
    assert "Backspace" in pad.accessibleDescription()
    assert pad.focusPolicy() == Qt.FocusPolicy.StrongFocus
    chinese = InkPad(Language("zh-Hant"), LIGHT)
    assert chinese.accessibleName() == "你的簽名"


@pytest.mark.parametrize("room", [QRectF(0, 0, 60, 22), QRectF(30, 40, 600, 400), QRectF(5, 5, 2000, 300)])
def test_a_drawing_is_painted_into_any_room_undistorted(pad: InkPad, room: QRectF) -> None:
    draw(pad)
    image = QImage(2100, 500, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint_drawn(painter, pad.drawn, room, QColor("#102030"))
    painter.end()
    outside = QImage(image)
    painter = QPainter(outside)
    painter.fillRect(room, Qt.GlobalColor.white)
    painter.end()
    assert _dark(image, 250) > 0
    assert _dark(outside, 250) == 0
