"""A sheet to sign on with a finger, a pen or the mouse."""

from __future__ import annotations

import math
from typing import Literal

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEventPoint,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.signing.strokes import HEIGHT, WIDTH, Drawn, Point, Position, clip, on_sheet, simplify
from kiosk.ui.language import Language
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.ink import LINE, dip_pen, sheet_in, stroke_path

_STEP = 12.0
"""Units that a pointer moves before it counts."""
_STEADY = 48.0
"""Units of a move from which on the ink follows it all the way. After a shorter one it lags a little, so that
neither a trembling hand nor the pixels of a mouse make steps (the idea of Casiez, Roussel and Vogel 2012)."""
_BASELINE = 0.74
_HINT = 26
_LEAST_WIDTH = 320

Writer = tuple[Literal["mouse", "pen", "touch"], int]
"""Which pointer draws; fingers are told apart by their number."""


class InkPad(QWidget):
    """Shows and takes a drawn signature. Only one pointer draws at a time, and a pen before a finger.

    Strokes are kept in the sheet's units (`kiosk.signing.strokes`), so a resize or another
    screen shows the same drawing. Backspace and Ctrl+Z take back a stroke, Delete all.
    """

    changed = Signal()
    """A stroke was finished or taken back, or all of them."""

    def __init__(self, language: Language, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._hint = language.text("Sign here")
        self._strokes: list[tuple[Point, ...]] = []
        self._line: list[Point] = []  # the stroke that is being drawn
        self._writer: Writer | None = None
        self._last: Position = (0, 0)  # where the writer's last counted move ended, on the sheet or off
        self._ink = QPixmap()
        self.setObjectName("ink-pad")
        self.setAccessibleName(language.text("Your signature"))
        self.setAccessibleDescription(
            language.text(
                "Draw with a finger, a pen or the mouse. Backspace takes back a stroke, Delete all of them."
            )
        )
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setCursor(Qt.CursorShape.CrossCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def drawn(self) -> Drawn:
        """What has been drawn, with the stroke under way."""
        under_way = simplify((tuple(self._line),))
        return (*self._strokes, *under_way)

    def set_drawn(self, drawn: Drawn) -> None:
        """Shows `drawn` in place of what was there; says nothing to `changed`."""
        self._writer = None
        self._line = []
        self._strokes = [stroke for stroke in drawn if stroke]
        self._redraw()

    def undo(self) -> None:
        """Takes back the last stroke."""
        if self._strokes or self._line:
            self.set_drawn(self.drawn[:-1])
            self.changed.emit()

    def clear(self) -> None:
        """Takes back everything."""
        if self._strokes or self._line:
            self.set_drawn(())
            self.changed.emit()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(width * HEIGHT / WIDTH)

    def sizeHint(self) -> QSize:
        width = self._theme.px(2 * _LEAST_WIDTH)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        width = self._theme.px(_LEAST_WIDTH)
        return QSize(width, self.heightForWidth(width))

    # --------------------------------------------------------------- what comes in

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._begin(("mouse", 0), event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._go_on(("mouse", 0), event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._end(("mouse", 0), event.position())

    def tabletEvent(self, event: QTabletEvent) -> None:
        act = {
            QEvent.Type.TabletPress: self._begin,
            QEvent.Type.TabletMove: self._go_on,
            QEvent.Type.TabletRelease: self._end,
        }[event.type()]
        act(("pen", 0), event.position())
        event.accept()  # or the same comes once more as the mouse's

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent):
            self._touched(event)
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Backspace or event.matches(QKeySequence.StandardKey.Undo):
            self.undo()
        elif event.key() == Qt.Key.Key_Delete:
            self.clear()
        else:
            super().keyPressEvent(event)

    def _touched(self, event: QTouchEvent) -> None:
        if event.type() == QEvent.Type.TouchCancel:
            self._give_up("touch")
            return
        if event.type() == QEvent.Type.TouchBegin:
            self._give_up("touch")  # no finger was down: the end of that one never came
        for point in event.points():
            finger: Writer = ("touch", point.id())
            if point.state() == QEventPoint.State.Pressed:
                self._begin(finger, point.position())
            elif point.state() == QEventPoint.State.Updated:
                self._go_on(finger, point.position())
            elif point.state() == QEventPoint.State.Released:
                self._end(finger, point.position())

    # -------------------------------------------------------------------- drawing

    def _begin(self, writer: Writer, position: QPointF) -> None:
        if writer[0] == "pen":
            self._give_up("touch")  # it was the hand that holds the pen
        if writer == self._writer:
            self._finish()  # its end never came
            self._writer = None
        if self._writer is None:
            place = self._place(position)
            self._writer, self._last = writer, place
            if _is_on_sheet(place):
                self._add(place)

    def _go_on(self, writer: Writer, position: QPointF) -> None:
        place = self._place(position)
        way = math.dist(place, self._last)
        if writer == self._writer and not way < _STEP:
            share = min(1.0, way / _STEADY)
            (x, y), (to_x, to_y) = self._last, place
            self._draw_to((x + share * (to_x - x), y + share * (to_y - y)))

    def _end(self, writer: Writer, position: QPointF) -> None:
        if writer == self._writer:
            place = self._place(position)
            # A tap that slips a little is a dot.
            if len(self._line) != 1 or math.dist(place, self._last) >= _STEP:
                self._draw_to(place)
            self._finish()
            self._writer = None

    def _give_up(self, kind: str) -> None:
        """Forgets the stroke under way if a pointer of this kind draws it."""
        if self._writer is not None and self._writer[0] == kind:
            self.set_drawn(tuple(self._strokes))

    def _draw_to(self, place: Position) -> None:
        """Draws what is on the sheet of the way from the last place; off it, a stroke ends."""
        part = clip(self._last, place)
        if part is not None:
            if not self._line:
                self._add(part[0])
            self._add(part[1])
        if not _is_on_sheet(place):
            self._finish()
        self._last = place

    def _add(self, place: Position) -> None:
        """Puts a point to the line; the piece before the last is inked, now that its bend is known."""
        point = on_sheet(*place)
        if self._line[-1:] == [point]:
            return
        self._line.append(point)
        end = self._line[-4:]
        if len(end) > 2:
            self._put_ink(stroke_path(end, len(end) - 3, len(end) - 2))
        if not self._strokes and len(self._line) == 1:
            self.update()  # the hint goes
        self._update_around(end)

    def _finish(self) -> None:
        """The line is a stroke, and from now on looks as it is kept."""
        if self._line:
            self._strokes += simplify((tuple(self._line),))
            self._line = []
            self._redraw()
            self.changed.emit()

    def _tail(self) -> QPainterPath:
        """The end of the line, which is not inked yet."""
        return stroke_path(self._line[-3:], max(len(self._line[-3:]) - 2, 0))

    def _put_ink(self, path: QPainterPath) -> None:
        if not self._ink.isNull():
            painter = QPainter(self._ink)
            dip_pen(painter, QRectF(QPointF(0, 0), self._sheet().size()), QColor(self._theme.ink))
            painter.drawPath(path)
            painter.end()

    def _redraw(self) -> None:
        self._ink = QPixmap()
        self.update()

    # ------------------------------------------------------------------- the sheet

    def _sheet(self) -> QRectF:
        margin = self._theme.px(3)
        sheet = sheet_in(QRectF(self.rect()).adjusted(margin, margin, -margin, -margin))
        return QRectF(sheet.toAlignedRect())  # whole pixels, or the ink would blur

    def _place(self, position: QPointF) -> Position:
        """The sheet's units at a position in the widget."""
        sheet = self._sheet()
        return (
            (position.x() - sheet.x()) / sheet.width() * WIDTH,
            (position.y() - sheet.y()) / sheet.height() * HEIGHT,
        )

    def _update_around(self, points: list[Point]) -> None:
        sheet = self._sheet()
        scale = sheet.width() / WIDTH
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box = QRectF(QPointF(min(xs), min(ys)) * scale, QPointF(max(xs), max(ys)) * scale)
        room = LINE * scale + 2
        self.update(box.translated(sheet.topLeft()).adjusted(-room, -room, room, room).toAlignedRect())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, sheet = self._theme, self._sheet()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(theme.card))
        painter.setPen(QPen(QColor(theme.ink if self.hasFocus() else theme.line), theme.px(3)))
        painter.drawRoundedRect(sheet, theme.px(12), theme.px(12))
        self._paint_baseline(painter, sheet)
        self._prepare_ink(sheet)
        painter.drawPixmap(sheet.topLeft(), self._ink)
        if self._line:
            dip_pen(painter, sheet, QColor(theme.ink))
            painter.drawPath(self._tail())

    def _paint_baseline(self, painter: QPainter, sheet: QRectF) -> None:
        """The line to sign on, and until there is ink, what it is for."""
        theme = self._theme
        inset, y = sheet.width() * 0.07, sheet.y() + sheet.height() * _BASELINE
        painter.setPen(QPen(QColor(theme.line), theme.px(2)))
        painter.drawLine(QLineF(sheet.left() + inset, y, sheet.right() - inset, y))
        if not self._strokes and not self._line:
            painter.setPen(QColor(theme.quiet))
            painter.setFont(theme.font(_HINT))
            below = QRectF(sheet.left(), y, sheet.width(), sheet.bottom() - y)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self._hint)

    def _prepare_ink(self, sheet: QRectF) -> None:
        """Inks everything anew when there is no ink yet, or none of this size."""
        ratio = self.devicePixelRatioF()
        size = (sheet.size() * ratio).toSize()
        if self._ink.size() == size:
            return
        self._ink = QPixmap(size)
        self._ink.setDevicePixelRatio(ratio)
        self._ink.fill(Qt.GlobalColor.transparent)
        for stroke in self._strokes:
            self._put_ink(stroke_path(stroke))
        if len(self._line) > 2:
            self._put_ink(stroke_path(self._line, 0, len(self._line) - 2))


def _is_on_sheet(place: Position) -> bool:
    return 0 <= place[0] <= WIDTH - 1 and 0 <= place[1] <= HEIGHT - 1
