"""The moment after signing: "Thank you" as large as the slogan was, a tally that grows, and a stamp."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QPointF, QRectF, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QColor, QHideEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.stall.shift import Tally
from kiosk.ui.artwork.drawing import paint_wall, write_row
from kiosk.ui.screen import View
from kiosk.ui.widgets.accessible_role import Role, set_accessible_role

_MOTION_MS = 700
_STROKES = 60
"""Signatures that are drawn as strokes; of more, the last."""
_GROUP = 5


class StampView(QWidget):
    """Fills the page; the last stroke of the tally is drawn and the stamp falls, where motion is wanted.

    Args:
        tally: how many have signed, this one among them; None where it is not known.
    """

    passed_over = Signal()
    """It was touched, or a key was pressed: who is in a hurry goes on."""

    def __init__(self, view: View, tally: Tally | None) -> None:
        super().__init__()
        self.setObjectName("stamp")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_accessible_role(self, Role.Heading)
        self._view = view
        language = view.language
        today = tally.today if tally else None
        self._number = today or (tally.signed if tally else 0)
        self._thanks = language.text("Thank you!")
        self._words = (
            language.text("You are number {number} here today.", number=language.number(today))
            if today
            else language.text("Your signature is sealed and stored.")
        )
        self.setAccessibleName(f"{self._thanks} {self._words}")
        self._animation = QVariantAnimation(self)
        self._animation.setDuration(_MOTION_MS if view.theme.motion else 0)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._animation.valueChanged.connect(lambda _: self.update())

    def fall(self) -> None:
        """Begins to move."""
        self._animation.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._animation.stop()
        super().hideEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.passed_over.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.passed_over.emit()

    @property
    def _moved(self) -> float:
        """How far the motion is, from 0 to 1."""
        running = self._animation.state() is QVariantAnimation.State.Running
        return float(self._animation.currentValue()) if running else 1.0

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._view.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(theme.accent))
        wall = QRectF(0, 0, self.width(), self.height() * (0.42 if theme.tall else 0.52))
        paint_wall(painter, wall, self._thanks, self._view.language.tag, theme.on_accent, theme.accent)
        side = theme.px(56)
        foot = QRectF(self.rect()).adjusted(side, wall.height() + theme.px(14), -side, -theme.px(34))
        words = QRectF(foot.x(), foot.y(), foot.width(), min(theme.px(70), foot.height() * 0.3))
        rtl = self.isRightToLeft()
        write_row(painter, words, self._words, self._view.language.tag, theme.on_accent, at=1 if rtl else 0)
        below = foot.adjusted(0, words.height() + theme.px(30), 0, 0)
        size = min(below.height() * (0.5 if theme.tall else 1), theme.px(230))
        stamp = QRectF(below.right() - 1.7 * size, below.center().y() - size / 2, 1.7 * size, size)
        marks = below.adjusted(0, 0, -stamp.width() - theme.px(30), 0)
        if theme.tall:
            stamp.moveBottom(below.bottom() - theme.px(60))
            marks = below.adjusted(0, 0, 0, -below.height() / 2)
        elif rtl:
            stamp.moveLeft(below.left())
            marks.moveRight(below.right())
        if self._number:
            self._paint_tally(painter, marks)
            self._paint_stamp(painter, stamp)

    def _paint_tally(self, painter: QPainter, room: QRectF) -> None:
        """Strokes in fives, the fifth across the four; the last one is being drawn."""
        count = (self._number - 1) % _STROKES + 1
        groups = -(-count // _GROUP)
        across = 6
        cell = min(room.width() / across, room.height() / 2)
        pen = QPen(QColor(self._view.theme.on_accent), max(2.0, cell * 0.07))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        for group in range(groups):
            x, y = room.x() + group % across * cell, room.y() + group // across * cell
            for stroke in range(min(_GROUP, count - group * _GROUP)):
                last = group * _GROUP + stroke == count - 1
                if stroke < _GROUP - 1:
                    at = x + cell * (0.12 + 0.17 * stroke)
                    start, end = QPointF(at, y + cell * 0.1), QPointF(at, y + cell * 0.8)
                else:
                    start, end = QPointF(x, y + cell * 0.7), QPointF(x + cell * 0.78, y + cell * 0.2)
                painter.drawLine(start, start + (end - start) * (self._moved if last else 1.0))

    def _paint_stamp(self, painter: QPainter, room: QRectF) -> None:
        """The number in a frame, aslant; it falls from above the page."""
        theme = self._view.theme
        painter.save()
        painter.translate(room.center())
        painter.rotate(-7)
        fallen = 1.9 - 0.9 * self._moved
        painter.scale(fallen, fallen)
        painter.setOpacity(min(1.0, 0.2 + self._moved))
        frame = QRectF(-room.width() * 0.45, -room.height() * 0.4, room.width() * 0.9, room.height() * 0.8)
        painter.setPen(QPen(QColor(theme.on_accent), theme.px(9)))
        painter.setBrush(QColor(theme.accent))
        painter.drawRoundedRect(frame, theme.px(18), theme.px(18))
        inside = frame.adjusted(theme.px(26), theme.px(24), -theme.px(26), -theme.px(24))
        number = self._view.language.number(self._number)
        write_row(painter, inside, number, self._view.language.tag, theme.on_accent)
        painter.restore()
